"""Writes the tapes of Rio Verde, a city that does not exist, as OnBase Agenda Online would answer for it."""

import sys
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


def agenda(id_: int, *items: tuple[int, str, str]) -> Answer:
    """The agenda of a meeting as a page: sections with items, whose number stands before the title."""
    rows = "".join(
        f"<div class='accessible-item'><a class='amitem' href='#' onclick='loadAgendaItem({item}); return false;'>{number} "
        f"<span class='accessible-item-text'>{title}</span></a></div>\n"
        for item, number, title in items
    )
    section = f"<div class='accessible-section'><span class='accessible-header-text'>ADOPTION AGENDA</span>{rows}</div>"
    head = "<head><title>OnBase Agenda Online</title></head>"
    body = f"<!DOCTYPE html><html>{head}<body><h1>Agenda</h1>{section if items else ''}</body></html>"
    return Answer(url=f"{SITE}/Meetings/ViewMeetingAgenda?meetingId={id_}&type=agenda", body=body, type=HTML)


ITEMS = [(70001, "S500.", "Contract with Axon for license plate readers"), (70002, "", "Public comment"), (70001, "", "again")]
COUNCIL = link(5262, 1, "Agenda", "Regular Session City Council", "12/1/2026 2:00:00 PM")
OFF = link(5261, 1, "Agenda", "Closed Session - CANCELLED", "11/24/2026 10:00:00 AM")
HELD = [
    link(5218, doctype, label, "Monday Agenda City Council", "9/14/2026 2:00:00 PM") for doctype, label in ((1, "Agenda"), (3, "Summary"))
]
COMMENTS = link(5260, 1, "Public Comment", "Public Comments for Sept 22 City Council", "9/22/2026 10:00:00 AM")
OLD = link(4000, 1, "Agenda", "City Council", "1/6/2026 2:00:00 PM")

TAPES = {
    **in_place_of(home(COUNCIL, OFF)),
    "happy.warc": [
        home(COUNCIL, OFF, COMMENTS, *HELD, OLD),
        agenda(
            5262,
            (70001, "S500.", "Contract with Axon for automated license plate readers"),
            (70002, "", "Public comment"),
            (70001, "", "again"),
        ),
        agenda(5261),
        agenda(5260),
        agenda(5218),
    ],
    "fail-agenda.warc": [home(COUNCIL, OFF), agenda(5262), Answer(url=agenda(5261).url, body="", status=500, type=HTML)],
    "fail-empty.warc": [home()],
    "fail-tenant.warc": [Answer(url=SITE, body="", status=404, type=HTML)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
