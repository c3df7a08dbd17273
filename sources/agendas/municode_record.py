"""A row of a list of Municode Meetings, and the page of its agenda where there is one, read into a Record."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from sources import clock, days
from sources.agendas import items, meeting_words
from sources.markup import Element
from sources.model import Kind, Link, LinkKind, Part, Record

HOST = "meetings.municode.com"
FILE = re.compile(r"MEET-(Agenda|Packet|Minutes|[A-Za-z]+)-([0-9a-f]{32})", re.IGNORECASE)
KINDS = {"agenda": LinkKind.AGENDA, "packet": LinkKind.PACKET, "minutes": LinkKind.MINUTES}
TITLE = "td.meeting, td.views-field-title"
DAY = "td.date, td.views-field-field-calendar-date"
PAGE = "td.views-field-view-node a[href]"


def is_meeting(row: Element) -> bool:
    """Whether it is more than a heading or the pager."""
    return row.first(TITLE) is not None


def key(row: Element) -> str:
    """The number of the meeting, or what its page is called; empty where it has neither."""
    numbers = [match[2].lower() for link in row.all("a[href]") if (match := FILE.search(link.attr("href")))]
    page = row.first(PAGE)
    return urlsplit(page.attr("href")).path.strip("/") if page else next(iter(numbers), "")


def day(row: Element) -> date | None:
    """When it is held. Some lists leave the column of the date empty, and name the day in the title."""
    date_cell, title = row.first(DAY), row.first(TITLE)
    return (days.find(date_cell.text) if date_cell else None) or (days.find(title.text) if title else None)


def agenda_page(row: Element) -> str | None:
    """The address of the agenda as a page at Municode, if there is one; the packet (`ip=True`) says the same."""
    pages = [link.link() for link in row.all("a[href*='adaHtmlDocument' i]")]
    ours = [url for url in pages if urlsplit(url).hostname == HOST]
    return next((url for url in ours if "ip=true" not in url.lower()), ours[0] if ours else None)


def record(row: Element, agenda: Element | None, mark: str | None, zone: ZoneInfo) -> Record:
    """The meeting. LookupError or ValueError where it has no key or no day: without a document it has no number yet."""
    name, held = row.need(TITLE).text, day(row)
    if held is None or not key(row):
        raise ValueError(f"{name[:60]!r} has no day, or neither documents nor a page of its own")
    time, venue, page = row.first("td.time"), row.first("td.venue"), row.first(PAGE)
    links = tuple(_files(row))
    body = meeting_words.body(days.MONTH_DAY.sub("", name, count=1).strip(" -–,"))  # some titles begin with the day
    return Record(
        key=key(row),
        kind=Kind.MEETING,
        title=meeting_words.title(body, held),
        url=page.link() if page else links[0].url if links else row.url,
        mark=mark,
        stage=meeting_words.stage("", name),
        body=body,
        location=venue.text if venue else "",
        starts=clock.starts(held, clock.find(time.text if time else row.need(DAY).text), zone),
        parts=items.distinct(_parts(agenda)) if agenda is not None else (),
        links=links,
    )


def _parts(page: Element) -> Iterator[Part]:
    """The items of all sections, each with the files that follow it."""
    found: list[Part] = []
    for row in page.all("ul.agenda-items > li, ul.agenda_item_attachments > li"):
        if "agenda_item_attachments" in (row.node.parent.attributes.get("class") or "" if row.node.parent else ""):
            if found and (link := row.first("a[href]")):
                file = Link(url=link.link(), title=link.text or "Attachment", kind=LinkKind.ATTACHMENT)
                found[-1] = replace(found[-1], links=(*found[-1].links, file))
        elif row.text:
            number = row.first("num")
            printed = number.text if number else ""
            found.append(Part(key="", title=row.text.removeprefix(printed).strip(), number=printed))
    yield from found


def _files(row: Element) -> Iterator[Link]:
    """The PDFs. At Municode they are wrapped in an address of its own, which repeats the one of the file."""
    for link in row.all("a[href]"):
        url = link.link()
        wrapped = parse_qs(urlsplit(url).query).get("u")
        match = FILE.search(url)
        if match:
            kind = KINDS.get(match[1].lower(), LinkKind.OTHER)
            yield Link(url=wrapped[0] if wrapped else url, title=match[1].capitalize(), kind=kind, key=f"{match[1]}-{match[2]}".lower())
