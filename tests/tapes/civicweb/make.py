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


def document(id_: int, type_: int, name: str, *, public: bool = True, html: str = "") -> Fields:
    """A document; those of minutes have numbers above eight."""
    kind = 2 if type_ > 8 else 1
    return {
        "AgendaCover": "",
        "DocumentType": type_,
        "Html": html,
        "Id": id_,
        "IsPublic": public,
        "MeetingId": 210,
        "Name": name,
        "Type": kind,
    }


def row(anchor: str, number: str, *said: str, pages: str = "") -> str:
    """An entry as Aspose writes it: its anchor in an empty paragraph, then a table of one row."""
    begins = f'<p style="line-height:5pt" aria-hidden="true"><a target="AgendaAttachment" name="{anchor}"></a><span>&nbsp;</span></p>'
    cells = (number, "".join(f"<p><span>{each}</span></p>" for each in said), pages)
    first, second, third = (each if each.startswith("<p>") else f"<p><span>{each or '&nbsp;'}</span></p>" for each in cells)
    return f"{begins}<table><tr><td><p><span>&nbsp;</span></p></td><td>{first}</td><td>{second}</td><td>{third}</td></tr></table>"


def file(id_: int, called: str) -> str:
    """The link to a file of an item."""
    address = f"/document/{id_}/{called.replace(' ', '%20')}.pdf?handle=0A1B2C"
    return f'<a target="AgendaAttachment" href="{address}" title="ItemAttachment{id_}"><span>{called} - Pdf</span></a>'


def text(*rows: str) -> str:
    """An agenda with its cover."""
    cover = '<p><a name="Agenda"></a><span>Port Alder</span></p><table><tr><td><p>REGULAR COUNCIL</p></td></tr></table>'
    head = '<meta name="keywords" content="iCompass-Open-Document"><title>Agenda - Html</title>'
    return f"<!DOCTYPE html><html><head>{head}</head><body><div>{cover}{''.join(rows)}</div></body></html>"


COUNCIL = meeting(210, "Regular Council - 01 Dec 2026", "2026-12-01 17:30", "Regular Council")
DRAFT = meeting(211, "Regular Council - Dec 14 2026 (DRAFT AGENDA)", "2026-12-14 17:30", "Regular Council", published=False)
OFF = meeting(207, "NO MEETING - Committee of the Whole - 24 Nov 2026", "2026-11-24 00:00", "Committee of the Whole", published=False)
UNTYPED = meeting(190, "Public Hearing - 08 Sep 2026", "2026-09-08 19:00", "")
AGENDA = text(
    row("AgendaHeading9001", "1.", "ADOPTION OF THE AGENDA"),
    row("AgendaHeading9002", "2.", "CONSENT AGENDA"),
    row("AgendaItem9010", "2.1.", "Minutes of the meeting of 17 November.", pages="4 - 9"),
    row(
        "AgendaItem9011",
        "2.2.",
        "Harbour Cameras, Phase 2.",
        "THAT Council award the contract for cameras that read licence plates to Norvane Systems Ltd.",
        file(88001, "RTC 26-114") + " " + file(88002, "Quote of 3 Nov"),
        pages="10 - 31",
    ),
    # a template without tables: the words follow their anchor, some after a label of their own
    '<h2><a name="AgendaHeading9003"></a><span>IN CAMERA</span></h2>',
    '<p><a name="AgendaItem9012"></a><span>Item 4.</span></p><p><span>Land at 12 Wharf Street</span></p><p><span>(Section 90)</span></p>',
    '<p><a name="AgendaItem9013"></a><span>5.1. CIVIL PENALTIES</span></p><p><span>6</span></p>',
    '<p><a name="AgendaHeading9004"></a><span>&nbsp;</span></p>',
)
FILES = [
    document(321491, 1, "Regular Council - 01 Dec 2026 Agenda", html=AGENDA),
    document(321492, 4, "Regular Council - 01 Dec 2026"),
    document(321600, 9, "Regular Council - 01 Dec 2026"),
    document(321601, 10, "In camera", public=False, html=text(row("AgendaItem1", "1.", "What nobody may see"))),
]
HEARING = {
    "MeetingDateFormatted": "Sep 08 2026",
    "Documents": [document(300100, 1, "Public Hearing", html="<html><body>No anchors</body></html>")],
}

VENDOR = (("Location", "https://www.diligent.com/community"),)

TAPES = {
    **in_place_of(listing([COUNCIL, OFF])),
    "happy.warc": [listing([DRAFT, COUNCIL, OFF, UNTYPED]), documents(210, FILES), documents(190, HEARING)],
    "fail-documents.warc": [listing([COUNCIL, UNTYPED]), documents(210, "<html><title>Error</title></html>", 500), documents(190, [])],
    "fail-empty.warc": [listing([])],
    "fail-message.warc": [listing([COUNCIL, UNTYPED]), documents(210, {"Message": "There was an error."}), documents(190, [])],
    "fail-object.warc": [listing({"Message": "There was an error processing the request."})],
    "fail-tenant.warc": [
        Answer(url=listing([]).url, status=302, type="text/html", headers=(("Location", "https://www.diligent.com/community"),))
    ],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
