"""Real views, agendas and feeds of Granicus, read as their manifest says they must be."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from corpus import served
from corpus.recordings import Recording, Report, recordings

from sources.agendas import granicus_view
from sources.agendas.granicus import Granicus
from sources.agendas.granicus_view import ViewRow
from sources.feeds import FeedEntry
from sources.model import LinkKind, Record
from sources.page import Page

HOST = re.compile(r"([\w-]+)\.granicus\.com/(?:Agenda|Minutes)?Viewer")
MANY = 300  # meetings, each of which asks for its agenda
AT = datetime(2025, 11, 25, 12, tzinfo=UTC)  # Tulsa's meeting in progress was held in these days


def tenant(recording: Recording) -> str:
    match = HOST.search(recording.path.read_text(encoding="utf-8", errors="replace"))
    return match[1] if match else "recorded"


async def meetings(recording: Recording, agenda: bytes = b"<html><body>Agenda</body></html>") -> list[Record]:
    def answer(request: httpx.Request) -> bytes:
        return recording.path.read_bytes() if request.url.path.endswith("ViewPublisher.php") else agenda

    return await served.read(served.source("granicus", {"tenant": tenant(recording), "view": 1}), answer, now=AT, since=served.EVER)


def listed(recording: Recording) -> list[ViewRow]:
    """The rows of the page, among them those outside of any window."""
    page = Page(url="https://elm.granicus.com/", status=200, headers={}, body=recording.path.read_bytes(), fetched_at=AT)
    return list(granicus_view.rows(page.html()))


def of_view(rows: list[ViewRow]) -> dict[str, Any]:
    """What the manifest says of a view."""
    ids = {id_ for row in rows for id_ in row.ids}
    dated = sorted(row.day for row in rows if row.day)
    agendas = {viewer.key for row in rows for viewer in row.viewers if viewer.name == "AgendaViewer"}
    return {
        "rows": len(rows),
        "rows_with_agenda_link": sum(any(viewer.name == "AgendaViewer" for viewer in row.viewers) for row in rows),
        "distinct_meeting_ids": len(ids),
        "rows_without_any_id": sum(not row.ids for row in rows),
        "min_date": str(dated[0]),
        "max_date": str(dated[-1]),
        "undated_rows": sum(row.day is None for row in rows),
        "distinct_AgendaViewer_ids_regex": len(agendas),
        "event_ids": sum(id_.startswith("event") for id_ in ids),
        "clip_ids": sum(id_.startswith("clip") for id_ in ids),
        "first": described(rows[0]),
        "last": described(rows[-1]),
    }


def described(row: ViewRow) -> dict[str, object]:
    ids = [[viewer.name, viewer.key.replace("-", "_id ").split()[0], viewer.key.rpartition("-")[2]] for viewer in row.viewers if viewer.key]
    named = [each for each in ids if each[0] in ("AgendaViewer", "MinutesViewer", "MediaPlayer")]
    once = [each for place, each in enumerate(named) if each not in named[:place]]
    return {"title": row.title, "date": str(row.day), "ids": once[:2]}  # the manifest has the first two


async def differences(recording: Recording) -> str:
    expected = recording.expected
    if expected["record_type"] == "granicus_view":
        return of_expectation(recording) or served.compared(expected, of_view(listed(recording)))
    if expected["record_type"] == "granicus_view_no_table_rows":
        agendas = {viewer.key for row in listed(recording) for viewer in row.viewers if viewer.name == "AgendaViewer"}
        return served.compared(expected, {"distinct_agenda_ids": len(agendas), "meetings": len(agendas)})
    if expected["record_type"] == "granicus_agenda_html":
        return await of_agenda(recording)
    return of_peer(recording)


def of_expectation(recording: Recording) -> str:
    """Why an expectation is itself wrong: Manhattan Beach writes the day first, and the manifest takes that cell for the title."""
    last, found = recording.expected["last"], of_view(listed(recording))
    if not re.fullmatch(r"\d{10}[A-Z][a-z]{2} \d{1,2}, \d{2}", last["title"]):
        return ""
    row = listed(recording)[-1]
    assert last["title"].endswith(row.when)
    right = {**found, "last": {**found["last"], "title": last["title"]}}
    wrong = f"the manifest has the cell of the day, {last['title']!r}, for the title {row.title!r} of the last row"
    return served.compared(recording.expected, right) or wrong


async def of_agenda(recording: Recording) -> str:
    """The files of an agenda hang on its items, each once."""
    view = next(each for each in recordings("agendas", "granicus") if each.path.name.startswith("tulsa_citycouncil_view_315c"))
    record = (await meetings(view, recording.path.read_bytes()))[0]
    keys = {link.key for part in record.parts for link in part.links}
    return served.compared(recording.expected, {"distinct_meta_ids": len(keys)})


def of_peer(recording: Recording) -> str:
    """What a peer made of hosts and feeds: each address of a view is one of ours, and each title of a feed ends in a day."""
    content = json.loads(recording.path.read_bytes())
    sites = content["sites"].values() if isinstance(content, dict) else content
    views = [site["url"] for site in sites if "granicus.com" in site["url"] and "view_id=" in site["url"]]
    strange = [url for url in views if Granicus.recognise(urlsplit(url)) is None]
    if recording.path.name.endswith("_rss.json"):
        rows = list(granicus_view.of_feed([FeedEntry(id=row["url"], title=row["asset_name"], link=row["url"]) for row in content]))
        strange += [row.title for row in rows if row.day is None or not row.ids]
    return f"not understood: {strange[:5]} and more, {len(strange)}" if strange else ""


async def test_recorded_views_agendas_and_feeds_are_read_as_expected(report: Report) -> None:
    reasons = {each.file: await differences(each) for each in recordings("agendas", "granicus")}
    report("Granicus views, agendas and feeds", reasons, 20)


async def test_every_row_of_a_view_becomes_one_meeting_on_its_day() -> None:
    for recording in recordings("agendas", "granicus"):
        if recording.expected["record_type"] == "granicus_view" and recording.expected["rows"] < MANY:
            rows, records = listed(recording), await meetings(recording)
            days = [row.day or date(2025, 11, 25) for row in rows]
            assert sorted(map(served.day, records)) == sorted(day for day in days if day <= date(2026, 1, 9)), recording.file
            assert len({record.key for record in records}) == len(records)


async def test_minutes_and_agendas_are_told_apart() -> None:
    (recording,) = (each for each in recordings("agendas", "granicus") if each.path.name == "lapuente_view.html")
    records = await meetings(recording)
    assert served.attached(records, LinkKind.AGENDA) == recording.expected["rows_with_agenda_link"]
    assert 0 < served.attached(records, LinkKind.MINUTES) < len(records)


async def test_the_items_of_a_recorded_consent_calendar_have_the_files_that_follow_them() -> None:
    view = next(each for each in recordings("agendas", "granicus") if each.path.name.startswith("tulsa_citycouncil_view_315c"))
    found = {}
    for name in ("agenda_lawa_0", "agenda_walnut_creek_110"):
        (agenda,) = (each for each in recordings("agendas", "granicus") if each.path.stem == name)
        record = (await meetings(view, agenda.path.read_bytes()))[0]
        consent = next(place for place, part in enumerate(record.parts) if part.title.startswith("CONSENT"))
        found[name] = [(part.number, len(part.links)) for part in record.parts[consent : consent + 6]]
    assert found == {
        "agenda_lawa_0": [("VII.", 0), *((f"{number}.", 1) for number in range(1, 6))],
        "agenda_walnut_creek_110": [("2.", 0), ("a.", 2), ("b.", 1), ("c.", 3), ("d.", 2), ("f.", 3)],
    }
