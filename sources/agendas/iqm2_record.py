"""A row of the calendar of IQM2 and the page of its meeting, read into a Record."""

import re
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from sources import clock, days
from sources.agendas import items, meeting_words
from sources.agendas.calendar import Meeting
from sources.markup import Element
from sources.model import Kind, Link, LinkKind, Part, Record

MEETING = "a[href*='Detail_Meeting.aspx?ID=' i]"
MATTER = "a[href*='Detail_LegiFile' i]"
FILE = "a[href*='FileOpen' i], a[href*='FileView' i]"
KINDS = {"14": LinkKind.AGENDA, "1": LinkKind.PACKET, "15": LinkKind.MINUTES, "12": LinkKind.MINUTES}
"""By the `Type` of a file: agenda, agenda packet, minutes (or a summary of them), minutes packet."""
SAID = re.compile(r"^\s*(Board|Type|Status):\s*(.*)$")


def key(row: Element) -> str:
    """The id of the meeting; empty where the row has none."""
    link = row.first(MEETING)
    return _number("ID", link.attr("href")) if link else ""


def tooltip(row: Element) -> str:
    """Board, type, status and place, in lines, as the row shows them to a mouse."""
    link = row.first(MEETING)
    return (link.get("title") or "") if link else ""


def when(row: Element) -> str:
    """The day and the time, as printed."""
    link = row.first(MEETING)
    return link.text if link else ""


def files(row: Element) -> list[Element]:
    """The links to files that exist: for others there are links without address."""
    return row.all(FILE)


def has_agenda(row: Element) -> bool:
    """Whether an agenda or its packet is there."""
    return any(_number("Type", link.attr("href")) in ("1", "14") for link in files(row))


def record(meeting: Meeting[Element, Element | None], mark: str | None, zone: ZoneInfo) -> Record:
    """The meeting. LookupError or ValueError where its row is odd."""
    row = meeting.event
    link, details = row.need(MEETING), row.need(".RowDetails").text
    lines = tooltip(row).splitlines()
    said = {match[1]: match[2] for line in lines if (match := SAID.match(line))}
    day = days.read(link.text)
    body = said.get("Board") or details.rpartition(" - ")[0] or details
    return Record(
        key=key(row),
        kind=Kind.MEETING,
        title=meeting_words.title(meeting_words.body(body), day),
        url=link.link(),
        mark=mark,
        stage=meeting_words.stage(said.get("Status", ""), details, row.need(".RowTop").text),
        type=said.get("Type", ""),
        body=meeting_words.body(body),
        location=", ".join(line.strip() for line in lines[1:] if line.strip() and not SAID.match(line)),
        starts=clock.starts(day, clock.find(link.text), zone),
        parts=_parts(meeting.items) if meeting.items is not None else (),
        links=tuple(_file(link) for link in files(row)),
    )


def _file(link: Element) -> Link:
    type_ = _number("Type", link.attr("href"))
    kind = KINDS.get(type_, LinkKind.ATTACHMENT)
    return Link(url=link.link(), title=link.text or kind.capitalize(), kind=kind, key=f"{type_}-{_number('ID', link.attr('href'))}")


def _parts(page: Element) -> tuple[Part, ...]:
    """The rows of the agenda that have a title; comments and files belong to the row before them."""
    found: list[Part] = []
    for row in page.all("#MeetingDetail tr"):
        title, matter, attached = row.first("td.Title"), row.first(MATTER), row.all(FILE)
        if found and (row.first("td.Comments") or (attached and not matter)):
            found[-1] = _with_more(found[-1], row.first("td.Comments"), attached)
        elif title and title.text:
            thread = _number("ID", matter.attr("href")) if matter else ""
            number = next((cell.text for cell in row.all("td.Num") if cell.text), "")
            found.append(Part(key=thread, title=title.text, number=number, thread=thread or None))
    return items.distinct(found)


def _with_more(part: Part, comment: Element | None, attached: Iterable[Element]) -> Part:
    text = "\n\n".join(filter(None, (part.text, comment.text if comment else "")))
    links = tuple(replace(_file(link), kind=LinkKind.ATTACHMENT) for link in attached)
    return replace(part, text=text, links=(*part.links, *links))


def _number(name: str, address: str) -> str:
    match = re.search(rf"[?&]{name}=(\d+)", address, re.IGNORECASE)
    return match[1] if match else ""
