"""Writes the tapes of Aldbourne, a borough that does not exist, as CMIS would answer for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://aldbourne.cmis.uk.com/aldbourne/Meetings/tabid/70/ctl"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "gb-zz-aldbourne"
HTML = "text/html; charset=utf-8"
SIZE = " <span class='FileSize'>(156Kb)</span>"


def page(url: str, body: str, status: int = 200) -> Answer:
    """A page with the module of meetings in it."""
    module = f"<div class='DNNModuleContent ModCMISMeetingsC'>{body}</div>"
    text = f"<!DOCTYPE html><html><head><title>Meetings</title></head><body>{module}</body></html>"
    return Answer(url=url, body=text, type=HTML, status=status)


def month(first: str, *days: tuple[str, str]) -> Answer:
    """A month of the calendar: each day has a row, with meetings or without."""
    rows = "".join(f"<tr class='rgRow'><td class='SimpleCalendarDate'>{day}</td><td>{held}</td></tr>\n" for day, held in days)
    return page(f"{SITE}/MeetingCalendarPublicNoJava/mid/397/Date/{first}/Default.aspx", f"<table>{rows}</table>")


def address(id_: int) -> str:
    """Where a meeting is."""
    return f"{SITE}/ViewMeetingPublic/mid/397/Meeting/{id_}/Committee/6/SelectedTab/Documents/Default.aspx"


def held(id_: int, words: str) -> str:
    """A meeting of a day."""
    return f"<p class='Meeting'><a href='{address(id_)}'>{words}</a></p>"


def meeting(id_: int, status: str, *documents: str) -> Answer:
    """The page of a meeting."""
    said = "".join(
        f"<div class='holder'><div class='DNNLabel'>{name}:</div><div class='Value Venue'>{value}</div></div>"
        for name, value in (("Status", status), ("Venue", "Committee Rooms 3 &amp; 4"))
    )
    files = "".join(
        f"<li class='DocumentListItem'><a class='TitleLink' href='/aldbourne/Document.ashx?id=x{place}'>{name}</a>{SIZE}</li>"
        for place, name in enumerate(documents)
    )
    return page(address(id_), f"{said}<ol class='DocumentList'>{files}</ol>")


NO_SITE = "<html><head><title>DotNetNuke</title></head><body>No site is here</body></html>"
QUIET = [month(first, ("Tuesday, 1", "")) for first in ("2026-08-01", "2026-09-01", "2026-10-01", "2027-01-01")]
NOVEMBER = month("2026-11-01", ("Monday, 23 November", ""), ("Tuesday, 24 November", held(15028, "10:00 Licensing Sub-Committee A")))
DECEMBER = month("2026-12-01", ("Wednesday, 2 December", held(15099, "14:00 Planning Committee") + held(15100, "Cabinet")))

TAPES = {
    **in_place_of(QUIET[0]),
    "happy.warc": [
        *QUIET[:3], NOVEMBER, DECEMBER, QUIET[3],
        meeting(15028, "Cancelled"),
        meeting(15099, "Scheduled", "Final Agenda Reports - 2nd December 2026", "Final Planning Minutes 04112026"),
        meeting(15100, "Scheduled"),
    ],
    "fail-empty.warc": [month("2026-08-01")],
    "fail-meeting.warc": [
        *QUIET[:3], NOVEMBER, DECEMBER, QUIET[3],
        page(address(15028), "", 500), meeting(15099, "Scheduled"), meeting(15100, "Scheduled"),
    ],
    "fail-tenant.warc": [Answer(url=QUIET[0].url, body=NO_SITE, type=HTML)],
}  # fmt: skip

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
