"""What is due, and who does it. Every job is a due row: a queue only distributes, so a lost job costs nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog
from structlog.contextvars import bound_contextvars

from monitor.store import lease, tables
from monitor.store.database import Database, DatabaseError
from monitor.store.lease import Table

log = structlog.get_logger()

Clock = Callable[[], datetime]
Job = Callable[[str], Awaitable[object]]

TABLES: Mapping[str, Table] = {
    "source": tables.sources,
    "document": tables.documents,
    "ocr": tables.contents,
    "alert": tables.alerts,
    "digest": tables.digests,
    "report": tables.reports,
    "signup": tables.signups,
    "blob": tables.blobs,
    "chore": tables.chores,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One kind of due row, how many are done at once, and what is done with one that was claimed."""

    name: str
    at_once: int
    job: Job
    takes_in: bool = False
    """Whether it fills the disk: it rests while there is little room."""
    finishes: bool = False
    """Whether a stop waits for what runs: a message cut off between its send and its settling would be sent again."""

    @property
    def table(self) -> Table:
        """Where its rows are."""
        return TABLES[self.name]


class Executor(Protocol):
    """Has due work done, in this process or elsewhere."""

    async def tick(self) -> None:
        """Look for what is due, and see that it is done."""

    async def stop(self) -> None:
        """Take on nothing more, and let what runs come to its end."""


async def due(queue: Queue, database: Database, now: datetime, limit: int) -> list[str]:
    """The ids of due rows that nobody holds."""
    return [str(identity) for identity in await database.ask(lease.due, queue.table, now, limit)]


async def wanted(queue: Queue, database: Database, ids: Sequence[str]) -> frozenset[str]:
    """Which of these rows are wanted by a time, such as the documents of a meeting to come."""
    kind = queue.table.c.id.type.python_type
    return frozenset(map(str, await database.ask(lease.wanted, queue.table, [kind(identity) for identity in ids])))


async def claim_and_do(queue: Queue, identity: str, database: Database, clock: Clock) -> bool:
    """Do one row if it is still due and free; whether it was. Each line that is logged meanwhile names it."""
    key = queue.table.c.id.type.python_type(identity)  # sources and chores have names
    if not await database.run(lease.claim, queue.table, key, clock()):
        return False
    with bound_contextvars(**{queue.name: key}):
        await queue.job(identity)
    return True


LULL = 0.05  # seconds between two looks at what finished jobs have made due
GRACE = 6.0  # seconds; containers are killed after ten


@dataclass(kw_only=True)
class InProcess:
    """Does the work as tasks of this process. What SQLite needs, and enough for hundreds of sources."""

    queues: tuple[Queue, ...]
    database: Database
    clock: Clock
    short: Callable[[], bool] = lambda: False
    """Whether nothing more may be taken in."""
    _running: set[tuple[str, str]] = field(default_factory=set)
    _tasks: dict[asyncio.Task[None], Queue] = field(default_factory=dict)
    _stopping: bool = False
    _looked: float = 0.0

    async def tick(self) -> None:
        """Start what is due, as far as there is room."""
        for queue in self.queues:
            await self._fill(queue)

    def _room(self, queue: Queue) -> int:
        return 0 if self._stopping else queue.at_once - sum(name == queue.name for name, _ in self._running)

    async def _fill(self, queue: Queue) -> None:
        if not self._room(queue) or (queue.takes_in and self.short()):
            return
        for identity in await due(queue, self.database, self.clock(), 2 * queue.at_once):
            key = (queue.name, identity)
            if key not in self._running and self._room(queue):
                self._running.add(key)
                task = asyncio.create_task(self._do(queue, identity), name=f"{queue.name} {identity}")
                self._tasks[task] = queue
                task.add_done_callback(self._tasks.pop)

    async def _do(self, queue: Queue, identity: str) -> None:
        try:
            await claim_and_do(queue, identity, self.database, self.clock)
        except DatabaseError as error:  # the row stays due, and is free when its lease runs out
            log.warning("database failed", queue=queue.name, row=identity, error=type(error).__name__)
            return  # to the next tick: a disk that is full is so a millisecond later too
        finally:
            self._running.remove((queue.name, identity))
        await self._fill(queue)
        now = asyncio.get_running_loop().time()
        if not self._running or now - self._looked > LULL:  # who ends last looks; each look costs as many questions as there are queues
            self._looked = now
            await self.tick()  # what this one made due starts now, not at the next tick

    async def idle(self) -> None:
        """Return when nothing runs and nothing is due."""
        await self.tick()
        while self._tasks:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            await self.tick()

    async def stop(self, grace: float = GRACE) -> None:
        """Give back what can be begun again, and let messages leave, for a while."""
        self._stopping = True
        for task, queue in self._tasks.items():
            if not queue.finishes:
                task.cancel()
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
