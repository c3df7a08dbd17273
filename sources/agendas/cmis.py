"""CMIS (UK councils on DotNetNuke): the calendar of a month as a plain page, and a page for each meeting.

Facts from recorded pages of Birmingham. The day of a meeting is written without its year, which is that of the month asked
for; the addresses of documents change with every request. A month takes the server about 40 s.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

from sources import clock, days
from sources.agendas import meeting_words
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.window import Window
from sources.errors import Gone
from sources.markup import Element
from sources.model import Kind, Link, Record
from sources.web import Web

SIGN = ".ModCMISMeetingsC, [id*='MeetingCalendarPublic']"
MEETING = re.compile(r"/Meeting/(\d+)/", re.IGNORECASE)
CLOCK = re.compile(r"\s*\d{1,2}:\d{2}\s+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A meeting in the calendar of a month."""

    link: Element
    day: date | None

    @property
    def key(self) -> str:
        """The number of the meeting; empty where its address has none."""
        match = MEETING.search(self.link.get("href") or "")
        return match[1] if match else ""


@dataclass(frozen=True, kw_only=True)
class Cmis(Calendar[Entry, Element | None]):
    """The meetings of one council. `tab` and `module` stand in the addresses of its calendar: /tabid/70/…/mid/397/."""

    pace: ClassVar[float] = 5.0

    base: str
    tab: int
    module: int

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """Any address with `tabid` and `mid`: `COUNCIL.cmis.uk.com/SITE/Meetings/tabid/70/ctl/…/mid/397/…`."""
        found = re.search(r"^(/[^/]+)?/[^/]+/tabid/(\d+)/.*\bmid/(\d+)/", url.path, re.IGNORECASE)
        ours = found and ("cmis" in (url.hostname or "") or "ViewMeetingPublic" in url.path)
        return {"base": f"{url.scheme}://{url.netloc}{found[1] or ''}", "tab": found[2], "module": found[3]} if found and ours else None

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the council."""
        return frozenset({urlsplit(self.base).hostname or ""})

    def identity(self, event: Entry) -> tuple[str, str | None]:
        """The number, and a mark of what the calendar says."""
        return event.key, fingerprint(event.link.text, event.day)

    def day(self, event: Entry) -> date | None:
        """When it is held. The calendar says nothing of documents."""
        return event.day

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Entry, None]:
        """The meetings of the window, month by month. A month without meetings still has its days."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        seen: set[str] = set()
        for month in _months(window):
            page = await web.get(
                f"{self.base}/Meetings/tabid/{self.tab}/ctl/MeetingCalendarPublicNoJava/mid/{self.module}/Date/{month}/Default.aspx"
            )
            rows = (await asyncio.to_thread(page.html, sign=SIGN)).some("tr.rgRow, tr.rgAltRow")
            for entry in (entry for row in rows for entry in _entries(row, month)):
                if entry.key not in seen and window.may_hold(entry.day):
                    seen.add(entry.key)
                    yield entry

    async def agenda(self, web: Web, event: Entry) -> Element | None:
        """The page of the meeting, with its documents."""
        try:
            page = await web.get(event.link.link())
        except Gone:
            return None
        return await asyncio.to_thread(page.html, sign=".ModCMISMeetingsC, [id*='ViewMeetingPublic']")

    def read(self, row: Meeting[Entry, Element | None]) -> Record:
        """The meeting with its documents."""
        entry, page = row.event, row.items
        said = dict(_summary(page)) if page else {}
        if entry.day is None or not entry.key:
            raise ValueError(f"{entry.link.text[:60]!r} has no day or no number")
        body = meeting_words.body(CLOCK.sub("", entry.link.text))
        return Record(
            key=entry.key,
            kind=Kind.MEETING,
            title=meeting_words.title(body, entry.day),
            url=entry.link.link(),
            mark=None if row.missed else self.identity(entry)[1],
            stage=meeting_words.stage(said.get("Status", ""), entry.link.text),
            type=said.get("Status", ""),
            body=body,
            location=said.get("Venue", ""),
            starts=clock.starts(entry.day, clock.find(entry.link.text), self.publisher.timezone),
            links=tuple(_file(each) for each in page.all("li.DocumentListItem")) if page else (),
        )


def _months(window: Window) -> Iterator[date]:
    month = window.first.replace(day=1)
    while month <= window.last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _entries(row: Element, month: date) -> Iterator[Entry]:
    said = row.first("td.SimpleCalendarDate")
    day = days.find(f"{said.text.rpartition(',')[2]} {month.year}") if said else None
    for link in row.all("a[href*='/Meeting/' i]"):
        yield Entry(link=link, day=day)


def _summary(page: Element) -> Iterator[tuple[str, str]]:
    for holder in page.all("div.holder"):
        label, value = holder.first(".DNNLabel"), holder.first(".Value")
        if label and value:
            yield label.text.rstrip(": "), value.text


def _file(item: Element) -> Link:
    """A document, known by its title: its address is another one at the next request. Its size tells a new version."""
    link, size = item.need("a.TitleLink[href]"), item.first(".FileSize")
    return Link(
        url=link.link(), title=link.text or "Document", kind=meeting_words.kind(link.text), key=link.text, stamp=size.text if size else None
    )
