"""Writes the tapes of Larkfield, a city that does not exist, as PrimeGov would answer for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://larkfield.primegov.com"
API = f"{SITE}/api/v2/PublicPortal"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-larkfield"
HTML = "text/html; charset=utf-8"

Fields = dict[str, object]


def meeting(id_: int, title: str, when: str, *documents: Fields, **said: object) -> Fields:
    """A meeting, with nulls where nothing is said of it."""
    row: Fields = {
        "id": id_,
        "meetingTypeId": 2,
        "committeeId": 1,
        "dateTime": when,
        "date": f"{datetime.fromisoformat(when):%b %d, %Y}",
        "time": f"{datetime.fromisoformat(when):%I:%M %p}",
        "documentList": list(documents),
        "allowPublicComment": False,
        "videoUrl": f"//larkfield.granicus.com/MediaPlayer.php?clip_id={id_ - 700}",
        "swagitId": None,
        "meetingState": 3,
        "publishDate": None,
        "title": title,
    }
    return row | said


def document(id_: int, template: int, name: str, output: int, published: str, **said: object) -> Fields:
    """A document of a meeting."""
    row: Fields = {
        "id": id_,
        "language": "en-US",
        "compileOutputType": output,
        "publishStatus": 1,
        "publishDate": published,
        "templateId": template,
        "sortOrder": 1,
        "link": None,
        "templateName": name,
    }
    return row | said


def upcoming(body: object, status: int = 200) -> Answer:
    """What is to come."""
    return Answer(url=f"{API}/ListUpcomingMeetings", body=body, status=status)


def archived(body: object) -> Answer:
    """What was this year, and the beginning of the next, of which nothing is past."""
    return Answer(url=f"{API}/ListArchivedMeetings?year=2026", body=body)


def agenda(template: int, body: str) -> Answer:
    """An agenda as a page."""
    return Answer(url=f"{SITE}/Portal/Meeting?meetingTemplateId={template}", body=body, type=HTML)


NEXT_YEAR = Answer(url=f"{API}/ListArchivedMeetings?year=2027", body=[])
PAST = meeting(
    3310, "City Council Regular Meeting ", "2026-09-01T18:00:00",
    document(17001, 15010, "Agenda", 1, "2026-08-27T22:42:33.537"),
    document(17044, 15011, "Packet", 1, "2026-08-27T22:44:01"),
    document(17302, 15012, "Summary Minutes", 1, "2026-09-16T15:10:20.1"),
    document(17399, 15013, "Minutes", 1, "2026-09-20T15:00:00", publishStatus=0),
)  # fmt: skip
LONG_AGO = meeting(2900, "City Council", "2026-01-06T18:00:00", document(15001, 14010, "Agenda", 1, "2026-01-02T20:00:00"))
TODAY = meeting(
    3401, "Transportation Advisory Board", "2026-11-20T17:00:00",
    document(18201, 16201, "HTML Agenda", 3, "2026-11-16T16:00:00"),
)  # fmt: skip
CANCELLED = meeting(
    3420, "Planning & Zoning Commission", "2026-11-24T19:00:00",
    document(18301, 16301, "Notice of Cancellation", 1, "2026-11-18T17:30:00"),
)  # fmt: skip
COUNCIL = meeting(
    3402, "City Council Regular Session", "2026-12-01T19:00:00",
    document(18402, 16402, "HTML Agenda", 3, "2026-11-19T23:02:11.37"),
    document(18403, 16402, "Agenda", 1, "2026-11-19T23:02:15.1"),
    document(18404, 16409, "Supplemental", 2, "2026-11-20T01:00:00", link="https://files.larkfield.example/supplement.pdf"),
    location="Civic Center, 350 Kimbark Street ",
)  # fmt: skip
UNTIMED = meeting(3430, "Library Board - Rescheduled to December 10", "2026-12-08T00:00:00")

NEWER = """<!DOCTYPE html><html><head><title>City Council Regular Session</title></head><body>
<h1>AGENDA</h1><p>Watch at larkfield.primegov.com/public/portal</p>
<div class="meeting-item" data-itemid="77010" data-mig="" data-hasattachments="False"><table class="item-table"><tr>
 <td class="number-cell">1.</td><td class="item-cell"><div class="agenda-item" id="AgendaItem_77010">Roll Call</div></td></tr></table></div>
<div class="meeting-item" data-itemid="77011" data-mig="5b1c77f0-0000-4000-8000-000000077011" data-hasattachments="True">
 <table class="item-table"><tr><td class="number-cell">(9.C)</td><td class="item-cell">
  <div class="agenda-item" id="AgendaItem_77011"><table class="forcepopulate">
   <tr><td colspan="2">26-1209</td></tr>
   <tr><td>CD 12</td><td>Purchase of automated license plate readers<br>from Veritas Optics, LLC, in the amount of $212,400</td></tr>
  </table></div></td></tr></table></div>
<div class="item_contents" id="agenda_item_area_77011">
 <a href="/api/compilemeetingattachmenthistory/historyattachment/?historyId=9a0e0000-0000-4000-8000-000000000001">Staff report</a>
 <a href="/api/compilemeetingattachmenthistory/historyattachment/?historyId=9a0e0000-0000-4000-8000-000000000002"></a>
 <a href="mailto:clerk@larkfield.example">Clerk</a></div>
<div class="meeting-item" data-itemid="77012"><div class="agenda-item" id="AgendaItem_77012"> </div></div>
</body></html>"""
OLDER = """<html><body><div class="agenda-item" id="AgendaItem_76001">A. Minutes of October 16</div>
<div class="agenda-item" id="AgendaItem_76002">B. Pole permits for video detection at Ninth Avenue</div>
<div id="agenda_item_area_76002"><a href="/api/compilemeetingattachmenthistory/historyattachment/?historyId=7700">Map</a></div>
</body></html>"""
UNKNOWN = "<html><head><title>City Council</title></head><body><ol><li>Roll Call</li></ol></body></html>"

TAPES = {
    **in_place_of(upcoming([TODAY, CANCELLED])),
    "happy.warc": [
        upcoming([TODAY, CANCELLED, COUNCIL, UNTIMED]),
        agenda(16201, OLDER),
        agenda(16402, NEWER),
        archived([LONG_AGO, PAST, TODAY]),
        NEXT_YEAR,
    ],
    "quiet.warc": [upcoming([]), archived([LONG_AGO]), NEXT_YEAR],
    "fail-agenda.warc": [upcoming([TODAY, COUNCIL]), agenda(16201, UNKNOWN), agenda(16402, NEWER), archived([PAST]), NEXT_YEAR],
    "fail-empty.warc": [upcoming([]), archived([]), NEXT_YEAR],
    "fail-object.warc": [upcoming({"message": "An error has occurred."})],
    "fail-tenant.warc": [upcoming("The resource you are looking for has been removed.", status=404)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
