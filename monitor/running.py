"""Runs the service: the clock, the workers and the pages, until it is told to stop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from typing import Any

import httpx
import structlog

from monitor import schedule, serving, work, work_shared
from monitor.collect import Result
from monitor.service import Service, opened, utc_now
from monitor.settings import Settings
from monitor.store import lease, tables
from monitor.store import sources as states
from sources.guard import resolve
from sources.source import Source

log = structlog.get_logger()

METERED = 15.0  # seconds between two times at which what was counted is written down; Prometheus asks about as often
HOSTS_ASKED = 3  # names looked up before we say that there is no network


async def run_service(
    settings: Settings,
    *,
    catalog: Mapping[str, Source[Any]] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    clock: work.Clock = utc_now,
) -> None:
    """The whole service, with its pages. On PostgreSQL it shares the work with whatever workers there are.

    `catalog`, `transport` and `clock` stand in for the sources that ship, for the network and for the machine's clock.
    """
    with serving.listening(settings) as port:
        async with opened(settings, catalog=catalog, transport=transport, clock=clock) as service, working(service):
            await asyncio.gather(serving.serve(service, port), _say_when_offline(service))


async def run_worker(
    settings: Settings,
    only: Collection[str] = (),
    *,
    catalog: Mapping[str, Source[Any]] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> None:
    """Only the work, for a database that is shared, of all queues or of `only` these. Raises ValueError on SQLite."""
    async with opened(settings, catalog=catalog, transport=transport, alone=False) as service:
        if service.database.is_sqlite:
            raise ValueError("monitor worker needs PostgreSQL: set MONITOR_DATABASE, or use `monitor run` alone")
        async with working(service, frozenset(only)):
            await _until_stopped()


@asynccontextmanager
async def working(service: Service, only: AbstractSet[str] = frozenset()) -> AsyncIterator[None]:
    """Does what is due while inside: in this process, or on PostgreSQL as one of many workers, which may take `only` some queues.

    Leaves when its jobs have ended.
    """
    metering = asyncio.create_task(_note_meters(service))
    try:
        async with _executing(service, only):
            yield
    finally:
        metering.cancel()
        await asyncio.gather(metering, return_exceptions=True)


async def _note_meters(service: Service) -> None:
    while True:
        await asyncio.sleep(METERED)
        await service.meters.note(service.database)


@asynccontextmanager
async def _executing(service: Service, only: AbstractSet[str]) -> AsyncIterator[None]:
    seconds = service.settings.tick_seconds
    if service.database.is_sqlite:
        executor = work.InProcess(queues=service.queues(), database=service.database, clock=service.clock, short=service.room.short)
        holding = asyncio.create_task(_hold_room(service))
        async with schedule.ticking(executor.tick, seconds, service.database):
            yield
        holding.cancel()
        await executor.stop()
        return
    app = work_shared.connect(service.database)
    await work_shared.prepare(app, service.database)
    shared = work_shared.Shared(
        app=app, queues=service.queues(), database=service.database, clock=service.clock, only=only, short=service.room.short
    )
    async with app.open_async():
        working = asyncio.create_task(shared.work())
        async with schedule.ticking(shared.tick, seconds, service.database):
            yield
        await shared.stop()
        await working


async def _hold_room(service: Service) -> None:
    """Where the database lies on the same disk: see to the reserve at each tick."""
    while True:
        await asyncio.to_thread(service.room.hold)
        await asyncio.sleep(service.settings.tick_seconds)


async def _say_when_offline(service: Service) -> None:
    if service.transport is not None:
        return
    enabled = (source for source in service.sources.values() if source.publisher.enabled)
    hosts = sorted({host.partition(":")[0] for source in enabled for host in source.hosts})
    for host in hosts[:HOSTS_ASKED]:
        try:
            await resolve(host, 443)
        except OSError:
            continue
        return
    if hosts:
        log.warning("no network: the service runs all the same, and asks each source again until it answers", not_found=hosts[:HOSTS_ASKED])


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    serving.when_told(stopped.set)
    await stopped.wait()


async def poll_with(service: Service, names: Sequence[str], on_result: Callable[[Result], None]) -> list[Result]:
    """One pass over the named sources, or over all that are due; then their documents and alerts. What is left stays due."""
    now = service.clock()
    if names:
        await service.database.run(states.make_due, names, now)
    wanted = set(names or map(str, await service.database.ask(lease.due, tables.sources, now, 100_000)))
    results: list[Result] = []

    async def one_pass(source_id: str) -> None:
        result = await service.poll(source_id)
        results.append(result)
        on_result(result)

    queue = work.Queue(name="source", at_once=service.settings.polls, job=one_pass)
    room = asyncio.Semaphore(queue.at_once)

    async def claim(source_id: str) -> None:
        async with room:
            await work.claim_and_do(queue, source_id, service.database, service.clock)

    await asyncio.gather(*(claim(source_id) for source_id in sorted(wanted)))
    await work.InProcess(queues=service.queues()[:-1], database=service.database, clock=service.clock).idle()
    return results
