"""Writes the tapes of Pine Hollow, a city that does not exist, as CivicClerk would answer for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://pinehollowzz.api.civicclerk.com/v1"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-pinehollow"
WINDOW = "startDateTime ge 2026-08-21T00:00:00Z and startDateTime lt 2027-01-06T00:00:00Z"
NEVER = "1900-01-01T00:00:00Z"

Fields = dict[str, object]


def event(id_: int, name: str, when: str, *files: Fields, **said: object) -> Fields:
    """A meeting, as far as we read it and with some of what we do not."""
    row: Fields = {
        "id": id_,
        "eventName": name,
        "eventDescription": "",
        "eventDate": when,
        "startDateTime": when,
        "isPublished": "Published",
        "agendaId": 0,
        "categoryName": "City Council",
        "mediaTotalPlay": 7,
        "meetingEndTime": NEVER,
        "isDeleted": False,
        "hasAgenda": bool(files),
        "eventNotice": "",
        "publishedAgendaTimeStamp": "",
        "eventLocation": {
            "id": 1296,
            "address1": "54 Mill Road ",
            "address2": None,
            "city": "Pine Hollow",
            "state": "Zz",
            "zipCode": "00000",
        },
        "agendaFile": {"agendaId": 0, "fileName": None, "dateUploaded": "0001-01-01T00:00:00Z"},
        "publishedFiles": list(files),
    }
    return row | said


def file(id_: int, type_: str, name: str, published: str, kind: int) -> Fields:
    """A published file."""
    return {
        "id": 0,
        "fileId": id_,
        "type": type_,
        "name": name,
        "publishOn": published,
        "url": f"stream/PINEHOLLOWZZ/{id_}.pdf",
        "fileType": kind,
    }


def item(id_: int, outline: str, name: str, *children: Fields, **said: object) -> Fields:
    """An item of an agenda, or a section with its items."""
    row: Fields = {
        "id": id_,
        "agendaObjectItemNumber": "",
        "agendaObjectItemOutlineNumber": outline,
        "agendaObjectItemName": name,
        "agendaObjectItemDescription": None,
        "resolutionFormattedNumber": None,
        "isSection": int(bool(children)),
        "sortOrder": id_,
        "attachmentsList": [],
        "childItems": list(children),
    }
    return row | said


def attachment(id_: int, name: str, **said: object) -> Fields:
    """A file of an item. Its own address is signed, and another one at each look."""
    signed = f"https://cpmedia.example/{id_}.pdf?sv=2024&sig=Zm9v{id_}"
    return {"id": id_, "fileName": name, "pdfVersionFullPath": signed, "isPublished": True, "isDeleted": False} | said


def events(value: object, **said: object) -> Answer:
    """The answer to the question for the window."""
    query = urlencode({"$filter": WINDOW, "$orderby": "startDateTime asc, eventName asc"}, quote_via=quote)
    return Answer(url=f"{API}/Events?{query}", body={"@odata.context": f"{API}/$metadata#Events", "value": value} | said)


def newest(value: object) -> Answer:
    """The answer to the question whether there is any meeting at all."""
    return Answer(url=f"{API}/Events?{urlencode({'$orderby': 'startDateTime desc', '$top': 1}, quote_via=quote)}", body={"value": value})


def agenda(id_: int, body: object, status: int = 200) -> Answer:
    """The answer to the question for the items of a meeting."""
    return Answer(url=f"{API}/Meetings/{id_}", body=body, status=status)


NEXT = f"{API}/Events?$orderby=startDateTime%20asc&$skip=3"
POSTED = "Agenda Posted on November 19, 2026 4:12 PM"
PAST = event(
    1702, "City Council Regular Meeting", "2026-09-08T19:00:00Z",
    file(2201, "Agenda", "Regular Agenda 9.8.2026", "2026-09-03T16:00:11Z", 1),
    file(2202, "Agenda Packet", "", "2026-09-03T16:04:00Z", 2),
    file(2290, "Minutes", "Minutes 9.8.2026", "2026-09-23T09:30:00.5Z", 4),
    agendaId=741,
)  # fmt: skip
TAKEN_BACK = event(1711, "Deleted Meeting", "2026-10-06T19:00:00Z", isDeleted=True, eventLocation=None)
COUNCIL = event(
    1744, "City Council Work Session", "2026-12-01T17:00:00Z",
    file(2261, "Agenda", "Work Session Agenda 12.1.2026", "2026-11-19T16:12:47.71Z", 1),
    file(2262, "Agenda Packet", "Work Session Packet 12.1.2026", "2026-11-19T16:15:00Z", 2),
    agendaId=778, publishedAgendaTimeStamp=POSTED, eventNotice="<p>Doors open at <b>4:30</b> p.m.</p>",
)  # fmt: skip
CANCELLED = event(
    1760, "Zoning Board of Appeals - CANCELED", "2026-12-15T18:30:00Z", categoryName="Zoning Board of Appeals", isPublished="Draft"
)
MIDNIGHT = event(1763, "Holiday Open House", "2026-12-18T00:00:00Z")
FAR = event(1790, "City Council Regular Meeting", "2027-01-05T19:00:00Z")
TRUE_UTC = event(
    1744, "City Council Work Session", "2026-12-01T22:00:00Z",
    file(2261, "Agenda", "Work Session Agenda 12.1.2026", "2026-11-19T21:12:47.71Z", 1),
    publishedAgendaTimeStamp=POSTED,
)  # fmt: skip

ITEMS = [
    item(9001, "I.", "<p>Call to Order</p>"),
    item(
        9002, "VII.", "Consent&nbsp;Agenda",
        item(
            9003, "1.", "<div><strong>Resolution 2026-118</strong> to purchase gunshot detection sensors<br>from Palisade Acoustics</div>",
            item(9004, "a", "Exhibit: coverage map", attachmentsList=[attachment(51003, "Map.pdf")]),
            agendaObjectItemNumber="2026-241", resolutionFormattedNumber="R-2026-118",
            agendaObjectItemDescription="<p>Staff recommends approval.</p><p>Cost: $96,000 a year.</p>",
            attachmentsList=[
                attachment(51001, "Staff report.docx"),
                attachment(51002, "Old draft.pdf", isDeleted=True),
                attachment(51004, "Closed session memo.pdf", isPublished=False),
            ],
        ),
    ),
    item(9005, "VIII.", "Select MEETING FILES to view documents"),
    item(9006, "IX.", ""),
]  # fmt: skip

TAPES = {
    **in_place_of(events([COUNCIL, CANCELLED])),
    # Two pages, which share a meeting.
    "happy.warc": [
        events([PAST, TAKEN_BACK, COUNCIL], **{"@odata.nextLink": NEXT}),
        agenda(741, {"id": 741, "items": ITEMS[:1]}),
        agenda(778, {"id": 778, "agendaIsPublish": True, "items": ITEMS}),
        Answer(url=NEXT, body={"value": [COUNCIL, CANCELLED, MIDNIGHT, FAR]}),
    ],
    "quiet.warc": [events([]), newest([FAR])],
    "fail-agenda.warc": [events([PAST, COUNCIL]), agenda(741, {"error": "An error has occurred."}, 500), agenda(778, {"items": ITEMS})],
    "fail-clock.warc": [events([TRUE_UTC])],
    "fail-empty.warc": [events([]), newest([])],
    "fail-list.warc": [Answer(url=events([]).url, body=[])],
    "fail-next.warc": [events([TAKEN_BACK], **{"@odata.nextLink": "https://other.example/v1/Events"})],
    "fail-tenant.warc": [Answer(url=events([]).url, body="", status=404)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
