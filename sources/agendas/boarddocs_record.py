"""A meeting of BoardDocs, from its list or from its file of active meetings, read into a Record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from sources import clock, days
from sources.agendas import items, meeting_words
from sources.agendas.answer import Fields
from sources.agendas.calendar import Meeting
from sources.agendas.meeting_words import line, lines
from sources.markup import Element
from sources.model import Kind, Part, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A meeting as it is listed; `file` is it in the file of active meetings, with its items."""

    key: str
    name: str
    held: str
    body: str = ""
    about: str = ""
    file: ET.Element | None = None

    @property
    def day(self) -> date | None:
        """When it is held."""
        return days.find(self.held)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pages:
    """What else a meeting of a list has: a page about it, and its agenda."""

    about: Element
    items: Element


Row = Meeting[Event, Pages | None]


def listed(fields: Fields) -> Event:
    """A meeting of the list of a committee; its day is written 20240522."""
    number = str(fields.get("numberdate"))
    return Event(key=line(fields.get("unique")), name=line(fields.get("name")), held=f"{number[:4]}-{number[4:6]}-{number[6:]}")


def active(meeting: ET.Element) -> Event:
    """A meeting of the file of active meetings."""
    name, held, about = (meeting.findtext(path, "") for path in ("name", "start/date", "description"))
    return Event(
        key=meeting.get("id", ""), name=line(name), held=held, body=line(meeting.get("bodyname")), about=lines(about), file=meeting
    )


def record(row: Row, mark: str | None, site: str, zone: ZoneInfo) -> Record:
    """The meeting. ValueError where its id, its name or its day is missing."""
    event = row.event
    held = event.day
    if held is None or not event.name or not event.key:
        raise ValueError(f"meeting {event.key!r} has no day, no name or no id")
    described = row.items.about.first(".meeting-description") if row.items else None
    about = described.text if described else event.about
    return Record(
        key=event.key,
        kind=Kind.MEETING,
        title=meeting_words.title(event.name, held),
        url=f"{site}/goto?open&id={event.key}",
        text=about,
        mark=mark,
        stage=meeting_words.stage("", event.name),
        body=event.body or meeting_words.body(event.name.partition(" @ ")[0]),
        starts=clock.starts(held, clock.find(event.name) or clock.find(about), zone),
        parts=items.distinct(_of_page(row.items.items if row.items else None) if event.file is None else _of_file(event.file)),
    )


def _of_file(event: ET.Element) -> Iterator[Part]:
    """Categories and their items: either may say what matters."""
    for category in event.findall("category"):
        yield _part(category)
        for item in category.findall("agendaitems/item"):
            yield _part(item, line(item.findtext("actiontype")))


def _part(of: ET.Element, text: str = "") -> Part:
    number, _, title = line(of.findtext("name")).partition(" ")
    numbered = number.endswith(".") and title
    return Part(key=of.attrib["id"], title=title if numbered else line(of.findtext("name")), number=number if numbered else "", text=text)


def _of_page(page: Element | None) -> Iterator[Part]:
    for row in page.all("dt.category, li.item, dd.item") if page else []:
        number, title = row.first(".order"), row.first(".title, .category-name")
        if title is not None:
            key = row.get("unique") or row.get("id") or ""
            yield Part(key=key, title=title.text, number=number.text if number else "")
