"""Writes the tapes of Netherby, a borough that does not exist, as the pages of ModernGov would show it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

SITE = "https://moderngov.netherby.example"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "gb-zz-netherby"
HTML = "text/html; charset=utf-8"


def page(path: str, title: str, body: str, status: int = 200) -> Answer:
    """A page with the head that all of them have."""
    text = f"<!DOCTYPE html><html><head><title>{title} - Modern Council</title></head><body><div id='modgov'>{body}</div></body></html>"
    return Answer(url=f"{SITE}/{path}", body=text, type=HTML, status=status)


def committees(*names: str) -> Answer:
    """The list of committees."""
    rows = "".join(f"<li><a href='mgCommitteeDetails.aspx?ID={711 + place}'>{name}</a></li>" for place, name in enumerate(names))
    return page("mgListCommittees.aspx?bcr=1", "Committee structure", f"<ul>{rows}</ul>")


def meetings(committee: int, *rows: str) -> Answer:
    """The meetings of a committee."""
    table = f"<div class='mgTableBorder'><ul>{''.join(rows)}</ul></div>" if rows else "<p>There are no meetings.</p>"
    return page(f"ieListMeetings.aspx?CommitteeId={committee}", "Browse meetings", table)


def row(id_: int, when: str, said: str = "") -> str:
    """A meeting, and what there is of it."""
    return f"<li><a class='mgMeetingTableLnk' href='ieListDocuments.aspx?CId=711&amp;MId={id_}&amp;Ver=4'>{when}</a>{said}</li>"


def agenda(id_: int, body: str) -> Answer:
    """The page of a meeting."""
    return page(f"ieListDocuments.aspx?CId=711&MId={id_}&Ver=4", "Agenda", body)


def file(folder: str, name: str, label: str) -> str:
    """A link to a document, whose size is part of its name."""
    return f"<a href='documents/{folder}/{name}.pdf'>{label} <span class='mgFileSize'>PDF 161 KB</span></a>"


ITEM = (
    "<tr><td class='mgItemNumberCell'><p><a name='AI51902'></a>59.</p></td><td><p class='mgAiTitleTxt'>"
    + file("s112217", "CCTV report", "Town centre CCTV upgrade")
    + "</p><div class='mgWordPara'><p>To approve the contract.</p></div><ul><li>"
    + file("s112218", "Annex 1", "Annex 1 <span class='mgHide'>, item 59.</span>")
    + "</li></ul></td></tr>"
)
BODY = (
    "<p><span class='mgLabel'>Venue: </span>Guildhall, Netherby. <a href='mgLocationDetails.aspx?RID=1'> View directions</a></p><ul><li>"
    + file("g10230", "Agenda frontsheet", "Agenda frontsheet").replace(".pdf'", ".pdf?T=0'")
    + f"</li></ul><table id='mgItemTable'><tr><th>No.</th><th>Item</th></tr>{ITEM}</table>"
)
NEXT, OFF = row(10230, "3 Dec 2026&nbsp;7:30 pm", " - Agenda"), row(10160, "26 Nov 2026&nbsp;7:30 pm", " - CANCELLED")

TAPES = {
    **in_place_of(committees("North Neighbourhood Committee")),
    "happy.warc": [
        committees("North Neighbourhood Committee", "Scrutiny Panel"),
        meetings(711, NEXT, OFF, row(9000, "6 Jan 2026&nbsp;7:30 pm", " - Minutes")),
        meetings(712),
        agenda(10230, BODY),
        agenda(10160, ""),
    ],
    "fail-empty.warc": [committees()],
    "fail-silent.warc": [committees("Council"), page("ieListMeetings.aspx?CommitteeId=711", "Browse meetings", "<p>Welcome</p>")],
    "fail-tenant.warc": [Answer(url=committees().url, body="<html><title>404</title></html>", type=HTML, status=404)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
