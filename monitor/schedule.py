"""The clock: ticks, and nothing else. The only import of APScheduler; the schedule itself is the column due_at.

Two schedulers on one database fire every job twice (measured), so on PostgreSQL one holds an advisory lock.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from monitor.store.database import Database

log = structlog.get_logger()

LOCK = 7_305_113
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


def _when_leading(tick: Tick, leader: "Leader") -> Tick:
    async def run() -> None:
        if leader.leading:
            try:
                await tick()
            except DBAPIError as error:  # the database restarts: the next tick will find it
                log.warning("tick failed", error=type(error.orig).__name__)

    return run


class Leader:
    """Holds the advisory lock for as long as its connection lives. On SQLite there is only one process: it leads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self.leading = database.is_sqlite

    async def strive(self) -> None:
        """Take the lock when it is free, notice when it is lost."""
        while not self._database.is_sqlite:
            was = self.leading
            self.leading = await asyncio.to_thread(self._try)
            if self.leading != was:
                log.info("leader" if self.leading else "no longer leader")
            await asyncio.sleep(TAKEOVER_SECONDS)

    def _try(self) -> bool:
        try:
            if self._connection is None:
                self._connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            question = "SELECT true" if self.leading else f"SELECT pg_try_advisory_lock({LOCK})"
            return bool(self._connection.execute(text(question)).scalar())
        except DBAPIError:
            self.resign()
            return False

    def resign(self) -> None:
        """Let go of the lock with its connection."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
