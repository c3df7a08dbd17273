"""Real calendars of IQM2, read as their manifest says they must be."""

import html
import json
from collections import Counter
from datetime import datetime
from typing import Any

from corpus.listings import came_and_changed, differences, records, source
from corpus.recordings import Recording, Report, pairs, recordings

from sources.model import Record, Stage

NOT_CALENDARS = {"text", "meeting_metadata"}  # what a peer made of meetings of RTD Denver: see below, and the tests of extraction
CALENDAR = "/Citizens/Calendar.aspx"
TENANT = source("iqm2", {"tenant": "recorded"}, "America/New_York")


def described(record: Record) -> dict[str, object]:
    return {"id": record.key, "when": f"{record.starts:%b %-d, %Y %-I:%M %p}", "details": f"{record.body} - {record.type}"}


async def read(recording: Recording) -> str:
    found = await records(TENANT, {CALENDAR: recording.path.read_bytes()})
    files = [link for record in found for link in record.links if "FileOpen" in link.url]  # the manifest does not count FileView
    actual = {
        "rows": len(found),
        "distinct_ids": len({record.key for record in found}),
        "docs_by_type": dict(Counter(str(link.key).partition("-")[0] for link in files)),
        "rows_mentioning_cancel": sum(record.stage is Stage.CANCELLED for record in found),
        "first": described(found[0]),
        "last": described(found[-1]),
    }
    return differences(actual, recording.expected)


async def test_recorded_calendars_are_read_as_expected(report: Report) -> None:
    ours = [each for each in recordings("agendas", "iqm2") if each.expected["record_type"] not in NOT_CALENDARS]
    report("IQM2 calendars", {each.file: await read(each) for each in ours}, 7)


def rebuilt(peers: dict[str, Any]) -> bytes:
    """The row of a calendar from which a peer took what it says of a meeting."""
    starts = datetime.fromisoformat(peers["date"])
    status = "Cancelled" if peers["cancelled"] else "Scheduled"
    said = (
        f"{starts:%A, %B %-d, %Y %-I:%M %p}\r\rBoard:\t{peers['group']}\rType:\t{peers['type']}\rStatus:\t{status}\r\r\t{peers['location']}"
    )
    link = f'<a href="/Citizens/Detail_Meeting.aspx?ID={peers["id"]}" title="{html.escape(said)}">{starts:%b %-d, %Y %-I:%M %p}</a>'
    row = f'<div class="RowTop"><div class="RowLink">{link}</div></div><div class="RowDetails">{html.escape(peers["title"])}</div>'
    return f'<html><select class="MeetingGroupDropdown"></select><div class="MeetingRow">{row}</div></html>'.encode()


async def test_what_a_peer_made_of_meetings_is_what_we_make_of_them(report: Report) -> None:
    denver, reasons = source("iqm2", {"tenant": "recorded"}, "America/Denver"), {}
    for each in recordings("agendas", "iqm2"):
        if each.expected["record_type"] == "meeting_metadata":
            peers = json.loads(each.path.read_bytes())
            (found,) = await records(denver, {CALENDAR: rebuilt(peers)})
            actual = {
                "id": int(found.key),
                "date": found.starts,
                "group": found.body,
                "type": found.type,
                "cancelled": found.stage is Stage.CANCELLED,
                "location": " ".join(found.location.split()),
            }
            expected = {**peers, "date": datetime.fromisoformat(peers["date"]), "location": " ".join(peers["location"].split())}
            reasons[each.file] = "" if sorted(peers) == each.expected["keys"] and actual.keys() < set(peers) else f"keys {sorted(peers)}"
            reasons[each.file] = reasons[each.file] or differences(actual, expected)
    report("IQM2 meetings of a peer", reasons, 4)


def when_and_files(record: Record) -> object:
    """What the pairs compare: the time, and the files that open by themselves."""
    return record.starts, [link.key for link in record.links if "FileOpen" in link.url]


def stage_and_views(record: Record) -> object:
    """What they leave out: that a meeting was called off, and the files that open in a viewer of the site ("FileView")."""
    return record.stage, [link.key for link in record.links if "FileView" in link.url]


async def test_what_came_went_and_changed_between_two_days_is_found_exactly(report: Report) -> None:
    reasons = {
        f"{pair.before.name} to {pair.after.name}": await came_and_changed(TENANT, pair, CALENDAR, when_and_files) for pair in pairs("iqm2")
    }
    report("IQM2 pairs of days", reasons, 2)


async def test_what_a_run_reports_beyond_the_pairs_was_called_off_or_opens_in_a_viewer(report: Report) -> None:
    """A cancellation is what a reporter must hear of, and a summary of what was decided is a document: the pairs are too narrow there."""
    reasons: dict[str, str] = {}
    called_off = 0
    for pair in pairs("iqm2"):
        before, after = [
            {record.key: record for record in await records(TENANT, {CALENDAR: path.read_bytes()})} for path in (pair.before, pair.after)
        ]
        changed = {key for key in before.keys() & after.keys() if before[key].mark != after[key].mark}
        other = {key for key in changed if stage_and_views(before[key]) != stage_and_views(after[key])}
        off = {key for key in other if after[key].stage is Stage.CANCELLED and before[key].stage is not Stage.CANCELLED}
        assert changed - other <= pair.changed
        called_off += len(off)
        unexplained = changed - pair.changed - other
        reasons[
            f"{pair.before.name}: {len(off)} called off, {len(other - off)} with files in a viewer, {len(pair.changed)} of the pair"
        ] = f"changed and not said how: {sorted(unexplained)}" if unexplained else ""
    assert called_off
    report("IQM2 changes beyond the pairs, explained", reasons, 2)
