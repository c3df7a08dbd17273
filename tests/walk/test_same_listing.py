"""A listing that is byte for byte the one of the last run is not read again, and whatever could change its reading is."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from walk.conftest import Monitor
from walk.inbox import Inbox
from walk.town import Town

from monitor.settings import Settings
from sources import registry

SOURCE = "us-zz-tamarack"
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("America/Chicago"))
COLUMNS = {"title": ".what a", "day": ".when", "key": r"/meeting/(\d+)"}


class Hall(Town):
    """A town with one page of its own: `rows` are titles by number."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = {1: "Budget hearing"}
        self.day = "December 2, 2026"

    def answer(self, request: httpx.Request) -> httpx.Response:
        """The page, or that there is no other."""
        self.asked[request.url.path] += 1
        if request.url.path != "/agendas":
            return httpx.Response(404)
        cells = (
            f"<td class=when>{self.day}</td><td class=what><a href='/meeting/{number}'>{title}</a></td>"
            for number, title in self.rows.items()
        )
        return httpx.Response(200, html=f"<html><table class=list>{''.join(f'<tr>{cell}</tr>' for cell in cells)}</table></html>")


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def monitor(database_url: str, tmp_path: Path, letters: Inbox, hall: Hall) -> Monitor:
    settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=database_url, notify=letters.url, allow=("127.0.0.1",))
    return Monitor(settings=settings, town=hall, inbox=letters, sources={SOURCE: a_page(COLUMNS)}, now=NOON)


def a_page(columns: dict[str, str]):  # type: ignore[no-untyped-def]
    given = {"url": "https://www.tamarack.example/agendas", "row": "table.list tr", "columns": columns}
    return registry.build("webpage", given, id=SOURCE, title="Tamarack", site="https://www.tamarack.example/", timezone="America/Chicago")


def seen(monitor: Monitor) -> object:
    """When the one meeting was last read in a list."""
    return monitor.rows("SELECT last_seen FROM records WHERE key = '1'")[0][0]


async def settle_in(monitor: Monitor) -> None:
    """A first run looks back further than those after it; the second is the first that is like the next."""
    for _ in range(2):
        await monitor.poll(SOURCE)
        monitor.wait(hours=1)


async def test_it_counts_as_before_and_nothing_of_it_is_stored_again(monitor: Monitor, hall: Hall) -> None:
    await settle_in(monitor)
    before = seen(monitor)
    result = await monitor.poll(SOURCE)
    assert (result.outcome.value, result.count.unchanged, result.count.new, result.count.requests) == ("ok", 1, 0, 1)
    assert seen(monitor) == before  # what was not read was not written
    assert hall.asked["/agendas"] == 3
    assert monitor.rows("SELECT outcome, unchanged FROM runs ORDER BY id DESC LIMIT 1") == [("ok", 1)]


async def test_a_row_more_is_read_and_told(monitor: Monitor, hall: Hall) -> None:
    await settle_in(monitor)
    await monitor.poll(SOURCE)
    hall.rows[2] = "Contract for facial recognition"
    result = await monitor.poll(SOURCE)
    assert (result.count.new, result.count.unchanged) == (1, 1)
    assert [subject for subject in monitor.inbox.subjects if "facial recognition" in subject]


async def test_it_is_read_again_on_another_day(monitor: Monitor) -> None:
    await settle_in(monitor)
    before = seen(monitor)
    monitor.wait(days=1)
    await monitor.poll(SOURCE)
    assert seen(monitor) != before


async def test_it_is_read_again_where_the_operator_reads_it_in_another_way(monitor: Monitor) -> None:
    await settle_in(monitor)
    before = seen(monitor)
    monitor.sources[SOURCE] = a_page({**COLUMNS, "title": ".what"})
    await monitor.poll(SOURCE)
    assert seen(monitor) != before


async def test_what_could_not_be_read_is_tried_again_at_every_poll(monitor: Monitor, hall: Hall) -> None:
    hall.rows |= {number: f"Meeting {number}" for number in range(10, 30)} | {3: ""}
    await settle_in(monitor)
    result = await monitor.poll(SOURCE)
    assert (result.outcome.value, result.count.problems) == ("ok", 1)


async def test_a_page_that_broke_between_two_that_are_the_same_is_followed_by_a_whole_reading(monitor: Monitor, hall: Hall) -> None:
    await settle_in(monitor)
    rows, hall.rows = hall.rows, {}
    assert not (await monitor.poll(SOURCE)).outcome.complete
    before, hall.rows = seen(monitor), rows
    monitor.wait(hours=1)
    assert (await monitor.poll(SOURCE)).outcome.value == "ok"
    assert seen(monitor) != before
