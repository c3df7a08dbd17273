"""Writes tapes of Chicago's eLMS with meetings that were never held."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote_plus

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://api.chicityclerkelms.chicago.gov/meeting-agenda"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-lakeside"
FILES = "https://files.lakeside.example/meetingattachmentspublic"

Fields = dict[str, object]


def meeting(number: int, body: str, when: str, status: str | None, *files: Fields, **said: object) -> Fields:
    """A meeting, with nulls where nothing is said of it."""
    row: Fields = {
        "meetingId": f"05889499-4C56-EE11-BE6E-{number:012}",
        "status": status,
        "bodyId": "ED9FC72B-B0D7-EC11-A7B4-001DD804F0C4",
        "body": body,
        "comment": None,
        "location": "Council Chamber, 2nd Fl,  City Hall",
        "videoLink": "",
        "date": when,
        "files": list(files),
        "agenda": None,
        "attendance": None,
    }
    return row | said


def file(name: str, kind: str, number: int) -> Fields:
    """A file."""
    return {"path": f"{FILES}/{number:08}.pdf", "fileName": name, "attachmentType": kind, "sort": 10}


def listing(rows: list[Fields], total: int, skip: int = 0) -> Answer:
    """A page of the list."""
    window = quote_plus("date ge 2026-08-22T00:00:00Z and date le 2027-01-04T23:59:59Z")
    body = {"facets": [], "data": rows, "meta": {"skip": skip, "top": 100, "count": total, "pages": 1 + total // 100}}
    return Answer(url=f"{API}?filter={window}&sort=date+desc&top=100&skip={skip}", body=body)


def detail(of: Fields, *items: Fields, status: int = 200) -> Answer:
    """A meeting once more, with its agenda."""
    body = {**of, "agenda": {"groups": [{"title": "Regular order", "items": list(items)}]}} if items else {**of, "agenda": {"groups": []}}
    return Answer(url=f"{API}/{of['meetingId']}", body=body, status=status)


COUNCIL = meeting(1, "City Council", "2026-12-09T16:00:00+00:00", "Scheduled", file("Notice.pdf", "Notice", 1), file("Agenda", "Agenda", 2))
OFF = meeting(2, "Committee on Public Safety", "2026-11-24T15:00:00+00:00", "Cancelled", comment="Quorum not\r\nexpected")
MOVED = meeting(
    3, "Committee on Finance", "2026-12-01T16:00:00+00:00", "Rescheduled", file("s.pdf", "Summary", 3), file("o.pdf", "Other", 4)
)
BARE = meeting(4, "Committee on Aviation", "2026-09-10T15:00:00+00:00", None)
ITEMS: tuple[Fields, ...] = (
    {"matterId": "M-1", "matterTitle": "Agreement for ShotSpotter", "recordNumber": "O2026-0019668", "displayId": 7, "actionName": "Pass"},
    {"commentId": "C-1", "matterTitle": "Roll call", "recordNumber": None, "displayId": None},
)

TAPES = {
    **in_place_of(listing([COUNCIL, OFF], 2)),
    "happy.warc": [listing([COUNCIL, MOVED, OFF], 101), listing([OFF, BARE], 101, 100), detail(COUNCIL, *ITEMS), detail(MOVED)],
    "quiet.warc": [listing([], 0)],
    "fail-agenda.warc": [listing([COUNCIL, MOVED], 2), detail(COUNCIL, status=500), detail(MOVED)],
    "fail-count.warc": [Answer(url=listing([], 0).url, body={"data": []})],
    "fail-empty.warc": [listing([], 57)],
    "fail-tenant.warc": [Answer(url=listing([], 0).url, body="", status=404)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
