"""Feeds, calendars and web pages of strangers: the odd, the endless and the hostile."""

import re
from contextlib import aclosing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from sources import registry
from sources.errors import Inconclusive, LayoutChanged, SourceError, Unavailable
from sources.generic import ical_events
from sources.model import Kind, LinkKind, Problem, Record, Stage
from sources.registry import CatalogError
from sources.source import Batch, Source
from sources.web import Web

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
SINCE = datetime(2026, 8, 22, tzinfo=UTC)
DOCUMENTS = [Path(__file__).parents[2] / name for name in ("CONTRIBUTING.md", "docs/operators.md")]
ENTRIES = [
    pytest.param(text, id=f"{document.name} {text.split()[1]}")
    for document in DOCUMENTS
    for text in re.findall(r"```yaml\n(platform: .*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    if "title:" in text  # others change an entry that ships
]


async def run(source: Source[Any], body: str | dict[str, str]) -> Batch:
    """All that a run gives where the site answers with this body, or with these by path and query."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=body if isinstance(body, str) else body[request.url.raw_path.decode()])

    web = Web(hosts=source.hosts, transport=httpx.MockTransport(answer), now=lambda: NOW)
    async with aclosing(source.records(web, SINCE, lambda _: None)) as batches:
        return [item async for batch in batches for item in batch]


async def records(source: Source[Any], body: str | dict[str, str]) -> list[Record]:
    found = await run(source, body)
    assert [item for item in found if not isinstance(item, Record)] == []
    return [item for item in found if isinstance(item, Record)]


@pytest.mark.parametrize("text", ENTRIES)
def test_an_entry_that_the_documents_show_is_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "shown.yml").write_text(text)
    assert len(registry.read(tmp_path / "shown.yml")) == 1


def calendar(*events: str) -> str:
    lines = "\n".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{lines}\nEND:VCALENDAR\n"


def ical(**more: str) -> Source[Any]:
    return registry.build("ical", {"url": "https://elm.example/c.ics", **more}, timezone="America/Chicago", site="https://elm.example/")


async def test_a_series_is_its_meetings_each_known_by_the_day_of_the_series() -> None:
    zone = "TZID=America/Chicago"
    weekly = f"UID:a\nDTSTART;{zone}:20261102T180000\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;{zone}:20261109T180000\nSUMMARY:Board"
    moved = f"UID:a\nRECURRENCE-ID;{zone}:20261116T180000\nDTSTART;{zone}:20261117T190000\nSUMMARY:Board"
    found = await records(ical(), calendar(weekly, moved))
    assert [record.key for record in found] == ["a 2026-11-02T18:00:00-06:00", "a 2026-11-16T18:00:00-06:00"]
    assert [f"{record.starts:%d %H:%M}" for record in found] == ["02 18:00", "17 19:00"]


async def test_a_series_without_end_gives_the_meetings_of_the_window_alone() -> None:
    found = await records(ical(), calendar("UID:a\nDTSTART:20100105T000000Z\nRRULE:FREQ=DAILY\nSUMMARY:Board"))
    assert len(found) == 136  # from 22 August to 4 January, both of them


@pytest.mark.parametrize("often", ["SECONDLY", "MINUTELY", "HOURLY"])
async def test_a_series_of_seconds_is_one_meeting(often: str) -> None:
    found = await records(ical(), calendar(f"UID:a\nDTSTART:20261102T180000Z\nRRULE:FREQ={often}\nSUMMARY:Board"))
    assert [record.key for record in found] == ["a"]


async def test_an_event_without_a_start_or_an_id_is_a_problem_beside_the_others() -> None:
    odd, nameless, good = (
        "UID:a\nDTSTART:2026oops\nSUMMARY:x",
        "DTSTART:20261102T180000Z\nSUMMARY:y",
        "UID:c\nDTSTART:20261103T180000Z\nSUMMARY:z",
    )
    found = await run(ical(), calendar(odd, nameless, good))
    assert [item.key for item in found if isinstance(item, Record)] == ["c"]
    assert {item.error for item in found if isinstance(item, Problem)} == {
        f"ValueError: {name!r} has no UID, or no start that can be read" for name in "xy"
    }


async def test_the_moment_of_asking_is_no_change() -> None:
    event = "UID:a\nDTSTAMP:{}\nDTSTART:20261202T180000Z\nSUMMARY:Board\nLOCATION:{}"
    first, later, moved = [
        (await records(ical(), calendar(event.format(stamp, place))))[0].mark
        for stamp, place in (("20261120T000000Z", "Hall"), ("20261121T000000Z", "Hall"), ("20261121T000000Z", "Annex"))
    ]
    assert first == later != moved


async def test_half_a_calendar_is_asked_for_again_and_another_page_is_named() -> None:
    with pytest.raises(Unavailable, match="cut off"):
        await run(ical(), calendar("UID:a\nDTSTART:20261102T180000Z")[:-30])
    with pytest.raises(LayoutChanged, match="not a calendar"):
        await run(ical(), "Not found\n")


def test_more_events_than_any_council_has_are_refused() -> None:
    with pytest.raises(ValueError, match="20,001 events"):
        ical_events.between(calendar(*["UID:a\nDTSTART:20261102T180000Z"] * 20_001), date(2026, 1, 1), date(2027, 1, 1))


def webpage(**more: Any) -> Source[Any]:
    given = {"url": "https://elm.example/list", "row": "tr", **more}
    return registry.build("webpage", given, timezone="America/Chicago", site="https://elm.example/")


ROW = "<tr><td><a href='/m/{0}'>Council {0}</a></td><td>{1}</td><td><a href='/f/{0}.pdf?v=2'>Minutes</a></td></tr>"


def page(*rows: str, more: str = "") -> str:
    return f"<html><body><table>{''.join(rows)}</table>{more}</body></html>"


async def test_a_row_is_read_without_any_column_named() -> None:
    (found,) = await records(webpage(), page(ROW.format(7, "December 2, 2026, 6:30 p.m.")))
    assert (found.key, found.title, f"{found.starts:%d %H:%M}") == ("/m/7", "Council 7, 2 December 2026", "02 18:30")
    assert [(link.kind, link.url) for link in found.links] == [(LinkKind.MINUTES, "https://elm.example/f/7.pdf?v=2")]


async def test_numbers_of_other_places_begin_with_the_day() -> None:
    rows = page(ROW.format(7, "10/12/2026"))
    found = [(await records(webpage(columns={"day_first": first}), rows))[0].starts for first in (True, False)]
    assert found == [date(2026, 12, 10), date(2026, 10, 12)]


async def test_a_page_of_notices_gives_notices() -> None:
    (found,) = await records(webpage(kind="notice"), page(ROW.format(7, "December 2, 2026")))
    assert (found.kind, found.published, found.starts, found.stage) == (Kind.NOTICE, date(2026, 12, 2), None, None)


async def test_a_circle_of_pages_ends() -> None:
    second, first = "<a class=n href='/list?p=2'>", "<a class=n href='/list'>"
    circle = {"/list": page(ROW.format(1, ""), more=second), "/list?p=2": page(ROW.format(2, ""), more=first)}
    assert [record.key for record in await records(webpage(next="a.n"), circle)] == ["/m/1", "/m/2"]


async def test_pages_without_end_are_called_so() -> None:
    endless = {"/list": page(ROW.format(0, ""), more="<a class=n href='?p=1'>")}
    endless |= {f"/list?p={n}": page(ROW.format(n, ""), more=f"<a class=n href='?p={n + 1}'>") for n in range(1, 60)}
    with pytest.raises(LayoutChanged, match="more than 50 pages"):
        await run(webpage(next="a.n"), endless)


async def test_a_next_page_on_another_host_is_not_asked() -> None:
    with pytest.raises(SourceError, match="not a host that this source declares"):
        await run(webpage(next="a.n"), page(ROW.format(1, ""), more="<a class=n href='https://evil.example/'>"))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"row": "tr["}, "row: 'tr\\[' is not a CSS selector"),
        ({"columns": {"titel": "td"}}, "titel: Unexpected keyword argument"),
        ({"columns": {"title": "td >"}}, "title: 'td >' is not a CSS selector"),
        ({"columns": {"key": "("}}, "is not a regular expression"),
        ({"columns": {"key": "abc"}}, "must have one group"),
        ({"columns": "{title: ["}, "does not fit"),
        ({"columns": "{title: [}"}, "is not a mapping"),
    ],
)
def test_what_is_wrong_with_a_selector_is_said_before_anything_is_asked(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(CatalogError, match=message):
        webpage(**wrong)


def test_columns_may_come_from_the_command_line() -> None:
    assert webpage(columns="{title: .what a, day_first: true}") == webpage(columns={"title": ".what a", "day_first": True})


def feed(**more: Any) -> Source[Any]:
    return registry.build("feed", {"url": "https://elm.example/rss", **more}, timezone="America/Chicago", site="https://elm.example/")


def rss(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>Elm</title>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"


async def test_a_page_that_an_entry_links_to_is_read_where_that_is_wanted_and_a_file_always() -> None:
    items = rss("<title>Agenda</title><link>https://elm.example/a</link>", "<title>Packet</title><link>https://elm.example/b.PDF</link>")
    assert [[link.url for link in record.links] for record in await records(feed(), items)] == [[], ["https://elm.example/b.PDF"]]
    assert [len(record.links) for record in await records(feed(follow=True), items)] == [1, 1]


async def test_only_titles_that_match_are_taken() -> None:
    items = rss("<title>Council AGENDA</title><link>https://elm.example/a</link>", "<title>Fair</title><link>https://elm.example/b</link>")
    assert [record.title for record in await records(feed(only="agenda|packet"), items)] == ["Council AGENDA"]
    with pytest.raises(CatalogError, match="only: '\\(' is not a regular expression"):
        feed(only="(")


async def test_a_feed_of_nothing_proves_nothing() -> None:
    with pytest.raises(Inconclusive, match="a feed without entries"):
        await run(feed(), rss())


async def test_an_entry_with_markup_everywhere_is_words() -> None:
    (found,) = await records(
        feed(),
        rss(
            "<title>&lt;b&gt;Face&lt;/b&gt; recognition</title><guid> x </guid><description>&lt;script&gt;1&lt;/script&gt;ok</description>"
        ),
    )
    assert (found.key, found.title, found.text, found.url) == ("x", "Face recognition", "ok", "https://elm.example/x")


async def test_a_cancellation_stands_in_the_summary_alone() -> None:
    (found,) = await records(ical(), calendar("UID:a\nDTSTART:20261202T180000Z\nSUMMARY:Board of Water (Cancelled)\nSTATUS:CONFIRMED"))
    assert (found.stage, found.body) == (Stage.CANCELLED, "Board of Water")
