"""The rows of an AgendaCenter, and the meetings that they are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sources import clock, days
from sources.agendas import civicplus_items, items, meeting_words
from sources.agendas.calendar import Meeting
from sources.model import Kind, Link, LinkKind, Record
from sources.page import Element, Page

CONTENT = "#AgendaCenterContent, .catAgendaRow"
ROW = ".catAgendaRow"
FILES = "a[href*='/ViewFile/' i]"
FILE = re.compile(r"/AgendaCenter/ViewFile/(\w+)/_?(\d{8})-(\d+)$", re.IGNORECASE)
TOKEN = re.compile(r"""name=\\?["'](__RequestVerificationToken)\\?["'][^>]{0,80}?value=\\?["']([\w-]{20,500})""")
YEAR = re.compile(r"changeYear\((\d{4}),\s*(\d+)")
STAMP = re.compile(r"(Posted|Amended)\s+(.{6,20}?\d{4})\s+(\d{1,2}:\d{2}\s*[AP]M)", re.IGNORECASE)
AT = re.compile(r"\b\d{1,2}(?::\d{2})\s*[ap]\.?\s?m\b", re.IGNORECASE)
ARROWS = "▲▼◄►▶◀▸▾ "
KINDS = {"agenda": LinkKind.AGENDA, "minutes": LinkKind.MINUTES, "packet": LinkKind.PACKET}
TITLES = {"html=true": "Agenda (web page)", "packet=true": "Packet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A meeting as the page lists it. `stamp` is when its agenda was posted or amended, in local time, as the page says it."""

    key: str
    day: date | None
    title: str
    category: str
    stamp: str
    files: tuple[tuple[str, str], ...]  # kind as the address says it ("Agenda", "Minutes"), and address
    url: str


def rows(root: Element, category: str = "") -> Iterator[Row]:
    """The rows of a page, each with the heading that it stands under, or of the fragment of one category."""
    sections = [(each, _heading(each)) for each in root.all(f".listing:has({ROW})")]
    for section, name in sections or [(root, category)]:
        for element in section.all(ROW):
            if row := _row(element, name or category):
                yield row


def other_years(root: Element, years: range) -> Iterator[tuple[str, str, int]]:
    """The categories with years that are not shown: number, name and year."""
    for section in root.all(".listing"):
        for anchor in section.all(".years li:not(.current) a[href*=changeYear]"):
            match = YEAR.search(anchor.attr("href"))
            if match and int(match[1]) in years:
                yield match[2], _heading(section), int(match[1])


def token(page: Page) -> Mapping[str, str]:
    """The field against forged requests, which a script of the page puts into its forms."""
    match = TOKEN.search(page.text)
    return {match[1]: match[2]} if match else {}


def agenda_page(row: Row) -> str | None:
    """The address of the agenda as a page, if it has one."""
    return next((url for kind, url in row.files if kind.lower() == "agenda" and urlsplit(url).query.lower() == "html=true"), None)


def record(meeting: Meeting[Row, Element | None], mark: str | None, zone: ZoneInfo) -> Record:
    """The meeting. ValueError where it has no day."""
    row = meeting.event
    if row.day is None:
        raise ValueError(f"agenda {row.key}, {row.title!r}: no day")
    at = AT.search(row.title)
    body = row.category or meeting_words.body(row.title)
    return Record(
        key=row.key,
        kind=Kind.MEETING,
        title=meeting_words.title(body, row.day),
        url=row.url,
        text=row.title if row.title != body else "",
        mark=mark,
        stage=meeting_words.stage("", row.title),
        body=body,
        starts=clock.starts(row.day, at[0] if at else None, zone),
        updated=_moment(row.stamp, zone),
        parts=items.distinct(civicplus_items.parts(meeting.items)) if meeting.items is not None else (),
        links=tuple(_links(row)),
    )


def _heading(section: Element) -> str:
    heading = section.first("h2")
    return heading.text.strip(ARROWS) if heading else ""


def _row(element: Element, category: str) -> Row | None:
    """One row, or None for what has no file with a number."""
    anchors = [(match, anchor) for anchor in element.all(FILES) if (match := FILE.search(urlsplit(anchor.link()).path))]
    if not anchors:
        return None
    first, anchor = anchors[0]
    title, stamp = element.first("p"), STAMP.search(element.text)
    return Row(
        key=first[3],
        day=_day(first[2]) or days.find(element.text),
        title=(title.text if title and title.text else anchor.get("title") or anchor.text),
        category=category,
        stamp=" ".join(stamp.groups()) if stamp else "",
        files=tuple(dict.fromkeys((match[1], each.link()) for match, each in anchors)),
        url=f"{anchor.base.partition('/AgendaCenter')[0]}/AgendaCenter#{first[0].rpartition('/')[2]}",
    )


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    except ValueError:
        return None


def _links(row: Row) -> Iterator[Link]:
    """Agenda, its web page, packet and minutes. The stamp is that of the agenda: it says nothing of the minutes."""
    for kind, url in row.files:
        query = urlsplit(url).query.lower()
        packet = query == "packet=true"
        yield Link(
            url=url,
            title=TITLES.get(query, kind),
            kind=LinkKind.PACKET if packet else KINDS.get(kind.lower(), LinkKind.OTHER),
            key=f"{kind}-{row.key}" + (f"-{query.partition('=')[0]}" if query else ""),
            stamp=row.stamp or None if kind.lower() == "agenda" else None,
        )


def _moment(stamp: str, zone: ZoneInfo) -> datetime | date | None:
    match = STAMP.fullmatch(stamp)
    day = days.find(match[2]) if match else None
    return clock.starts(day, match[3], zone) if match and day else None
