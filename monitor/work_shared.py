"""The same work shared by many processes, through Procrastinate on PostgreSQL. Its only import."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from monitor.store import migrate
from monitor.store.database import Database
from monitor.work import Clock, Queue, claim_and_do, due, wanted

log = structlog.get_logger()

BATCH = 200  # rows handed out at a tick: 276 jobs a second is what one worker was measured to do
RESTART_SECONDS = 1.0
STALLED_SECONDS = 30.0


def connect(database: Database) -> App:
    """The queue in this database."""
    return App(connector=PsycopgConnector(conninfo=database.address))


async def prepare(app: App, database: Database) -> None:
    """Make the queue's own tables where they are missing. Two that start together wait for each other."""
    with ExitStack() as held:
        await asyncio.to_thread(held.enter_context, migrate.alone(database))
        async with app.open_async():
            if not await app.check_connection_async():
                await app.schema_manager.apply_schema_async()


@dataclass(kw_only=True)
class Shared:
    """Hands due rows to the queue, one job per row at a time, and works jobs off under a supervisor.

    Procrastinate's worker returns, with success, when PostgreSQL restarts even for a second: it is started again. Jobs of a killed
    worker are thrown away: the row is due as soon as its lease runs out, and gets a new job. (Put back, such a job is refused
    where its row has a new one already, and keeps that one from being done for ever.)
    """

    app: App
    queues: tuple[Queue, ...]
    database: Database
    clock: Clock
    short: Callable[[], bool] = lambda: False
    """Whether nothing more may be taken in by this process."""
    only: AbstractSet[str] = frozenset()
    """Names of the queues that this process works off; none names all. Whoever holds the clock hands out the work of every queue."""
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        for queue in self.queues:
            self.app.task(name=queue.name, queue=queue.name)(self._task(queue))

    def _task(self, queue: Queue) -> Callable[..., Awaitable[None]]:
        async def work(identity: str) -> None:
            if queue.takes_in and self.short():
                return  # the row stays due
            await claim_and_do(queue, identity, self.database, self.clock)

        return work

    async def tick(self) -> None:
        """Hand out what is due. A row whose job waits already is left alone."""
        now: datetime = self.clock()
        for queue in self.queues:
            if queue.takes_in and self.short():
                continue
            ids = await due(queue, self.database, now, BATCH)
            first = await wanted(queue, self.database, ids)
            for identity in ids:
                key = f"{queue.name} {identity}"
                deferrer = self.app.configure_task(
                    queue.name, queue=queue.name, lock=key, queueing_lock=key, priority=int(identity in first)
                )
                try:
                    await deferrer.defer_async(identity=identity)
                except AlreadyEnqueued:
                    continue

    async def work(self) -> None:
        """Work until `stop`, whatever happens to the database."""
        taken = [queue for queue in self.queues if not self.only or queue.name in self.only]
        loops: list[Callable[[], Coroutine[Any, Any, None]]] = [*(partial(self._supervised, queue) for queue in taken), self._rescue]
        tasks: dict[asyncio.Task[Any], Callable[[], Coroutine[Any, Any, None]]] = {asyncio.create_task(loop()): loop for loop in loops}
        stopping: asyncio.Task[Any] = asyncio.create_task(self._stopping.wait())
        while not stopping.done():
            ended, _ = await asyncio.wait({stopping, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            for task in ended - {stopping}:  # by an error that nobody foresaw: a queue must not stand still for it
                loop = tasks.pop(task)
                log.error("a loop broke, and is begun anew", error=repr(task.exception()))
                await asyncio.sleep(RESTART_SECONDS)
                tasks[asyncio.create_task(loop())] = loop
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _supervised(self, queue: Queue) -> None:
        while not self._stopping.is_set():
            try:
                await self.app.run_worker_async(
                    queues=[queue.name],
                    concurrency=queue.at_once,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    shutdown_graceful_timeout=8,
                )
            except (ConnectorException, OSError) as error:
                log.warning("worker lost its database", queue=queue.name, error=type(error).__name__)
            await asyncio.sleep(RESTART_SECONDS)

    async def _rescue(self) -> None:
        while not self._stopping.is_set():
            await asyncio.sleep(STALLED_SECONDS)
            try:
                for job in await self.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
                    await self.app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            except (ConnectorException, OSError) as error:
                log.warning("rescue waits for the database", error=type(error).__name__)

    async def stop(self) -> None:
        """Have `work` return; what runs comes to its end within its grace."""
        self._stopping.set()
