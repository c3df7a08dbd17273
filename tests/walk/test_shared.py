"""Workers that share a PostgreSQL database through its queue: each row is done once, and a restart of the server costs nothing."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from postgres import start, stop, throw_away
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from walk.conftest import SOURCE, Monitor, a_monitor
from walk.inbox import Inbox
from walk.town import FACE, agenda_pdf

from monitor import work_shared
from monitor.running import working
from monitor.service import opened
from monitor.store.database import Database

PATIENCE = 60
MEETINGS = 20
LEFT = """
WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id)
INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, worker_id)
SELECT 'source', 'source', :lock, :lock, CAST(:identity AS jsonb), 'doing', dead.id FROM dead
"""


@pytest.fixture
def server() -> Iterator[Any]:
    """A server of our own, to be stopped and started."""
    with throw_away() as server:
        yield server


@pytest.fixture
def shared(postgres_url: str, tmp_path: Path, letters: Inbox) -> Monitor:
    return a_monitor(postgres_url, tmp_path, letters)


@asynccontextmanager
async def workers(monitor: Monitor, number: int) -> AsyncIterator[None]:
    """So many workers, each as `monitor worker` makes one, in this process."""
    async with AsyncExitStack() as stack:
        for _ in range(number):
            service = await stack.enter_async_context(
                opened(
                    monitor.settings,
                    catalog=monitor.sources,
                    transport=monitor.town.transport(),
                    clock=lambda: monitor.now,
                    alone=False,
                )
            )
            await stack.enter_async_context(working(service))
        yield


async def until(happened: Callable[[], bool]) -> None:
    """Return when it has happened."""
    patience = time.monotonic() + PATIENCE
    while not await asyncio.to_thread(happened):
        assert time.monotonic() < patience, "it never happened"
        await asyncio.sleep(0.05)


def publish(monitor: Monitor) -> None:
    """Meetings that each owe one alert because of a document of their own."""
    for number in range(MEETINGS):
        monitor.town.meet(5000 + number, "Roll call", "Approve the contract")
        monitor.town.attach(5000 + number, 2, number, f"c-{number}.pdf", agenda_pdf(f"Lot {1000 + number} of iris scanners"))


def told(monitor: Monitor) -> Counter[int]:
    """How often each lot was told."""
    return Counter(lot for message in monitor.inbox.messages for lot in range(1000, 1000 + MEETINGS) if f"Lot {lot}" in message["message"])


def settled(monitor: Monitor) -> bool:
    """Whether every alert that is owed has left."""
    try:
        return monitor.rows("SELECT count(*) FROM alerts WHERE state = 'sent'") == [(MEETINGS,)]
    except DBAPIError:  # the server is away
        return False


async def test_a_record_travels_the_whole_way_through_the_queue(shared: Monitor) -> None:
    shared.town.meet(4101, "Roll call", FACE)
    async with workers(shared, 1):
        await until(lambda: len(shared.inbox.messages) > 0 and shared.rows("SELECT state FROM alerts") == [("sent",)])
    assert "4101_A_Agenda.pdf#page=2" in shared.inbox.messages[0]["message"]
    assert shared.rows("SELECT outcome FROM runs") == [("ok",)]
    assert shared.rows("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('failed', 'doing')") == [(0,)]


async def test_two_workers_share_the_rows_and_do_each_once(shared: Monitor) -> None:
    publish(shared)
    async with workers(shared, 2):
        await until(lambda: settled(shared))
    assert told(shared) == dict.fromkeys(range(1000, 1000 + MEETINGS), 1)
    assert shared.count("runs") == 1
    assert set(shared.town.asked.values()) == {1}


async def test_the_job_that_a_killed_worker_left_does_not_keep_its_row_from_being_done(
    shared: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.work_shared.STALLED_SECONDS", 0.5)
    shared.town.meet(4101, "Roll call", FACE)
    shared.change(lambda _: None)
    with closing(Database(shared.settings.database_url)) as database:
        await work_shared.prepare(work_shared.connect(database), database)
        with database.engine.begin() as connection:
            connection.execute(text(LEFT), {"lock": f"source {SOURCE}", "identity": f'{{"identity": "{SOURCE}"}}'})
    async with workers(shared, 1):
        await until(lambda: len(shared.inbox.messages) > 0)


async def test_workers_that_start_together_on_an_empty_database_wait_for_each_other(postgres_url: str) -> None:
    with closing(Database(postgres_url)) as database:
        await asyncio.gather(*(work_shared.prepare(work_shared.connect(database), database) for _ in range(4)))
        assert "procrastinate_jobs" in inspect(database.engine).get_table_names()


async def test_a_restart_of_the_database_server_loses_nothing(server: Any, tmp_path: Path, letters: Inbox) -> None:
    monitor = a_monitor(server.get_uri(), tmp_path, letters)
    publish(monitor)
    monitor.inbox.slowness = 0.05
    async with workers(monitor, 2):
        await until(lambda: len(monitor.inbox.messages) >= 3)
        await asyncio.to_thread(stop, server)
        monitor.wait(minutes=20)  # what was claimed and lost is free again
        await asyncio.to_thread(start, server)
        await until(lambda: settled(monitor))
    assert set(told(monitor)) == set(range(1000, 1000 + MEETINGS))
    assert len(monitor.inbox.messages) - MEETINGS <= 2 * monitor.settings.senders  # those between send and settle
