"""The clock: ticks, and nothing else. The only import of APScheduler; the schedule itself is the column due_at.

Two schedulers on one database fire every job twice (measured), so on PostgreSQL one holds an advisory lock.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.store.database import Database, DatabaseError
from monitor.store.leadership import Leadership

log = structlog.get_logger()

logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that outlasts the next one is skipped: meant, and no news

TAKEOVER_SECONDS = 1.0

Tick = Callable[[], Awaitable[None]]


@asynccontextmanager
async def ticking(tick: Tick, seconds: float, database: Database) -> AsyncIterator[None]:
    """Ticks while inside, as long as this process is the one that may."""
    leader = Leader(database)
    watch = asyncio.create_task(leader.strive())
    scheduler = AsyncIOScheduler()
    scheduler.add_job(_when_leading(tick, leader), "interval", seconds=seconds, max_instances=1, coalesce=True, misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await asyncio.to_thread(leader.resign)


class Leader:
    """Whether this process may tick. On SQLite there is only one process: it leads."""

    def __init__(self, database: Database) -> None:
        self._held = None if database.is_sqlite else Leadership(database)
        self.leading = database.is_sqlite

    async def strive(self) -> None:
        """Take the lock when it is free, notice when it is lost."""
        while self._held is not None:
            was, self.leading = self.leading, await asyncio.to_thread(self._held.hold)
            if self.leading != was:
                log.info("leader" if self.leading else "no longer leader")
            await asyncio.sleep(TAKEOVER_SECONDS)

    def resign(self) -> None:
        """Leave it to another."""
        self.leading = False
        if self._held is not None:
            self._held.let_go()


def _when_leading(tick: Tick, leader: Leader) -> Tick:
    async def run() -> None:
        if leader.leading:
            try:
                await tick()
            except DatabaseError as error:  # the database restarts: the next tick will find it
                log.warning("tick failed", error=type(error).__name__)
            except asyncio.CancelledError:  # by the end of the service; raised on, it would be logged as a fault
                log.debug("tick cut off")

    return run
