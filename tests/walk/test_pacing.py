"""Several workers on one database keep the pace of a host together, and read what is wanted soonest first."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import insert
from walk.conftest import START, Monitor

from monitor.pacing import SharedPace
from monitor.store import lease, tables
from monitor.store.database import Database
from monitor.store.migrate import migrate
from sources.errors import Unavailable
from sources.web import Pacer

PACE = 0.2


@pytest.fixture
def two(postgres_url: str) -> Iterator[tuple[Database, Database]]:
    """The connections of two workers to one database."""
    with closing(Database(postgres_url)) as one, closing(Database(postgres_url)) as other:
        migrate(one)
        yield one, other


class Host:
    """Notes when it is asked, until when, and how many ask at once."""

    def __init__(self) -> None:
        self.spans: list[tuple[float, float]] = []

    async def asked(self, pacer: Pacer, name: str, number: int) -> None:
        for _ in range(number):
            async with pacer.turn(name, PACE, 30):
                began = time.monotonic()
                await asyncio.sleep(0.02)
                self.spans.append((began, time.monotonic()))


async def test_two_workers_together_ask_a_host_no_faster_than_its_pace(two: tuple[Database, Database]) -> None:
    host, pacers = Host(), [Pacer(gate=SharedPace(database)) for database in two]
    await asyncio.gather(*(host.asked(pacer, "elm.example:443", 4) for pacer in pacers))
    spans = sorted(host.spans)
    assert len(spans) == 8
    rests = [later[0] - earlier[1] for earlier, later in pairwise(spans)]
    assert min(rests) >= PACE - 0.01  # two clocks are compared: the database's and this process's


async def test_one_host_does_not_wait_for_another(two: tuple[Database, Database]) -> None:
    elm, oak = SharedPace(two[0]), SharedPace(two[1])
    await elm.take("elm.example:443", PACE, 30)
    await asyncio.wait_for(oak.take("oak.example:443", PACE, 30), 30)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(oak.take("elm.example:443", PACE, 30), 3 * PACE)


async def test_a_host_that_a_killed_worker_has_asked_is_free_after_a_while(
    two: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.pacing.HOLD", 0.5)
    await SharedPace(two[0]).take("elm.example:443", PACE, 30)
    await asyncio.wait_for(SharedPace(two[1]).take("elm.example:443", PACE, 30), 30)


async def test_a_host_that_asks_one_worker_to_be_left_alone_is_left_alone_by_all(two: tuple[Database, Database]) -> None:
    one, other = (Pacer(gate=SharedPace(database)) for database in two)
    async with one.turn("elm.example:443", PACE, 30):
        pass
    await one.defer("elm.example:443", 300)
    with pytest.raises(Unavailable, match="asked to be left alone for another"):
        async with other.turn("elm.example:443", PACE, 30):
            pass
    async with other.turn("oak.example:443", PACE, 30):
        pass


async def test_a_meeting_to_come_is_wanted_by_its_day_and_one_that_is_over_by_none(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call", day="2026-12-02")
    monitor.town.meet(4099, "Roll call", day="2026-11-04")
    await monitor.poll()
    wanted = monitor.rows("SELECT url LIKE '%4101%', wanted_by IS NOT NULL FROM documents")
    assert sorted((bool(url), bool(by)) for url, by in wanted) == [(False, False), (True, True)]


def test_documents_of_the_next_meeting_come_before_a_backfill(database: Database) -> None:
    source = {"id": "us-zz-elm", "platform": "legistar", "kind": "meeting", "title": "Elm", "enabled": True, "due_at": START}
    wanted = [None, START + timedelta(days=9), None, START + timedelta(days=1)]
    with database.engine.begin() as connection:
        connection.execute(insert(tables.sources), source)
        rows = [
            {"url": f"https://elm.example/{number}", "source_id": "us-zz-elm", "state": "pending", "due_at": START, "wanted_by": by}
            for number, by in enumerate(wanted)
        ]
        connection.execute(insert(tables.documents), rows)
        assert lease.due(connection, tables.documents, START, 9) == [4, 2, 1, 3]
        assert lease.wanted(connection, tables.documents, [1, 2, 3, 4]) == {2, 4}
        assert lease.wanted(connection, tables.sources, ["us-zz-elm"]) == set()
