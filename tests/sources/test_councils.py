"""What systems of councils do that a small tape cannot show: long lists, slow hosts, agendas that are amended quietly."""

import re
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import httpx
import pytest
from council_site import NOW, Site, built, run, text
from tapes.chicago_elms import make as chicago
from tapes.cmis import make as cmis
from tapes.iqm2 import make as iqm2
from tapes.moderngov import make as moderngov
from tapes.municode import make as municode

from sources import clock, source
from sources.agendas import items
from sources.agendas.window import Window
from sources.model import Part, Problem, Record
from sources.web import Web


def held(id_: int, day: date) -> str:
    return iqm2.row(id_, f"{day:%b %-d, %Y} 6:30 PM", "Council", "Scheduled", f"FileOpen.aspx?Type=14&ID={id_}|Agenda")


async def test_an_agenda_is_read_again_in_the_ten_days_before_its_meeting_though_the_list_is_the_same() -> None:
    tenant = built("iqm2", tenant="elm")
    rows = [held(1, date(2026, 11, 29)), held(2, date(2026, 12, 5)), held(3, date(2026, 10, 5))]
    item = "<tr><td class='Num'>1.</td><td class='Title'>{}</td></tr>"

    def site(words: str) -> Site:
        return lambda request: text(iqm2.agenda(1, item.format(words)) if "Detail" in request.url.path else iqm2.calendar(*rows))

    before, _ = await run(tenant, site("Paving"))
    marks = {record.key: record.mark for record in before if isinstance(record, Record)}
    after, asked = await run(tenant, site("Body-worn cameras"), marks)
    assert [(type(each).__name__, each.key) for each in after] == [("Record", "1"), ("Unchanged", "2"), ("Unchanged", "3")]  # type: ignore[union-attr]
    assert [part.title for each in after if isinstance(each, Record) for part in each.parts] == ["Body-worn cameras"]
    assert sum("Detail" in url for url in asked) == 1


async def test_a_meeting_that_changed_and_has_no_page_is_given_as_it_is_listed() -> None:
    tenant = built("iqm2", tenant="elm")
    row = held(2, date(2026, 12, 30))
    first, _ = await run(tenant, lambda request: None if "Detail" in request.url.path else text(iqm2.calendar(row)))
    moved = row.replace("6:30 PM", "7:30 PM")
    marks = {record.key: record.mark for record in first if isinstance(record, Record)}
    (found,), _ = await run(tenant, lambda request: None if "Detail" in request.url.path else text(iqm2.calendar(moved)), marks)
    assert isinstance(found, Record)
    assert f"{found.starts:%H:%M}" == "19:30"


async def test_a_row_without_a_link_to_its_meeting_is_a_problem_beside_the_others() -> None:
    broken = held(9, date(2026, 12, 30)).replace("Detail_Meeting.aspx?ID=9", "#")
    listed = text(iqm2.calendar(broken, held(2, date(2026, 12, 30))))
    found, _ = await run(built("iqm2", tenant="elm"), lambda request: None if "Detail" in request.url.path else listed)
    assert [type(each).__name__ for each in found] == ["Problem", "Record"]


async def test_a_list_of_pages_ends_with_the_first_that_is_older_than_the_window() -> None:
    def row(number: int, day: date) -> str:
        return municode.row("Council", f"{day:%-m/%-d/%Y}", "6:00 PM", municode.file("Agenda", f"{number:08x}"))

    def site(request: httpx.Request) -> str:
        page = int(request.url.params["p"])
        return text(municode.published(page, *(row(10 * page + n, date(2026, 12, 1) - timedelta(days=35 * page + n)) for n in range(10))))

    found, asked = await run(built("municode", cid="CORBETT"), site)
    assert [url.rpartition("p=")[2] for url in asked] == ["1", "2", "3"]
    assert len({each.key for each in found if isinstance(each, Record)}) == len(found) == 20


async def test_a_site_that_gives_the_same_page_whatever_is_asked_is_asked_twice() -> None:
    rows = municode.SHIFTED, municode.OFF
    found, asked = await run(built("municode", cid="CORBETT"), lambda _: text(municode.published(1, *rows)))
    assert (len(found), len(asked)) == (2, 2)


async def test_a_meeting_at_municode_without_any_document_has_no_number_yet() -> None:
    bare = municode.row("Council", "12/1/2026", "6:00 PM")
    found, _ = await run(built("municode", cid="CORBETT"), lambda _: text(municode.published(1, bare, municode.OFF)))
    assert [isinstance(each, Problem) for each in found] == [True, False]


