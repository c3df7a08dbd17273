"""Real calendars and a real feed, read as their manifest says they must be."""

from datetime import UTC, datetime

from corpus.listings import differences, records, source
from corpus.recordings import Recording, Report, recordings

from sources.markup import read as html
from sources.model import Record

CALENDAR = source("ical", {"url": "https://www.recorded.org/calendar.ics"}, "America/Chicago")
FEED = source("feed", {"url": "http://www.recorded.org/feed/"}, "America/Chicago")


def plain(uid: str) -> str:
    return html(f"<p>{uid}", "").text


def as_written(record: Record, like: str) -> str:
    """The start in the form of the calendar: a day, a local time or one in UTC."""
    if not isinstance(record.starts, datetime):
        return f"{record.starts:%Y%m%d}"
    return f"{record.starts.astimezone(UTC):%Y%m%dT%H%M%SZ}" if like.endswith("Z") else f"{record.starts:%Y%m%dT%H%M%S}"


async def calendar(recording: Recording) -> str:
    expected = recording.expected
    found = await records(CALENDAR, {"": recording.path.read_bytes()}, since=datetime(2010, 1, 1, tzinfo=UTC))
    written = [as_written(record, expected["min_dtstart"]) for record in found]
    actual = {
        "vevents": len(found),
        "distinct_uids": len({record.key.partition(" ")[0] for record in found}),
        "min_dtstart": min(written),
        "max_dtstart": max(written),
        "status_cancelled": sum(record.stage == "cancelled" for record in found),
    }
    for name in ("first", "last"):
        event = expected[name]
        same = [record for record in found if record.key.startswith(plain(event["uid"]))]
        assert event["dtstart"] in [as_written(record, event["dtstart"]) for record in same]
        assert event["summary"].strip() in {record.title.rpartition(",")[0] for record in same}
    return differences(actual, expected)


async def feed(recording: Recording) -> str:
    found = await records(FEED, {"": recording.path.read_bytes()})
    first = {"title": found[0].title, "published": f"{found[0].published:%a, %d %b %Y %H:%M:%S +0000}", "link": found[0].url}
    last = {"title": found[-1].title, "published": f"{found[-1].published:%a, %d %b %Y %H:%M:%S +0000}"}
    return differences({"entries": len(found), "first": first, "last": last}, recording.expected)


async def test_recorded_calendars_are_read_as_expected(report: Report) -> None:
    report("iCalendar", {each.file: await calendar(each) for each in recordings("agendas", "ical")}, 3)


async def test_recorded_feeds_are_read_as_expected(report: Report) -> None:
    report("RSS", {each.file: await feed(each) for each in recordings("agendas", "rss")}, 1)
