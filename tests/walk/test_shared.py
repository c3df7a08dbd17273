"""Workers that share a PostgreSQL database through its queue: each row is done once, and a restart of the server costs nothing."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from postgres import start, stop, throw_away
from sqlalchemy.exc import DBAPIError
from walk.conftest import Monitor, a_monitor
from walk.inbox import Inbox
from walk.town import FACE, agenda_pdf

from monitor.running import working
from monitor.service import opened

PATIENCE = 60
MEETINGS = 20


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
