"""Real answers of systems that one city has, and of BoardBook, read as their manifest says they must be."""

from collections import Counter
from datetime import datetime

from corpus.listings import differences, records, source
from corpus.recordings import Recording, Report, recordings
from corpus.test_legistar_insite import body, cells, key
from corpus.test_legistar_insite import run as of_insite

from sources.model import Record

CHICAGO = source("chicago_elms", {}, "America/Chicago")
MINNEAPOLIS = source("minneapolis_lims", {}, "America/Chicago")
BOARDBOOK = source("boardbook", {"organization": 1810}, "America/Chicago")
OF_NO_PLATFORM = {
    "tulsa_agendas": "a list in JSON of one city's own, of which no platform is asked for",
}


def utc(record: Record) -> datetime:
    assert isinstance(record.starts, datetime)
    return record.starts


async def chicago(recording: Recording) -> dict[str, object]:
    found = await records(CHICAGO, {"meeting-agenda?": recording.path.read_bytes()})
    ends = [
        {"meetingId": r.key, "body": r.body, "date": utc(r).astimezone().isoformat(), "status": r.type or None, "location": r.location}
        for r in (found[0], found[-1])
    ]
    expected = recording.expected
    same = [{**end, "date": datetime.fromisoformat(str(end["date"]))} for end in ends]
    named = [{**expected[name], "date": datetime.fromisoformat(expected[name]["date"])} for name in ("first", "last")]
    assert same[0] == named[0]
    assert {**same[1], "location": ""} == {"location": "", **named[1]} | {"location": ""}
    return {
        "n": len(found),
        "by_status": dict(Counter(record.type or "null" for record in found)),
        "files": sum(len(record.links) for record in found),
    }


async def minneapolis(recording: Recording) -> dict[str, object]:
    found = await records(MINNEAPOLIS, {"GetCalenderList": recording.path.read_bytes()})
    return {
        "n": len(found),
        "ids": [int(record.key) for record in found],
        "cancelled": sum(record.stage == "cancelled" for record in found),
        "first": {"name": found[0].body, "time": f"{found[0].starts:%Y-%m-%dT%H:%M:%S}"},
    }


async def boardbook(recording: Recording) -> dict[str, object]:
    found = await records(BOARDBOOK, {"": recording.path.read_bytes()})
    return {"rows": len(found)}


async def former_calendar(recording: Recording) -> dict[str, object]:
    """A peer's rows of the calendar that Chicago had at Legistar InSite, read as one."""
    found = [item for item in await of_insite(recording.path) if isinstance(item, Record)]
    assert {record.key for record in found} == {key(row) for row in cells(body(recording.path))}
    return {"n": len(cells(body(recording.path)))}


READERS = {"chicago_elms_meetings": chicago, "minneapolis_lims": minneapolis, "boardbook": boardbook, "other": former_calendar}


async def read(recording: Recording) -> str:
    what = recording.expected["record_type"]
    return OF_NO_PLATFORM.get(what) or differences(await READERS[what](recording), recording.expected)


async def test_recorded_answers_are_read_as_expected(report: Report) -> None:
    report("Systems of one city", {each.file: await read(each) for each in recordings("agendas", "custom")}, 5)
