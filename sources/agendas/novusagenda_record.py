"""A row of the list of NovusAGENDA and the page of its agenda, read into a Record."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from sources import clock, days
from sources.agendas import items, meeting_words
from sources.agendas.calendar import Meeting
from sources.markup import Element
from sources.model import Kind, Link, LinkKind, Part, Record

MEETING = re.compile(r"[?&]MeetingID=(\d+)", re.IGNORECASE)  # not MinutesMeetingID
MINUTES = re.compile(r"[?&]MinutesMeetingID=(\d+)", re.IGNORECASE)
OPENED = re.compile(r"window\.open\('([^']+)'")
NUMBER = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,6})(?:\.[\da-z]{1,3})?[.)]")
ITEM = "a[href*='overSheet' i], a[onclick*='overSheet' i]"
FILE = "a[href*='AttachmentViewer' i]"


def rows(page: Element) -> list[Element]:
    """The rows of the grid of meetings, in the responsive layout or in the older one."""
    found = page.all("#meetings tr, [id*='radGridMeetings'] tr.rgRow, [id*='radGridMeetings'] tr.rgAltRow")
    return [row for row in found if key(row) and "collapse" not in (row.get("class") or "") and row.first("table") is None]


def addresses(row: Element) -> list[str]:
    """Where its links lead: in `href`, or in a window that a script opens."""
    return [address for link in row.all("a") if (address := _address(link))]


def key(row: Element) -> str:
    """The number of the meeting; empty where no link has one."""
    return next((match[1] for address in addresses(row) if (match := MEETING.search(address))), "")


def agenda_page(row: Element) -> str | None:
    """The address of the agenda as a page."""
    return next((each for each in addresses(row) if "MeetingView" in each and "Agenda" in each.rpartition("doctype=")[2]), None)


def record(meeting: Meeting[Element, Element | None], mark: str | None, site: str, zone: ZoneInfo) -> Record:
    """The meeting. ValueError where its row names no day."""
    row = meeting.event
    day = days.read(row.text)
    body, place = _said(row)
    return Record(
        key=key(row),
        kind=Kind.MEETING,
        title=meeting_words.title(meeting_words.body(body), day),
        url=urljoin(f"{site}/", agenda_page(row) or ""),
        mark=mark,
        stage=meeting_words.stage("", body, place),
        body=meeting_words.body(body),
        location=place,
        starts=clock.starts(day, clock.find(place), zone),
        parts=items.distinct(_parts(meeting.items, site)) if meeting.items is not None else (),
        links=tuple(_files(row, site)),
    )


def _said(row: Element) -> tuple[str, str]:
    """Who meets, and what the clerk wrote of it: place, time, or both."""
    texts = [(cell.first(".mobile-table-td-div") or cell).text for cell in row.all("td")]
    said = [text for text in texts if text and days.find(text) is None]
    said += [text for text in texts[2:] if text and days.find(text) is not None]  # a date in a text is none of the column
    return said[0] if said else "Meeting", said[1] if len(said) > 1 else ""


def _files(row: Element, site: str) -> Iterator[Link]:
    for address in dict.fromkeys(addresses(row)):
        meeting, minutes = MEETING.search(address), MINUTES.search(address)
        if "DisplayAgendaPDF" in address and (meeting or minutes):
            kind = LinkKind.AGENDA if meeting else LinkKind.MINUTES
            number = (meeting or minutes)[1]  # type: ignore[index]  # one of them
            yield Link(url=urljoin(f"{site}/", address), title=kind.capitalize(), kind=kind, key=f"{kind}-{number}")


def _parts(page: Element, site: str) -> Iterator[Part]:
    for row in page.all("tr") or [page]:
        if row.first("tr tr") is not None:
            continue
        attached = tuple(
            Link(url=urljoin(f"{site}/", link.attr("href")), title=link.text or "Attachment", kind=LinkKind.ATTACHMENT, key=_number(link))
            for link in row.all(FILE)
        )
        for link in row.all(ITEM):
            found = re.search(r"ItemID=(\d+)", _address(link), re.IGNORECASE)
            number = next((cell.text for cell in row.all("td") if NUMBER.fullmatch(cell.text)), "")
            yield Part(key=found[1] if found else "", title=link.text or row.text, number=number, links=attached)


def _address(link: Element) -> str:
    opened = OPENED.search(link.get("onclick") or "")
    return opened[1] if opened else link.get("href") or ""


def _number(link: Element) -> str | None:
    match = re.search(r"AttachmentID=(\d+)", link.attr("href"), re.IGNORECASE)
    return match[1] if match else None
