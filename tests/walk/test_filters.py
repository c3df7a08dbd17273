"""The filters of a watch's query, on the whole way of a record: they hold for items and for pages, and a search agrees."""

from dataclasses import replace

from making import watch
from walk.conftest import START, Monitor
from walk.town import FACE, PLATES

from monitor.archive import Search
from monitor.model import Watch
from monitor.store import watches
from monitor.store.database import Connection

ASKED = {
    "here": "body:safety place:springhaven after:2026-12-02 (recognition OR readers)",
    "topic": "topic:license-plate-readers platform:legistar",
    "elsewhere": "state:us-ca (recognition OR readers)",
    "another body": "body:zoning (recognition OR readers)",
    "too late": "before:2026-12-02 (recognition OR readers)",
    "not this source": "(recognition OR readers) NOT source:us-zz-*",
    "with money": "amount:>1 (recognition OR readers)",
}


def ask(connection: Connection) -> None:
    """Every query as a watch, each without a channel: what counts is which hits are stored."""
    for name, query in ASKED.items():
        asked: Watch = replace(watch(topics=frozenset(), channels=frozenset()), name=name, query=query)
        watches.put_watch(connection, "dana", asked, START)


async def test_a_watch_finds_only_in_records_that_its_filters_hold_for_and_so_does_a_search(monitor: Monitor) -> None:
    monitor.change(ask)
    monitor.town.meet(4101, "Roll call", FACE, PLATES)
    await monitor.poll()
    stored = monitor.rows(
        "SELECT w.name, count(DISTINCT h.part_key), count(h.page) FROM hits h JOIN watches w ON h.rule = 'watch:' || w.id "
        "GROUP BY w.name ORDER BY w.name"
    )
    assert stored == [("here", 2, 2), ("topic", 1, 1)]
    searched = {name: len(monitor.change(Search(query).portion).answers) for name, query in ASKED.items()}
    assert {name for name, count in searched.items() if count} == {"here", "topic"}