async def test_pages_are_counted_and_not_measured() -> None:
    """A page that is a row short is no last page: the recorded one had 99 of 100."""

    def site(request: httpx.Request) -> str:
        if "skip" not in request.url.params:
            return text(chicago.detail(chicago.BARE))
        skip = int(request.url.params["skip"])
        rows = [chicago.meeting(skip + n, "Council", "2026-10-12T15:00:00+00:00", None) for n in range(99)]
        return text(chicago.listing(rows, 250, skip))

    found, asked = await run(built("chicago_elms"), site)
    assert [parse_qs(url)["skip"] for url in asked] == [["0"], ["100"], ["200"]]
    assert len(found) == 297


async def test_months_are_asked_over_the_turn_of_the_year_and_a_day_gets_the_year_of_its_month() -> None:
    def site(request: httpx.Request) -> str:
        if "/Meeting/" in request.url.path:
            return text(cmis.meeting(1, "Scheduled"))
        first = re.search(r"Date/(\d{4}-\d{2}-\d{2})", request.url.path)[1]  # type: ignore[index]
        held_on = cmis.held(1, "10:00 Cabinet") if first == "2027-01-01" else ""
        return text(cmis.month(first, ("Monday, 4 January", held_on)))

    council = built("cmis", base="https://elm.cmis.uk.com/elm", tab=70, module=397)
    (found,), asked = await run(council, lambda request: site(request).replace("aldbourne", "elm"))
    assert isinstance(found, Record)
    assert f"{found.starts:%Y-%m-%d}" == "2027-01-04"
    assert len([url for url in asked if "/Date/" in url]) == 6


async def test_a_committee_that_was_dissolved_is_not_asked_for_its_meetings() -> None:
    def site(request: httpx.Request) -> str:
        if "GetCommittees" in request.url.path:
            return text(moderngov.committees(moderngov.OLD, moderngov.AUDIT))
        return text(moderngov.meetings(144, "Audit Committee"))

    found, asked = await run(built("moderngov", base="https://democracy.marlowe.example"), site)
    assert (found, [url for url in asked if "312" in url]) == ([], [])


async def test_rows_that_come_slowly_do_not_wait_for_fifty_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LONGEST_WAIT", 0.0)
    tenant = built("iqm2", tenant="elm")
    page = text(iqm2.calendar(held(1, date(2026, 12, 30)), held(2, date(2026, 12, 30))))
    site = httpx.MockTransport(lambda request: httpx.Response(404 if "Detail" in request.url.path else 200, text=page))
    web = Web(hosts=tenant.hosts, transport=site, now=lambda: NOW)
    async with aclosing(tenant.records(web, NOW, lambda _: None)) as batches:
        assert [len(batch) async for batch in batches] == [1, 1]


def parts(*titles: str) -> tuple[Part, ...]:
    return items.distinct(Part(key="", title=title) for title in titles)


def test_an_item_without_an_id_keeps_its_key_when_another_is_put_before_it() -> None:
    before, after = parts("Paving", "Cameras"), parts("Roll call", "Paving", "Cameras")
    assert {part.key for part in before} < {part.key for part in after}


def test_items_of_the_same_words_are_told_apart_and_those_without_words_left_out() -> None:
    assert len({part.key for part in parts("Minutes", "Minutes", "minutes", "")}) == 3
    assert [part.key for part in items.distinct([Part(key="7", title="a"), Part(key="7", title="b")])] == ["7"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Board Meeting @ 6:30 p.m.", "18:30"),
        ("Jan 5, 2026 1:00 PM", "13:00"),
        ("Council on 9/27/2022 10:00:00 AM", "10:00"),
        ("11/07/2022 - 7:00pm", "19:00"),
        ("Special Meeting 14:00", "14:00"),
        ("Lunch at noon in Room 12", "12:00"),
        ("9:30 a.m. - 12:00 p.m.", "09:30"),
        ("Room 350, Public Service Center", ""),
        ("Resolution 2026-14", ""),
        ("Ratio 3:2 of 5:100", ""),
    ],
)
def test_a_clock_time_is_found_in_a_running_text(said: str, expected: str) -> None:
    starts = clock.starts(date(2026, 12, 1), clock.find(said), ZoneInfo("UTC"))
    assert (f"{starts:%H:%M}" if isinstance(starts, datetime) else "") == expected


def test_what_is_soon_is_counted_in_days_of_the_place() -> None:
    late = datetime(2026, 11, 21, 3, tzinfo=UTC)  # the evening before, in New York
    zone = ZoneInfo("America/New_York")
    soon = [day for day in range(15, 31) if Window.soon(date(2026, 11, day), late, zone)]
    assert soon == list(range(19, 31))
