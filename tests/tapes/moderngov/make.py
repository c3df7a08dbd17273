"""Writes the tapes of Marlowe, a borough that does not exist, as the web service of ModernGov would answer for it."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

API = "https://democracy.marlowe.example/mgWebService.asmx"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "gb-zz-marlowe"
XML = "text/xml; charset=utf-8"


def fields(**said: object) -> str:
    """Elements, each with a text."""
    return "".join(f"<{name}>{value}</{name}>" for name, value in said.items())


def answer(path: str, body: str, status: int = 200) -> Answer:
    """An answer of the service."""
    return Answer(url=f"{API}/{path}", body=f'<?xml version="1.0" encoding="utf-8"?>\n{body}', type=XML, status=status)


def committees(*bodies: str) -> Answer:
    """The list of committees."""
    return answer("GetCommittees", f"<committees><committeescount> {len(bodies)}</committeescount>{''.join(bodies)}</committees>")


def committee(id_: int, title: str, *, over: bool = False) -> str:
    """A committee; one that was dissolved stays in the list."""
    return f"<committee>{fields(committeeid=id_, committeetitle=title, committeedeleted='False', committeeexpired=over)}</committee>"


def meetings(id_: int, title: str, *held: str, counted: int | None = None) -> Answer:
    """The meetings of a committee in the window. The count has a blank before it."""
    counts = fields(meetingscount=f" {len(held) if counted is None else counted}", committeescount=" 1")
    body = f"<committee>{fields(committeeid=id_, committeetitle=title)}<committeemeetings>{''.join(held)}</committeemeetings></committee>"
    query = f"lCommitteeId={id_}&sFromDate={quote('22/08/2026', safe='')}&sToDate={quote('04/01/2027', safe='')}"
    return answer(f"GetMeetings?{query}", f"<getmeetings>{counts}{body if held else ''}</getmeetings>")


def meeting(id_: int, day: str, time: str, status: str = "Confirmed") -> str:
    """A meeting in a list."""
    return f"<meeting>{fields(meetingid=id_, meetingdate=day, meetingstatus=status, meetingtime=time, iswebcast='False')}</meeting>"


def detail(id_: int, body: str = "", status: int = 200) -> Answer:
    """What the service says of one meeting."""
    return answer(f"GetMeeting?lMeetingId={id_}", f"<meeting>{fields(meetingid=id_)}{body}</meeting>", status)


def item(id_: int, title: str, text: str = "", *documents: str) -> str:
    """An item of an agenda; its text is HTML that was escaped."""
    said = fields(agendaitemid=id_, agendaitemtitle=title, agendatext=text)
    return f"<agendaitem>{said}<linkeddocuments>{''.join(documents)}</linkeddocuments></agendaitem>"


def document(id_: int, title: str, *, restricted: bool = False) -> str:
    """A document; what is restricted is listed all the same."""
    url = f"https://democracy.marlowe.example/mgConvert2PDF.aspx?ID={id_}"
    return f"<linkeddoc>{fields(attachmentid=id_, title=title, url=url, publicationdate='18/11/2026', isrestricted=restricted)}</linkeddoc>"


AUDIT, LICENSING, OLD = (
    committee(144, "Audit Committee"),
    committee(163, "Licensing Committee"),
    committee(312, "Shadow Executive", over=True),
)
PACK = f"<linkeddocuments>{document(60850, 'Agenda reports pack')}</linkeddocuments>"
ITEMS = "".join((
    item(51890, "Apologies"),
    item(
        51891, "Live facial recognition: data protection impact", "&lt;p&gt;To note the &lt;b&gt;report&lt;/b&gt; of the Officer&lt;/p&gt;",
        document(60860, "Report"), document(60861, "Part 2", restricted=True),
    ),
))  # fmt: skip
HELD = (meeting(4966, "24/11/2026", "10.00 am", "Cancelled"), meeting(4967, "01/12/2026", "10.00 am"))

TAPES = {
    **in_place_of(committees(AUDIT)),
    "happy.warc": [
        committees(OLD, AUDIT, LICENSING),
        meetings(144, "Audit Committee", *HELD),
        meetings(163, "Licensing Committee"),
        detail(4966),
        detail(4967, f"{PACK}<agendaitems>{ITEMS}</agendaitems>"),
    ],
    "quiet.warc": [committees(LICENSING), meetings(163, "Licensing Committee")],
    "fail-detail.warc": [committees(AUDIT), meetings(144, "Audit Committee", *HELD), detail(4966), detail(4967, status=500)],
    "fail-empty.warc": [committees()],
    "fail-fewer.warc": [committees(AUDIT), meetings(144, "Audit Committee", HELD[0], counted=2), detail(4966)],
    "fail-tenant.warc": [
        Answer(url=f"{API}/GetCommittees", body="<html><body>Web service is disabled</body></html>", type="text/html", status=403)
    ],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
