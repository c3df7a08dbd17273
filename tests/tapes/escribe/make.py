"""Writes the tapes of Stonebridge, a city that does not exist, as eSCRIBE would answer for it."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://pub-stonebridge.escribemeetings.com"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "ca-zz-stonebridge"
HTML = "text/html; charset=utf-8"

Fields = dict[str, object]


def uuid(number: int) -> str:
    """A made-up id."""
    return f"3a6304b5-0000-4000-8000-{number:012}"


def meeting(number: int, name: str, start: str, *documents: Fields, **said: object) -> Fields:
    """A meeting of the calendar."""
    row: Fields = {
        "ID": uuid(number),
        "MeetingName": name,
        "StartDate": start,
        "FormattedStart": "",
        "EndDate": None,
        "Description": "City Hall, Council Chambers<br/>30 Centre Street South<br/>Stonebridge",
        "Url": f"{SITE}/MeetingsCalendarView.aspx/Meeting?Id={uuid(number)}",
        "Location": "City Hall, Council Chambers",
        "MeetingType": name,
        "LanguageName": "English",
        "HasAgenda": bool(documents),
        "MeetingDocumentLink": list(documents) or None,
        "MeetingPassed": False,
        "TimeOverride": "",
    }
    return row | said


def document(type_: str, title: str, url: str, form: str = ".pdf") -> Fields:
    """A document of a meeting."""
    return {"Type": type_, "Format": form, "Title": title, "Url": url, "LanguageId": 9, "Sequence": None, "HasVideo": False}


def file(type_: str, title: str, number: int) -> Fields:
    """A document that is a file."""
    return document(type_, title, f"FileStream.ashx?DocumentId={number}")


def calendar(first: str, last: str, events: object) -> Answer:
    """The answer to the question for some days."""
    asked = json.dumps({"calendarStartDate": first, "calendarEndDate": last}, separators=(",", ":")).encode()
    return Answer(url=f"{SITE}/MeetingsCalendarView.aspx/GetCalendarMeetings", method="POST", sent=asked, body={"d": events})


def past(events: object) -> Answer:
    """The first slice of the window."""
    return calendar("2026-08-22", "2026-11-20", events)


def coming(events: object) -> Answer:
    """The second slice."""
    return calendar("2026-11-21", "2027-01-04", events)


def before(events: object) -> Answer:
    """The three years before the window."""
    return calendar("2023-08-23", "2026-08-22", events)


def agenda(number: int, kind: str, body: str) -> Answer:
    """An agenda as a page."""
    return Answer(url=f"{SITE}/Meeting.aspx?Id={uuid(number)}&Agenda={kind}&lang=English", body=body, type=HTML)


def page(number: int, kind: str) -> Fields:
    """The document that is an agenda as a page."""
    return document(kind, "Agenda (HTML)", f"Meeting.aspx?Id={uuid(number)}&Agenda={kind}&lang=English", "HTML")


COUNCIL = meeting(
    401, "Council Meeting", "2026/12/07 13:30:21",
    file("AgendaCover", "Agenda Cover Page (PDF)", 56974),
    file("Agenda", "Agenda (PDF)", 56975),
    page(401, "Agenda"),
    file("AdditionalDocuments", "Agenda - French", 56983),
    document("Video", "Video", "Players/ISIStandAlonePlayer.aspx?Id=401", "Video"),
)  # fmt: skip
REVISED = meeting(
    402, "Planning and Environment Committee", "2026/11/30 16:00:00",
    page(402, "Agenda"), page(402, "Merged"), file("AgendaPackage", "Revised Agenda Package", 57011),
    MeetingType="Planning and Environment Committee - Regular",
)  # fmt: skip
CANCELLED = meeting(403, "Audit Committee - CANCELLED", "2026/12/09 12:00:00", HasAgenda=False)
DOTNET = meeting(404, "Police Services Board", "/Date(1796315400000)/", Location=None, Description=None)
PAST = meeting(
    390, "Council Meeting", "2026-09-14 13:30:00",
    file("PostAgenda", "Agenda (PDF)", 55101), file("PostMinutes", "Minutes (PDF)", 55180),
    Url=f"/Meeting.aspx?Id={uuid(390)}", MeetingPassed=True,
)  # fmt: skip
OLD = meeting(1, "Inaugural Meeting", "2024/01/10 18:00:00")
STRANGER = meeting(7, "City Commission", "2026/12/01 19:00:00", Url="https://pub-elm.escribemeetings.com/Meeting.aspx?Id=7")

ITEMS = """<!DOCTYPE html><html><head><title>Council Meeting</title></head><body><h1>Agenda</h1>
<div class="AgendaItemContainer indent"><div class="AgendaItem AgendaItem201"><div class="AgendaItemTitleRow">
 <div class="AgendaItemCounter">1.</div>
 <div class="AgendaItemTitle"><a href="javascript:SelectItem(201);">Call to Order</a></div></div></div></div>
<div class="AgendaItemContainer"><div class="AgendaItem AgendaItem202"><div class="AgendaItemTitleRow">
 <div class="AgendaItemCounter">8.</div>
 <div class="AgendaItemTitle"><a href="javascript:SelectItem(202);">Consent</a></div></div></div>
 <div class="AgendaItemContainer"><div class="AgendaItem AgendaItem203"><div class="AgendaItemTitleRow">
  <div class="AgendaItemCounter">8.2</div>
  <div class="AgendaItemTitle"><a href="javascript:SelectItem(203);">BOA-0039-2026: Body-worn cameras, single source award</a></div></div>
  <div class="AgendaItemContentRow">That the report dated <b>November 30</b> BE RECEIVED.</div>
  <div class="AgendaItemAttachment"><a href="filestream.ashx?DocumentId=57101" title="Report">Staff Report</a>
  <a href="filestream.ashx?DocumentId=57102" aria-label="Appendix A"></a><a href="filestream.ashx?DocumentId=57101">Staff Report</a></div>
 </div></div></div>
<div class="AgendaItemContainer"><div class="AgendaItem AgendaItem204"><div class="AgendaItemTitle"> </div></div></div>
</body></html>"""
NO_ITEMS = "<html><head><title>Agenda</title></head><body><p>This agenda is not available.</p></body></html>"

TAPES = {
    **in_place_of(past([PAST])),
    # One meeting is in both slices.
    "happy.warc": [
        past([PAST, REVISED]),
        agenda(402, "Merged", ITEMS.replace("203", "303")),
        coming([REVISED, COUNCIL, CANCELLED, DOTNET]),
        agenda(401, "Agenda", ITEMS),
    ],
    "quiet.warc": [past([]), coming([]), before([OLD])],
    "fail-agenda.warc": [past([PAST]), coming([COUNCIL, CANCELLED]), agenda(401, "Agenda", NO_ITEMS)],
    "fail-empty.warc": [past([]), coming([]), before([])],
    "fail-service.warc": [
        Answer(
            url=past([]).url, method="POST", sent=past([]).sent, status=500, body={"Message": "There was an error processing the request."}
        )
    ],
    "fail-tenant.warc": [past([STRANGER, {**STRANGER, "ID": "8", "Url": str(STRANGER["Url"]).replace("Id=7", "Id=8")}])],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
