"""Real calendars of Legistar InSite, read as their manifest says they must be."""

import html
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from corpus import served
from corpus.recordings import Recording, Report, pairs, recordings

from sources.agendas import legistar_grid
from sources.agendas.legistar_insite import CALENDAR
from sources.agendas.legistar_insite_record import key
from sources.model import LinkKind, Record
from sources.page import Page
from sources.source import Batch, Known

AT = datetime(2026, 6, 1, tzinfo=UTC)
DETAIL = b'<html><body><form id="aspnetForm"></form></body></html>'
SHOWN = re.compile(rb'(lstYears_Input" value=")[^"]*"')


class Calendar(served.Served):
    """A calendar that shows one recording, whatever year is asked for, as if it were of that year and its only page."""

    def __init__(self, body: bytes) -> None:
        super().__init__(lambda _: b"")
        self.body = re.sub(rb"(<strong>\d+</strong>|\bPage \d+)( of |, items )", rb"\2", body)  # one page of it is all that was recorded

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/Calendar.aspx":
            return httpx.Response(200, content=DETAIL)
        asked = re.search(r"%22value%22%3A%22(\d{4})", (await request.aread()).decode())
        year = (asked[1] if asked else "").encode()
        return httpx.Response(200, content=SHOWN.sub(rb"\g<1>" + year + b'"', self.body))


def body(path: Path) -> bytes:
    return path.read_bytes() if path.suffix == ".html" else rebuilt(json.loads(path.read_bytes()))


async def run(path: Path, known: Known = lambda _: None) -> Batch:
    """The meetings of the years that the recording is of."""
    shown = body(path)
    client = re.search(rb"https://([\w-]+)\.legistar\.com/", shown)
    days = [found for row in cells(shown) if (found := row["Meeting Date"].text)]
    years = sorted(int(day.rpartition("/")[2]) for day in days)
    source = served.source("legistar_insite", {"client": client[1].decode() if client else "recorded"})
    since, now = datetime(years[0], 1, 2, tzinfo=UTC), datetime(years[-1], 11, 16, 12, tzinfo=UTC)  # 45 days before the year ends
    return await served.run(source, Calendar(shown), known, now=now, since=since)


@cache
def cells(shown: bytes) -> list[legistar_grid.Cells]:
    page = Page(url="https://recorded.legistar.com/Calendar.aspx", status=200, headers={}, body=shown, fetched_at=AT)
    return legistar_grid.rows(page.html().one(CALENDAR))


def rebuilt(rows: list[dict[str, Any]]) -> bytes:
    """A grid of the rows that a peer read out of one; each of its cells is a text, or a text and an address."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f'<th class="rgHeader">{html.escape(name)}</th>' for name in headings)
    cells = "".join(f'<tr class="rgRow">{"".join(cell(row.get(name)) for name in headings)}</tr>' for row in rows)
    grid = f'<table class="rgMasterTable" id="x_gridCalendar_y"><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>'
    years = '<input id="ctl00_ContentPlaceHolder1_lstYears_Input" value="This Year">'
    return f"<html><body>{years}{grid}</body></html>".encode()


def cell(value: Any) -> str:
    if isinstance(value, dict):
        return f'<td><a href="{html.escape(str(value.get("url") or ""))}">{html.escape(str(value.get("label") or ""))}</a></td>'
    return f"<td>{html.escape(str(value or ''))}</td>"


def described(row: legistar_grid.Cells) -> dict[str, object]:
    return {"name": row["Name"].text, "date": row["Meeting Date"].text, "time": row["Meeting Time"].text}


def of_grid(recording: Recording) -> dict[str, Any]:
    """What the manifest says of a calendar, or of the rows that a peer read."""
    rows = cells(body(recording.path))
    found: dict[str, Any] = {"rows": len(rows), "distinct_insite_ids": len({key(row) for row in rows} - {None})}
    found |= {"with_agenda": sum(bool(row["Agenda"].url) for row in rows if "Agenda" in row)}
    with_id = "insite_id" in recording.expected["first"]
    found["first"] = described(rows[0]) | ({"insite_id": key(rows[0])} if with_id else {})
    found["last"] = described(rows[-1]) | ({"insite_id": key(rows[-1])} if with_id else {})
    if "with_detail" in recording.expected:
        found["with_minutes"] = sum(bool(row["Minutes"].url) for row in rows if "Minutes" in row)
        found["with_detail"] = sum(bool(row["Meeting Details"].url) for row in rows)
        found["blank_time_rows"] = sum(not row["Meeting Time"].text for row in rows)
    return found


def of_expectation(recording: Recording) -> str:
    """Why an expectation of the manifest is itself wrong; empty where it is not."""
    agendas = re.findall(rb'<a [^>]*hypAgenda"[^>]* href="(http[^"]+)"', recording.path.read_bytes())
    if recording.path.name == "chicago_calendar.html" and agendas and recording.expected["with_agenda"] == 0:
        return f"the page links an agenda, {agendas[0].decode()[:60]}…, which the manifest does not count: it is not at View.ashx"
    return ""


async def differences(recording: Recording) -> str:
    """The grid against the manifest, and the records against the grid."""
    if wrong := of_expectation(recording):
        others = {**of_grid(recording), "with_agenda": recording.expected["with_agenda"]}
        return wrong if not served.compared(recording.expected, others) else served.compared(recording.expected, others)
    wrong = served.compared(recording.expected, of_grid(recording))
    records = [item for item in await run(recording.path) if isinstance(item, Record)]
    ids = {key(row) for row in cells(body(recording.path))} - {None}
    return wrong or ("" if {record.key for record in records} == ids else f"{len(records)} records of {len(ids)} ids")


async def test_recorded_calendars_are_read_as_expected(report: Report) -> None:
    reasons = {each.file: await differences(each) for each in recordings("agendas", "legistar_insite")}
    report("Legistar InSite calendars", reasons, 20)


async def test_what_came_went_and_changed_between_two_days_is_found_exactly(report: Report) -> None:
    reasons = {f"{each.before.name} to {each.after.name}": await served.came_and_changed(each, run) for each in pairs("legistar_insite")}
    report("Legistar InSite pairs of days", reasons, 2)


async def test_agendas_and_minutes_are_told_from_what_is_about_them() -> None:
    (recording,) = (each for each in recordings("agendas", "legistar_insite") if each.path.name == "nashville_calendar_20220617.html")
    records = [item for item in await run(recording.path) if isinstance(item, Record)]
    assert served.attached(records, LinkKind.AGENDA) == recording.expected["with_agenda"]
    assert served.attached(records, LinkKind.MINUTES) == recording.expected["with_minutes"]
