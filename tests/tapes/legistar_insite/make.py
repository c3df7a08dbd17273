"""Writes the tapes of Ashgrove, a county that does not exist, as its Legistar InSite would answer for it."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://ashgrove.legistar.com"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-ashgrove"
HTML = "text/html; charset=utf-8"
GUID = "A45BA336-0000-4000-8000-{:012}"
COLUMNS = (
    "Name",
    "Meeting Date",
    "",
    "Meeting Time",
    "Meeting Location",
    "Meeting Details",
    "Agenda",
    "Agenda Analysis",
    "Minutes",
    "Video",
)
ITEM_COLUMNS = ("File #", "Ver.", "Agenda #", "Name", "Type", "Title", "Action", "Result")
GRID = "ctl00$ContentPlaceHolder1$gridCalendar$ctl00$ctl02$ctl00$ctl0{}"
YEARS = "ctl00_ContentPlaceHolder1_lstYears"


def view(kind: str, id_: int) -> str:
    """The address of a file of a meeting."""
    return f"View.ashx?M={kind}&amp;ID={id_}&amp;GUID={GUID.format(id_)}"


def link(href: str, text: str) -> str:
    """A cell with a link, or with the words that there is none."""
    return f'<td><font size="2"><a href="{href}">{text}</a></font></td>' if href else "<td><a>Not&nbsp;available</a></td>"


def meeting(id_: int, name: str, date: str, time: str, place: str, **files: str) -> str:
    """A row of the calendar; `files` are the addresses of its documents, and `details` whether its page is public."""
    details = f"MeetingDetail.aspx?ID={id_}&amp;GUID={GUID.format(id_)}&amp;Options=info|&amp;Search="
    return "".join((
        '<tr class="rgRow" valign="top">', link("DepartmentDetail.aspx?ID=41792", name), f'<td class="rgSorted">{date}</td>',
        link(view("IC", id_), '<img src="Images/ical.gif">'), f"<td><span>{time}</span></td><td>{place}</td>",
        link(details if files.get("details") else "", "Meeting&nbsp;details"), link(files.get("agenda", ""), "Agenda"),
        link(files.get("analysis", ""), "Agenda Analysis"), link(files.get("minutes", ""), "Minutes"),
        f"""<td><a href="#" onclick="window.open('Video.aspx?ID1={id_}')">Video</a></td></tr>""",
    ))  # fmt: skip


def grid(name: str, columns: tuple[str, ...], rows: tuple[str, ...], pager: str = "") -> str:
    """A grid of Telerik."""
    heads = "".join(f'<th class="rgHeader"><a href="#">{each}</a></th>' if each else '<th class="rgHeader"></th>' for each in columns)
    body = f"<thead><tr>{pager and f'<td colspan=10>{pager}</td>'}</tr><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<table class="rgMasterTable" id="ctl00_ContentPlaceHolder1_{name}_ctl00">{body}</table>'


def pager(page: int, rows: int, first: int, last: int) -> str:
    """Two pages, and how many rows are on which."""
    shown = ["", ""]
    shown[page - 1] = ' class="rgCurrentPage"'
    links = "".join(
        f"""<a{shown[n]} href="javascript:__doPostBack('{GRID.format(2 + 2 * n)}','')"><span>{n + 1}</span></a>""" for n in (0, 1)
    )
    words = f"&nbsp;Page <strong>{page}</strong> of <strong>2</strong>, items <strong>{first}</strong> to <strong>{last}</strong>"
    return f'<div class="rgWrap rgNumPart">{links}</div><div class="rgWrap rgInfoPart">{words} of <strong>{rows}</strong>.</div>'


def page(year: str, content: str, state: str) -> str:
    """The calendar, with the state that its form has to give back."""
    fields = f'<input type="hidden" name="__VIEWSTATE" value="{state}"><input type="hidden" name="__EVENTVALIDATION" value="v{state}">'
    chosen = f'<input name="ctl00$ContentPlaceHolder1$lstYears" id="{YEARS}_Input" value="{year}" readonly>'
    upcoming = grid("gridUpcomingMeetings", ("Name",), ('<tr class="rgRow"><td>Board of Supervisors</td></tr>',))
    form = f'<form method="post" action="./Calendar.aspx" id="aspnetForm">{fields}{chosen}{upcoming}{content}</form>'
    return f"<!DOCTYPE html><html><head><title>Ashgrove County - Calendar</title></head><body>{form}</body></html>"


def opened(body: str) -> Answer:
    """The calendar as it is found."""
    return Answer(url=f"{SITE}/Calendar.aspx", body=body, type=HTML)


def posted(year: int, body: str, target: str = "ctl00$ContentPlaceHolder1$lstYears") -> Answer:
    """The calendar after its form was posted back."""
    fields = {f"{YEARS}_ClientState": f'{{"value":"{year}"}}', "__EVENTTARGET": target}
    return Answer(url=f"{SITE}/Calendar.aspx", method="POST", sent=urlencode(fields).encode(), body=body, type=HTML)


def details(id_: int, rows: tuple[str, ...], status: int = 200) -> Answer:
    """The page of a meeting."""
    body = page("", grid("gridMain", ITEM_COLUMNS, rows), "d") if rows else page("", "<p>See the agenda.</p>", "d")
    url = f"{SITE}/MeetingDetail.aspx?ID={id_}&GUID={GUID.format(id_)}&Options=info|&Search="
    return Answer(url=url, body=body if status == 200 else "", type=HTML, status=status)


def item(id_: int, file: str, number: str, name: str, title: str) -> str:
    """A row of an agenda."""
    matter = link(f"LegislationDetail.aspx?ID={id_}&amp;GUID={GUID.format(id_)}&amp;Options=&amp;Search=" if file else "", file)
    cells = "".join(f"<td>{each}</td>" for each in ("1", number, name, "Ordinance", title, "", ""))
    return f'<tr class="rgAltRow">{matter if file else "<td>&nbsp;</td>"}{cells}</tr>'


BOARD = meeting(
    1062689, "Board of Supervisors", "12/15/2026", "9:30 AM", "Chamber, 5th Floor<br /><em>Join by telephone</em>",
    details="yes", agenda=view("A", 1062689), analysis=view("E1", 1062689),
)  # fmt: skip
CANCELLED = meeting(1062700, "Budget Committee", "12/2/2026", "", "CANCELLED")
PAST = meeting(
    1061001, "Board of Supervisors", "9/1/2026", "9:30 AM", "Chamber, 5th Floor",
    details="yes", agenda="https://media.legistar.example/ashgrove/agenda%209.1.pdf", minutes=view("M", 1061001),
)  # fmt: skip
OLD = meeting(1050001, "Board of Supervisors", "1/6/2026", "9:30 AM", "Chamber, 5th Floor", agenda=view("A", 1050001))
ITEMS = (
    item(0, "", "1.", "", "Roll Call"),
    item(88112, "26-1187", "14.", "Drone agreement", "Ordinance approving an agreement with Kestrel Robotics for unmanned aircraft"),
    item(88112, "26-1187", "14.a", "", "Presentation by the Sheriff"),
)
NOTHING = '<tr class="rgNoRecords"><td colspan="10">No records to display.</td></tr>'
THIS_MONTH = page("This Month", grid("gridCalendar", COLUMNS, (BOARD,)), "s0")
FIRST = page("2026", grid("gridCalendar", COLUMNS, (BOARD, CANCELLED), pager(1, 4, 1, 2)), "s1")
SECOND = page("2026", grid("gridCalendar", COLUMNS, (PAST, OLD), pager(2, 4, 3, 4)), "s2")
NONE = page("2027", grid("gridCalendar", COLUMNS, (NOTHING,)), "s3")
SHORT = page("2026", grid("gridCalendar", COLUMNS, (PAST,), pager(2, 4, 3, 4)), "s2")

TAPES = {
    **in_place_of(opened(THIS_MONTH)),
    "happy.warc": [
        opened(THIS_MONTH),
        posted(2026, FIRST),
        details(1062689, ITEMS),
        posted(2026, SECOND, GRID.format(4)),
        details(1061001, ()),
        posted(2027, NONE),
    ],
    "fail-agenda.warc": [
        opened(THIS_MONTH), posted(2026, FIRST), details(1062689, ITEMS, 500), posted(2026, SECOND, GRID.format(4)), details(1061001, ()),
        posted(2027, NONE),
    ],
    "fail-count.warc": [
        opened(THIS_MONTH), posted(2026, FIRST), details(1062689, ITEMS), posted(2026, SHORT, GRID.format(4)), details(1061001, ()),
    ],
    "fail-empty.warc": [opened(THIS_MONTH), posted(2026, NONE.replace("2027", "2026")), posted(2027, NONE)],
    "fail-error.warc": [
        replace(opened(""), status=302, headers=(("Location", f"{SITE}/Error.aspx"),)),
        Answer(url=f"{SITE}/Error.aspx", body="<html><body><h1>We are sorry</h1></body></html>", type=HTML),
    ],
    "fail-period.warc": [opened(THIS_MONTH), posted(2026, THIS_MONTH)],
}  # fmt: skip

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
