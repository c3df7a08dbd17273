"""Writes the tapes of Rio Verde, a city that does not exist, as OnBase Agenda Online would answer for it."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://rioverde.hylandcloud.com/221agendaonline"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-rio-verde"
HTML = "text/html; charset=utf-8"


def link(id_: int, doctype: int, label: str, name: str, when: str) -> str:
    """A link to a document, in the title of which all is said of the meeting."""
    title = f"View { {1: 'Agenda', 2: 'Minutes', 3: 'Summary'}[doctype] } for {name} on {when}"
    return f"<a href='/221agendaonline/Meetings/ViewMeeting?id={id_}&amp;doctype={doctype}&amp;site=council' title='{title}'>{label}</a>"


def home(*links: str) -> Answer:
    """The home page of the site."""
    rows = "".join(f"<div class='row'><p>{each}</p></div>\n" for each in links)
    tab = f"<div id='meetings-list'><div id='meetings-list-upcoming'>{rows}</div></div>"
    body = f"<!DOCTYPE html><html><head><title>Home - OnBase Agenda Online</title></head><body>{tab}</body></html>"
    return Answer(url=SITE, body=body, type=HTML)


HEAD = "<head><title>{}OnBase Agenda Online</title></head>"


def outline(*items: tuple[int, str, str]) -> str:
    """The outline of an agenda: a section with items, whose number stands before the title."""
    rows = "".join(
        f"<div class='accessible-item'><a class='amitem' href='#' onclick='loadAgendaItem({item}); return false;'>{number} "
        f"<span class='accessible-item-text'>{title}</span></a></div>\n"
        for item, number, title in items
    )
    called = (
        "<a href='#' onclick='loadAgendaSection(12509); return false;'>7. <span class='accessible-header-text'>CONSENT AGENDA</span></a>"
    )
    return f"<div class='accessible-section'><h2>{called}</h2>{rows}</div>"


def agenda(id_: int, *items: tuple[int, str, str]) -> Answer:
    """The agenda of a meeting as an outline."""
    body = f"<!DOCTYPE html><html>{HEAD.format('')}<body><h1>Agenda</h1>{outline(*items) if items else ''}</body></html>"
    return Answer(url=f"{SITE}/Meetings/ViewMeetingAgenda?meetingId={id_}&type=agenda", body=body, type=HTML)


def error(id_: int) -> Answer:
    """What a site with the other make answers for an outline: it redirects to its page for errors."""
    body = f"<!DOCTYPE html><html>{HEAD.format('Error - ')}<body><h2>Page not found</h2></body></html>"
    return Answer(url=agenda(id_).url, body=body, type=HTML)


def cells(*cells: str) -> str:
    """A table of one row, as Aspose writes it."""
    return f"<table><tr>{''.join(f'<td>{each}</td>' for each in cells)}</tr></table>"


def called(id_: int, title: str, *, section: bool = False) -> str:
    """A title that calls the script of the page."""
    return f'<p><a name="I{id_}"></a><a href="javascript:loadAgendaItem({id_},{str(section).lower()});">{title}</a></p>'


def document(id_: int, *rows: str) -> Answer:
    """The agenda of a meeting as a Word document that was turned into HTML."""
    head = "<head><meta name='generator' content='Aspose.Words for .NET 23.11.0' /></head>"
    body = f"<html>{head}<body><div>{''.join(rows)}</div></body></html>"
    return Answer(url=f"{SITE}/Documents/ViewAgenda?meetingId={id_}&type=agenda&doctype=1", body=body, type=HTML)


def item(meeting: int, id_: int, *files: str) -> Answer:
    """The page of an item with its files."""
    body = f"<!DOCTYPE html><html>{HEAD.format('')}<body><h2>Supporting Documents</h2>{''.join(files)}</body></html>"
    url = f"{SITE}/Meetings/ViewMeetingAgendaItem?meetingId={meeting}&itemId={id_}&isSection=false&type=agenda"
    return Answer(url=url, body=body, type=HTML)


def address(meeting: int, id_: int, published: int, name: str) -> str:
    """Where a file of an item is."""
    query = f"documentType=1&meetingId={meeting}&itemId={id_}&publishId={published}&isSection=False&isAttachment=True"
    return f"/221agendaonline/Documents/DownloadFile/{name}.pdf?{query}"


def shell(path: str) -> Answer:
    """The page of a file: a script that says where the bytes are."""
    script = "window.location = window.location.toString().replace('DownloadFile', 'DownloadFileBytes');"
    body = f"<!DOCTYPE html><html><head><title>Downloading...</title></head><body><script>{script}</script></body></html>"
    return Answer(url=f"https://rioverde.hylandcloud.com{path}", body=body, type=HTML)


def file(path: str, number: int, title: str) -> str:
    """The link of a file."""
    return f"<a href='{path.replace('&', '&amp;')}' id='lnkAttachment_{number}'>{title}</a>"


ITEMS = [
    (70001, "S500.", "Contract with Axon for automated license plate readers"),
    (70002, "", "Public comment"),
    (70001, "", "again"),
]
REPORT = address(5262, 70001, 161658, "STAFF%20REPORT")
QUOTE = address(5262, 70001, 161659, "Quote")
PLAN = address(5263, 94178, 161700, "Plan")
BOARD = [
    cells("<p>E.</p>", called(66795, "OLD BUSINESS", section=True)),
    "<table>"
    f"<tr><td><p>a.</p></td><td colspan='2'>{called(94178, 'CASE: S12879 <span>(SO)</span>')}</td></tr>"
    "<tr><td><p>&#xa0;</p></td><td><p>REQUEST:</p></td><td><p>Cameras along Harbor Road</p></td></tr>"
    f"<tr><td><p>b.</p></td><td colspan='2'>{called(95991, 'CASE: S12884')}<p>Postponed from June</p></td></tr></table>",
    cells(called(47768, "21. Consolidated annexation")) + "<p>No part of an item</p>",
]
COUNCIL = link(5262, 1, "Agenda", "Regular Session City Council", "12/1/2026 2:00:00 PM")
PLANNING = link(5263, 1, "Agenda", "Planning Commission", "12/3/2026 6:00:00 PM")
OFF = link(5261, 1, "Agenda", "Closed Session - CANCELLED", "11/24/2026 10:00:00 AM")
HELD = [
    link(5218, doctype, label, "Monday Agenda City Council", "9/14/2026 2:00:00 PM") for doctype, label in ((1, "Agenda"), (3, "Summary"))
]
COMMENTS = link(5260, 1, "Public Comment", "Public Comments for Sept 22 City Council", "9/22/2026 10:00:00 AM")
OLD = link(4000, 1, "Agenda", "City Council", "1/6/2026 2:00:00 PM")

TAPES = {
    **in_place_of(home(COUNCIL, OFF)),
    "happy.warc": [
        home(COUNCIL, PLANNING, OFF, COMMENTS, *HELD, OLD),
        agenda(5262, *ITEMS),
        item(5262, 70001, file(REPORT, 867029, "Staff report"), file(QUOTE, 867030, ""), "<a href='/221agendaonline/'>Back</a>"),
        shell(REPORT),
        item(5262, 70002),
        error(5263),
        document(5263, *BOARD),
        item(5263, 94178, file(PLAN, 867040, "Plan")),
        item(5263, 95991),
        item(5263, 47768),
        agenda(5261),
        agenda(5260),
        agenda(5218, (60001, "1.", "Held before it was known: its files are not asked for")),
    ],
    "fail-item.warc": [home(COUNCIL), agenda(5262, *ITEMS), replace(item(5262, 70001), body="", status=500), item(5262, 70002)],
    "fail-agenda.warc": [
        home(COUNCIL, OFF),
        agenda(5262),
        Answer(url=agenda(5261).url, body="", status=500, type=HTML),
        Answer(url=document(5261).url, body=b"%PDF-1.7", type="application/pdf"),
    ],
    "fail-empty.warc": [home()],
    "fail-tenant.warc": [Answer(url=SITE, body="", status=404, type=HTML)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
