"""ModernGov (Civica), through its pages: for councils that have switched the web service off.

Facts from recorded pages of Kingston upon Thames: the list of committees, the meetings of one, and agendas.
"""

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urlsplit

from sources import clock, days
from sources.agendas import items, meeting_words
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.window import Window
from sources.errors import Gone
from sources.markup import Element
from sources.model import Kind, Link, LinkKind, Part, Record
from sources.web import Query, Web

SIGN = "#modgov"
OF_MEETING = "a[href*='documents/g'], a[href*='documents/b']"  # packs (of which T tells the kind) and supplements
OF_ITEM = "a[href*='documents/s']"
FILE_ID = re.compile(r"documents/([a-z]\d+)/(?:.*[?&]T=(\d+))?")
SIZE = re.compile(r"\s*(?:,? item [\w.]+)?\s*(?:PDF|DOCX?|XLSX?)\s[\d.]+\s[KM]B\s*$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A meeting in the list of its committee."""

    committee: str
    link: Element
    words: str

    @property
    def key(self) -> str:
        """The number of the meeting; empty where its link has none."""
        match = re.search(r"[?&]MId=(\d+)", self.link.get("href") or "", re.IGNORECASE)
        return match[1] if match else ""


@dataclass(frozen=True, kw_only=True)
class ModernGovPages(Calendar[Entry, Element | None]):
    """The meetings of the committees of one council. `base` is the address of its ModernGov, without a page."""

    pace: ClassVar[float] = 2.0

    base: str

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the council."""
        return frozenset({urlsplit(self.base).hostname or ""})

    def identity(self, event: Entry) -> tuple[str, str | None]:
        """The number, and a mark of what the list says: "Agenda, Decisions, Minutes" follows the date as they come."""
        return event.key, fingerprint(event.committee, event.words)

    def day(self, event: Entry) -> date | None:
        """When it is held."""
        return days.find(event.link.text)

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Entry, None]:
        """The meetings of the window. A list shows those around today, whatever is asked."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        for committee in (await self._page(web, f"{self.base}/mgListCommittees.aspx", {"bcr": 1})).some(
            "a[href*='mgCommitteeDetails.aspx?ID=' i]"
        ):
            key = committee.attr("href").rpartition("ID=")[2]
            page = await self._page(web, f"{self.base}/ieListMeetings.aspx", {"CommitteeId": key})
            for row in page.some(".mgTableBorder li", empty="no meetings"):
                for link in row.all("a.mgMeetingTableLnk"):
                    entry = Entry(committee=committee.text, link=link, words=row.text)
                    if window.may_hold(self.day(entry)):
                        yield entry

    async def agenda(self, web: Web, event: Entry) -> Element | None:
        """The page of the meeting."""
        try:
            return await self._page(web, event.link.link())
        except Gone:
            return None

    def read(self, row: Meeting[Entry, Element | None]) -> Record:
        """The meeting with the items of its agenda as parts."""
        entry, page = row.event, row.items
        day = days.read(entry.link.text)
        venue = next((each.text for each in page.all("p") if each.text.startswith("Venue:")), "") if page else ""
        return Record(
            key=entry.key,
            kind=Kind.MEETING,
            title=meeting_words.title(entry.committee, day),
            url=entry.link.link(),
            mark=None if row.missed else self.identity(entry)[1],
            stage=meeting_words.stage("", entry.words.removeprefix(entry.link.text)),
            body=entry.committee,
            location=venue.removeprefix("Venue:").partition("View directions")[0].strip(" ."),
            starts=clock.starts(day, clock.find(entry.link.text), self.publisher.timezone),
            parts=items.distinct(_part(each) for each in page.all("#mgItemTable tr")) if page else (),
            links=tuple(_file(each) for each in page.all(OF_MEETING)) if page else (),
        )

    async def _page(self, web: Web, url: str, query: Query | None = None) -> Element:
        page = await web.get(url, query)
        return await asyncio.to_thread(page.html, sign=SIGN)


def _part(row: Element) -> Part:
    """An item; its decision and its minutes stand under it once they are written."""
    anchor, title = row.first("a[name^=AI]"), row.first("td + td p.mgAiTitleTxt, td + td .mgAiTitleTxt")
    said = [each.text for each in row.all("td + td .mgWordPara")]
    return Part(
        key=anchor.attr("name") if anchor else "",
        title=SIZE.sub("", title.text) if title else "",
        number=number.text if (number := row.first("td.mgItemNumberCell")) else "",
        text="\n\n".join(filter(None, said)),
        links=tuple(_file(each, LinkKind.ATTACHMENT) for each in row.all(OF_ITEM)),
    )


def _file(link: Element, kind: LinkKind | None = None) -> Link:
    title = SIZE.sub("", link.text) or "Document"
    match = FILE_ID.search(link.attr("href"))
    key = "-".join(filter(None, match.groups())) if match else None
    return Link(url=link.link(), title=title, kind=kind or meeting_words.kind(title), key=key)
