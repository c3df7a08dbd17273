"""Writes the tapes of Springhaven, a city that does not exist, as Legistar would answer for it."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://webapi.legistar.com/v1/springhaven"
FILES = "https://springhaven.legistar1.com/springhaven"
PAGE = "https://springhaven.legistar.com/MeetingDetail.aspx?LEGID={}&GID=311&G=5B1C77F0-0000-4000-8000-5072696E6748"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
WINDOW = "EventDate ge datetime'2026-08-22' and EventDate le datetime'2027-01-04'"
TARGET = HERE / "us-zz-springhaven"

Fields = dict[str, object]


def event(id_: int, body: str, day: str, time: str | None, **said: object) -> Fields:
    """A meeting, with nulls where nothing is said of it."""
    row: Fields = {
        "EventId": id_,
        "EventGuid": f"00000000-0000-4000-8000-{id_:012}",
        "EventLastModifiedUtc": "2026-11-18T21:04:11.99",
        "EventRowVersion": f"AAAAAAA{id_}=",
        "EventBodyId": 138,
        "EventBodyName": body,
        "EventDate": f"{day}T00:00:00",
        "EventTime": time,
        "EventVideoStatus": "Public",
        "EventAgendaStatusId": 10,
        "EventAgendaStatusName": "Final",
        "EventMinutesStatusId": 9,
        "EventMinutesStatusName": "Draft",
        "EventLocation": "Council Chamber,  City Hall",
        "EventAgendaFile": f"{FILES}/meetings/2026/12/{id_}_A_Agenda.pdf",
        "EventMinutesFile": None,
        "EventAgendaLastPublishedUTC": "2026-11-18T21:04:11.627",
        "EventMinutesLastPublishedUTC": None,
        "EventComment": None,
        "EventVideoPath": None,
        "EventMedia": None,
        "EventInSiteURL": PAGE.format(id_),
        "EventItems": [],
    }
    return row | {f"Event{name}": value for name, value in said.items()}


def item(id_: int, event_id: int, place: int | None, title: str | None, **said: object) -> Fields:
    """An agenda item, with nulls where nothing is said of it."""
    row: Fields = {
        "EventItemId": id_,
        "EventItemGuid": f"00000000-0000-4000-9000-{id_:012}",
        "EventItemLastModifiedUtc": "2026-11-18T20:58:02.513",
        "EventItemRowVersion": f"AAAAAAB{id_}=",
        "EventItemEventId": event_id,
        "EventItemAgendaSequence": place,
        "EventItemMinutesSequence": place,
        "EventItemAgendaNumber": None,
        "EventItemAgendaNote": None,
        "EventItemMinutesNote": None,
        "EventItemActionName": None,
        "EventItemActionText": None,
        "EventItemTitle": title,
        "EventItemConsent": 0,
        "EventItemMatterId": None,
        "EventItemMatterFile": None,
        "EventItemMatterName": None,
        "EventItemMatterType": None,
        "EventItemMatterAttachments": [],
    }
    return row | {f"EventItem{name}": value for name, value in said.items()}


def attachment(id_: int, name: str, url: str, *, shown: bool = True) -> Fields:
    """A file of a matter."""
    said = {"Id": id_, "Name": name, "Hyperlink": url, "FileName": url.rpartition("/")[2], "RowVersion": f"AAAAAAC{id_}="}
    more = {"IsHyperlink": False, "IsSupportingDocument": False, "ShowOnInternetPage": shown, "Sort": 1}
    return {f"MatterAttachment{name}": value for name, value in {**said, **more}.items()}


def listing(events: list[Fields]) -> Answer:
    """The answer to the question for the window."""
    query = {"$filter": WINDOW, "$orderby": "EventId", "$top": 1000, "$skip": 0}
    return Answer(url=f"{API}/Events?{urlencode(query, quote_via=quote)}", body=events)


def agenda(event_id: int, items: object, status: int = 200) -> Answer:
    """The answer to the question for the items of a meeting."""
    return Answer(url=f"{API}/Events/{event_id}/EventItems?AgendaNote=1&MinutesNote=1&Attachments=1", body=items, status=status)


def newest(events: list[Fields]) -> Answer:
    """The answer to the question whether there is any meeting at all."""
    return Answer(url=f"{API}/Events?{urlencode({'$orderby': 'EventId desc', '$top': 1}, quote_via=quote)}", body=events)


def bodies() -> Answer:
    """The bodies of a client that publishes its meetings elsewhere now."""
    query = urlencode({"$filter": "BodyActiveFlag eq 1", "$orderby": "BodyId"}, quote_via=quote)
    return Answer(url=f"{API}/Bodies?{query}", body=[{"BodyId": 1, "BodyName": "City Council", "BodyActiveFlag": 1}])


def refused(status: int, body: str) -> Answer:
    """An error in place of the list."""
    return Answer(url=listing([]).url, body=body, status=status, type="text/html" if body.startswith("<") else "application/json")


def in_xml(answer: Answer, name: str) -> Answer:
    """The same answer as the API writes it by default."""
    root = ET.Element(f"ArrayOf{name}", {"xmlns": "http://schemas.datacontract.org/2004/07/LegistarWebAPI.Models.v1", "xmlns:i": XSI})
    for row in answer.body if isinstance(answer.body, list) else []:
        _append(root, name, row)
    ET.indent(root)
    return replace(answer, body=ET.tostring(root, "unicode", short_empty_elements=True), type="application/xml; charset=utf-8")


def _append(parent: ET.Element, name: str, value: object) -> None:
    element = ET.SubElement(parent, name, {"i:nil": "true"} if value is None else {})
    if isinstance(value, dict):
        for key in sorted(value):
            _append(element, key, value[key])
    elif isinstance(value, list):
        for row in value:
            _append(element, "GranicusMatterAttachment", row)
    elif value is not None:
        element.text = str(value).lower() if isinstance(value, bool) else str(value)


OLD = event(3120, "City Council", "2019-06-04", "6:00 PM", RowVersion="AAAAAAA3120=")
COUNCIL = event(4101, "City Council", "2026-12-02", "6:00 PM")
RENUMBERED = event(4201, "City Council", "2026-12-16", "6:00 PM")
DRAFT = event(
    4102, "Public Safety Committee", "2026-12-09", "TBD",
    AgendaStatusName="Draft", AgendaFile=None, AgendaLastPublishedUTC=None, Location=None, InSiteURL=None,
)  # fmt: skip
DEFERRED = event(4090, "Committee on Technology", "2026-11-24", "10:00 AM", AgendaStatusName="Deferred", RowVersion="AAAAAAA4091=")
MOVED = event(
    4095, "Zoning Board", "2026-12-01", None,
    Location=None, Comment="CANCELLED and rescheduled to December 8\r\nAnnex, Room 2 ", AgendaFile=None, AgendaLastPublishedUTC=None,
)  # fmt: skip
PAST = event(
    4077, "City Council ", "2026-09-15", "13:00",
    AgendaFile=f"{FILES}/meetings/2026/9/4077_A_Agenda.pdf", AgendaLastPublishedUTC="2026-09-11T00:12:40.5",
    MinutesFile=f"{FILES}/meetings/2026/9/4077_M_Minutes.pdf", MinutesLastPublishedUTC="2026-10-07T16:30:00",
    Comment="REVISED AGENDA: item 4 was deferred by the applicant", LastModifiedUtc="2026-10-07T16:30:00.1",
)  # fmt: skip

APPOINTMENTS = item(
    90305, 4101, 5, "Appointments", AgendaNumber="5",
    MatterId=22790, MatterFile="26-0398", MatterName="Appointments", MatterAttachments=None,
)  # fmt: skip
COUNCIL_ITEMS = [
    item(90310, 4101, 12, "Adjournment", AgendaNumber="6"),
    item(90301, 4101, 1, "CALL TO ORDER", AgendaNumber="1", AgendaNote="Members of the public may join by telephone."),
    item(90302, 4101, 2, "page break"),
    item(90303, 4101, 3, None),
    item(
        90304, 4101, 4,
        "Resolution authorizing an agreement with Argos Imaging, Inc. for a facial recognition  system\r\nfor the Police Department",
        AgendaNumber="4.c", Consent=1, MatterId=22817, MatterFile="26-0412", MatterName="Argos Imaging agreement",
        AgendaNote="Not to exceed $184,000 over three years.", MatterType="Resolution",
        MatterAttachments=[
            attachment(51201, "Staff report ", f"{FILES}/attachments/51201.pdf"),
            attachment(51202, "Draft agreement", "/View.ashx?M=F&ID=51202&GUID=0C1E"),
            attachment(51203, "Legal opinion (closed session)", f"{FILES}/attachments/51203.pdf", shown=False),
        ],
    ),
    APPOINTMENTS,
    APPOINTMENTS,
]  # fmt: skip
DEFERRED_ITEMS = [
    item(90201, 4090, 1, "Hearing on automated license plate readers", MatterId=22655, MatterFile="T2026-88", ActionText="Laid over"),
    item(90202, 4090, None, "Minutes of the last meeting", MinutesSequence=2),
]

TAPES = {
    # The tenant ignores $filter, so that a meeting of 2019 comes along, and repeats a row between its pages.
    "happy.warc": [
        listing([OLD, PAST, DEFERRED, MOVED, COUNCIL, DRAFT, PAST]),
        agenda(4077, []),
        agenda(4090, DEFERRED_ITEMS),
        agenda(4095, []),
        agenda(4101, COUNCIL_ITEMS),
        agenda(4102, []),
    ],
    # The tenant answers in XML though it was asked for JSON.
    "xml.warc": [in_xml(listing([RENUMBERED]), "GranicusEvent"), in_xml(agenda(4201, COUNCIL_ITEMS), "GranicusEventItem")],
    "quiet.warc": [listing([]), newest([OLD])],
    "fail-client.warc": [refused(500, '{"Message":"LegistarConnectionString setting is not set up in InSite for client: springhaven"}')],
    "fail-empty.warc": [listing([]), newest([]), bodies()],
    "fail-html.warc": [refused(200, "<!DOCTYPE html><html><head><title>Runtime Error</title></head><body>Server Error</body></html>")],
    "fail-items.warc": [
        listing([DEFERRED, COUNCIL]),
        agenda(4090, DEFERRED_ITEMS),
        agenda(4101, {"Message": "An error has occurred."}, 500),
    ],
    "fail-moved.warc": [
        Answer(url=listing([]).url, status=302, type="text/html", headers=(("Location", "https://springhaven.primegov.com/public/portal"),))
    ],
    "fail-settings.warc": [refused(400, "{\"Message\":\"'Agenda Draft Status' or 'Agenda Final Status' is not setup in settings\"}")],
    "fail-token.warc": [refused(403, "")],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
