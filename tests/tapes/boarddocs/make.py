"""Writes the tapes of Lindale, a school district that does not exist, as BoardDocs would answer for it in its two ways."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://go.boarddocs.com/zz/lindale/Board.nsf"
COMMITTEE = "A4EP6J588C05"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
LISTED, ACTIVE = HERE / "us-zz-lindale-schools", HERE / "us-zz-lindale-trustees"
HTML = "text/html; charset=utf-8"

Fields = dict[str, str]


def post(name: str, body: object, id_: str = "", *, type_: str = HTML) -> Answer:
    """An answer to a form."""
    form = {**({"id": id_} if id_ else {}), "current_committee_id": COMMITTEE}
    return Answer(url=f"{SITE}/{name}?open", body=body, method="POST", sent=urlencode(form).encode(), type=type_)


def listing(*rows: Fields) -> Answer:
    """The list of meetings, which ends with an empty object."""
    return post("BD-GetMeetingsList", [*rows, {}], type_="application/json")


def row(unique: str, name: str, day: str) -> Fields:
    """A meeting of the list."""
    return {"unique": unique, "name": name, "current": "0", "preliveoak": "", "numberdate": day, "unid": f"{unique}00000000"}


def about(unique: str, name: str, text: str) -> Answer:
    """The page about a meeting."""
    return post(
        "BD-GetMeeting",
        f"<div id='view-meeting'><div class='meeting-name'>{name}</div><div class='meeting-description'>{text}</div></div>",
        unique,
    )


def agenda(unique: str, body: str) -> Answer:
    """The agenda of a meeting."""
    return post("BD-GetAgenda", body, unique)


def active(*meetings: str) -> Answer:
    """The file of all active meetings, in no order of their days."""
    return Answer(
        url=f"{SITE}/XML-ActiveMeetings",
        body=f'<?xml version="1.0" encoding="UTF-8"?>\n<meetings>{"".join(meetings)}</meetings>',
        type="text/xml",
    )


def meeting(id_: str, name: str, day: str, body: str = "", text: str = "") -> str:
    """A meeting of that file."""
    start = f"<start><date format='yyyy-mm-dd'>{day}</date><english><date>December 1, 2026</date></english></start>"
    said = f"<name>{name}</name>{start}<description>{text}</description>{body}"
    return f"<meeting bodyid='{COMMITTEE}' bodyname='Board of Trustees' id='{id_}'>{said}</meeting>"


ITEMS = (
    "<dl class='wrap-category'><dt class='category' unique='DCAT1'><span class='order'>1.</span>"
    "<span class='category-name'>Consent</span></dt></dl>"
    "<li class='item' unique='DITM1'><span class='order'>A.</span><span class='title'>Visitors and facial recognition</span></li>"
    "<li class='item' unique='DITM2'><span class='order'>B.</span><span class='title'> </span></li>"
)
COUNCIL = row("D5CSV7744EBE", "Board Meeting @ 6:30 p.m.", "20261201")
RETREAT = row("D4UH4C46A5FD", "Special Board Meeting/Board Retreat - CANCELED", "20261124")
CATEGORY = (
    "<category id='B5NM4E580C55' order='1'><name>1. Public Participation</name></category>"
    "<category id='B55S9D5E0D45' order='2'><name>2. New Business</name>"
    "<agendaitems><item id='B55S9L5E2A28' order='1'><name>A. Camera vendor selection</name><actiontype>Action</actiontype></item>"
    "</agendaitems></category>"
)
FIRST = meeting("B58S7H5DDC64", "Notice of Regular Meeting", "2026-12-01", CATEGORY, "There will be a meeting\n at 9:30 A.M.")
SECOND = meeting("B55S995DF24B", "Investment Committee Meeting", "2026-09-10")

TAPES = {
    LISTED: {
        **in_place_of(listing(COUNCIL, RETREAT)),
        "happy.warc": [
            listing(COUNCIL, RETREAT, row("B2LV5B616703", "Board Meeting", "20180716")),
            about("D5CSV7744EBE", "Board Meeting", "Multipurpose Room<br>1400 Fuller Ave."),
            agenda("D5CSV7744EBE", ITEMS),
            about("D4UH4C46A5FD", "Special Board Meeting", "8:30 a.m. - 11:00 a.m."),
            agenda("D4UH4C46A5FD", "<dl class='wrap-category'></dl>"),
        ],
        "fail-empty.warc": [listing()],
        "fail-tenant.warc": [Answer(url=f"{SITE}/BD-GetMeetingsList?open", method="POST", body="", status=404, type=HTML)],
    },
    ACTIVE: {
        **in_place_of(active(FIRST)),
        "happy.warc": [active(FIRST, SECOND, meeting("B0", "Board Meeting", "2018-10-25"))],
        "fail-empty.warc": [active()],
    },
}  # fmt: skip

if __name__ == "__main__":
    for folder, tapes in TAPES.items():
        for name, answers in tapes.items():
            write(folder / name, answers, AT)
