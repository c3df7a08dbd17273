"""Writes the tapes of Harrow Point, a city that does not exist, as NovusAGENDA would answer for it in its two layouts."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://harrowpoint.novusagenda.com/agendapublic"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-harrow-point"
HTML = "text/html; charset=utf-8"


def opened(address: str) -> str:
    """A link that a script opens."""
    return (
        f"<a onClick=\"javascript:V=window.open(&#39;{address}&#39;,&#39;V&#39;);V.focus();\" style='cursor:pointer'><img alt='View'></a>"
    )


def row(id_: int, day: str, body: str, place: str, minutes: int = -1, *, pdf: bool = True) -> str:
    """A row of the responsive grid, and its twin for phones."""
    view = opened(f"MeetingView.aspx?MeetingID={id_}&amp;MinutesMeetingID={minutes}&amp;doctype=Agenda")
    agenda = f"<a href='DisplayAgendaPDF.ashx?MeetingID={id_}' target='_blank'><img alt='Agenda PDF'></a>" if pdf else ""
    held = f"<a href='DisplayAgendaPDF.ashx?MinutesMeetingID={minutes}'><img alt='Legal Minutes'></a>" if minutes > 0 else ""
    name = f"<div class='visible-xs-inline'><label>{body}</label></div><div class='mobile-table-td-div'>{body}</div>"
    cells = ("", day, name, place, view, agenda, held)
    twin = f"<tr class='collapse' id='extendedMeeting{id_}'><td colspan='8'>{place}{agenda}</td></tr>"
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>{twin}\n"


def page(body: str) -> Answer:
    """The list of the tenant."""
    text = f"<html><head><title>NovusAGENDA</title></head><body><form id='aspnetForm'>{body}</form></body></html>"
    return Answer(url=f"{SITE}/", body=text, type=HTML)


def responsive(*rows: str) -> Answer:
    """The page with its two grids: the second lists items of an agenda."""
    item = f"<tr><td>12/01/26</td><td>Minutes</td><td>{opened('Coversheet.aspx?ItemID=2787&amp;MeetingID=468')}</td></tr>"
    return page(f"<div id='meetings'><table>{''.join(rows)}</table></div><div id='items'><table>{item}</table></div>")


def grid(*rows: str) -> Answer:
    """The older page: a grid of Telerik."""
    return page(f"<table id='ctl00_radGridMeetings_ctl00'>{''.join(rows)}</table>")


def agenda(id_: int, minutes: int, body: str) -> Answer:
    """An agenda as a page."""
    url = f"{SITE}/MeetingView.aspx?MeetingID={id_}&MinutesMeetingID={minutes}&doctype=Agenda"
    return Answer(url=url, body=f"<html><body><form id='form1'>{body}</form></body></html>", type=HTML)


COUNCIL = row(468, "12/01/26", "Council Regular Meeting", "Welcome Park, 4255 Will Lee Road, 7:00 p.m.")
RETREAT = row(467, "11/24/26", "Council Retreat - CANCELLED", "Virtual", 465)
EARLIER = row(465, "09/08/26", "Council Special Meeting", "Council Chamber", 463, pdf=False)
ANCIENT = row(99, "01/06/26", "Council Regular Meeting", "Council Chamber", pdf=False)
ITEMS = (
    "<table><tr><td>7.</td><td><a href='CoverSheet.aspx?ItemID=8352&amp;MeetingID=468'>License plate scanner agreement</a></td>"
    "<td><a href='AttachmentViewer.ashx?AttachmentID=551&amp;ItemID=8352'>Agreement</a></td></tr>"
    "<tr><td>8.</td><td><a href='CoverSheet.aspx?ItemID=8353&amp;MeetingID=468'>Street closures</a></td></tr></table>"
)
OLD_ROW = "<tr class='{}'><td>{}</td><td>{}</td><td>City Hall</td><td><a href='DisplayAgendaPDF.ashx?MeetingID={}'>Agenda</a></td></tr>"
OLDER = (OLD_ROW.format("rgRow", "12/08/2026", "Plan Commission", 601), OLD_ROW.format("rgAltRow", "12/15/2026", "City Council", 602))
BROKEN = "<html><head><title>Runtime Error</title></head><body><h1>Application_Error</h1></body></html>"

TAPES = {
    **in_place_of(responsive(COUNCIL, RETREAT)),
    "happy.warc": [responsive(COUNCIL, RETREAT, EARLIER, ANCIENT), agenda(468, -1, ITEMS), agenda(467, 465, ""), agenda(465, 463, ITEMS)],
    "older.warc": [grid(*OLDER)],
    "fail-empty.warc": [responsive()],
    "fail-tenant.warc": [Answer(url=f"{SITE}/", body=BROKEN, type=HTML)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
