"""Writes the tapes of Port Alder, a town that does not exist, as CivicWeb would answer for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://portalder.civicweb.net/Services/MeetingsService.svc"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "ca-bc-port-alder"

Fields = dict[str, object]


def meeting(id_: int, name: str, when: str, type_: str, *, published: bool = True, **said: object) -> Fields:
    """A meeting of the list."""
    row: Fields = {
        "CleanName": name,
        "ExternalCalendar": False,
        "Id": id_,
        "MeetingDate": when[:10],
        "MeetingDateTime": when,
        "MeetingLocation": "Council Chamber, 100  Wharf Street",
        "MeetingTypeId": 16,
        "MeetingTypeName": type_,
        "Name": name,
        "Published": published,
        "VideoIcon": "",
    }
    return row | said


def listing(body: object) -> Answer:
    """The list of the window."""
    return Answer(url=f"{API}/meetings?from=2026-08-22&to=2027-01-04&loadall=true", body=body)


def documents(id_: int, body: object, status: int = 200) -> Answer:
    """The documents of a meeting."""
    return Answer(url=f"{API}/meetings/{id_}/meetingDocuments", body=body, status=status)


def document(id_: int, type_: int, name: str, *, public: bool = True) -> Fields:
    """A document."""
    return {"AgendaCover": "", "DocumentType": type_, "Html": "", "Id": id_, "IsPublic": public, "MeetingId": 210, "Name": name, "Type": 1}


COUNCIL = meeting(210, "Regular Council - 01 Dec 2026", "2026-12-01 17:30", "Regular Council")
DRAFT = meeting(211, "Regular Council - Dec 14 2026 (DRAFT AGENDA)", "2026-12-14 17:30", "Regular Council", published=False)
OFF = meeting(207, "NO MEETING - Committee of the Whole - 24 Nov 2026", "2026-11-24 00:00", "Committee of the Whole", published=False)
UNTYPED = meeting(190, "Public Hearing - 08 Sep 2026", "2026-09-08 19:00", "")
FILES = [
    document(321491, 1, "Regular Council - 01 Dec 2026 Agenda"),
    document(321600, 9, "Regular Council - 01 Dec 2026 Minutes"),
    document(321601, 10, "In camera", public=False),
]

VENDOR = (("Location", "https://www.diligent.com/community"),)

TAPES = {
    **in_place_of(listing([COUNCIL, OFF])),
    "happy.warc": [listing([DRAFT, COUNCIL, OFF, UNTYPED]), documents(210, FILES), documents(190, [])],
    "fail-documents.warc": [listing([COUNCIL, UNTYPED]), documents(210, "<html><title>Error</title></html>", 500), documents(190, [])],
    "fail-empty.warc": [listing([])],
    "fail-object.warc": [listing({"Message": "There was an error processing the request."})],
    "fail-tenant.warc": [
        Answer(url=listing([]).url, status=302, type="text/html", headers=(("Location", "https://www.diligent.com/community"),))
    ],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
