"""A meeting of a Legistar InSite calendar, read into a Record, with the items of its page."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from sources import clock, days
from sources.agendas import meeting_words
from sources.agendas.calendar import Meeting
from sources.agendas.legistar_grid import Cell, Cells
from sources.model import Kind, Link, LinkKind, Part, Record

Event = Meeting[Cells, list[Cells]]

NO_DOCUMENTS = frozenset({"Name", "Meeting Date", "ics", "iCalendar", "Meeting Time", "Meeting Location", "Meeting Details", "eComment"})
MEDIA = frozenset({"Video", "Audio", "Captions", "Multimedia"})
ENTRY = re.compile(r"/View\.ashx\?M=IC&ID=(\d+)", re.IGNORECASE)
DETAIL = re.compile(r"/MeetingDetail\.aspx\?ID=(\d+)", re.IGNORECASE)
ANALYSIS = "analysis"  # "Agenda Analysis" is about the agenda, and another document


def key(event: Cells) -> str | None:
    """The id of the meeting, in the link to its entry for calendars (whose column has no name of its own) or to its page."""
    for address in ENTRY, DETAIL:
        for cell in event.values():
            if match := address.search(cell.url):
                return match[1]
    return None


def record(meeting: Event, mark: str | None, site: str, zone: ZoneInfo) -> Record:
    """The meeting. LookupError or ValueError where a column is missing or odd."""
    event, found = meeting.event, key(meeting.event)
    if found is None:
        raise ValueError(f"a meeting without an id: {event['Name'].text!r}")
    name, place, day = event["Name"].text, event["Meeting Location"].text, days.read(event["Meeting Date"].text)
    topic = " ".join(cell.text for heading, cell in event.items() if heading in ("Meeting Topic", "Notes"))
    return Record(
        key=found,
        kind=Kind.MEETING,
        title=meeting_words.title(meeting_words.body(name), day),
        url=(event["Meeting Details"].url if "Meeting Details" in event else "") or site,
        text=topic,
        mark=mark if meeting.items is not None else None,
        stage=meeting_words.stage("", name, place, topic),
        body=meeting_words.body(name),
        location=place,
        starts=clock.starts(day, event["Meeting Time"].text, zone),
        parts=tuple(_parts(meeting.items or ())),
        links=tuple(_links(event, found)),
    )


def _links(event: Cells, found: str) -> Iterator[Link]:
    """The documents; their columns have the names that the client gave them."""
    for heading, cell in event.items():
        if cell.url and heading not in NO_DOCUMENTS and heading not in MEDIA:
            other = ANALYSIS in heading.casefold()
            kind = LinkKind.OTHER if other else meeting_words.kind(heading)
            yield Link(url=cell.url, title=heading, kind=kind, key=f"{found}-{heading.lower().replace(' ', '-')}")


def _parts(items: Iterable[Cells]) -> Iterator[Part]:
    """The items in the order of the page. `thread` is the id of the matter in InSite, `codes` its file number."""
    seen = set()
    for place, item in enumerate(items, start=1):
        titles = list(dict.fromkeys(item[name].text for name in ("Title", "Name", "Agenda Note") if name in item and item[name].text))
        file = item.get("File #", Cell(text="", url=""))
        ids = parse_qs(urlsplit(file.url).query).get("ID", [""])
        if titles:
            yield Part(
                key=ids[0] if ids[0] and ids[0] not in seen else f"row-{place}",
                title=titles[0],
                number=item["Agenda #"].text if "Agenda #" in item else "",
                text="\n".join(titles[1:]),
                thread=ids[0] or None,
                codes=(file.text,) if file.text else (),
            )
            seen.add(ids[0])
