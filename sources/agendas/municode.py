"""Municode Meetings (CivicPlus): the list that a city publishes, at Municode or within the city's own pages.

Facts from recorded lists of Clovis (PublishPage) and Forest Park (a calendar on the city's site). The documents of a meeting
have its 32-digit number in their names; where there are none yet, the page of the meeting stands in on a city's site. Some agendas are
pages too, at Municode: their form is from peers' code.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs, urlsplit

from sources.agendas import municode_record
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.municode_record import HOST
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive
from sources.markup import Element
from sources.model import Record
from sources.web import Web

SIGN = "table.mcm, table.views-table"
MOST_PAGES = 12  # of ten meetings each: more than half a year of a city with a meeting on each working day


@dataclass(frozen=True, kw_only=True)
class Municode(Calendar[Element, Element | None]):
    """The meetings of one city. Either `cid` and, where its page has one, `ppid` say which; or `page` is the city's own list."""

    whose = re.compile(r"/adaHtmlDocument/index\?cc=(?P<cid>\w+)", re.IGNORECASE)
    pace: ClassVar[float] = 2.7

    cid: str = ""
    ppid: str = "0"
    page: str = ""

    def __post_init__(self) -> None:
        if bool(self.cid) == bool(self.page):
            raise ValueError("give `cid`, as in https://meetings.municode.com/PublishPage/index?cid=CID, or `page`, and not both")

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`meetings.municode.com/PublishPage?cid=…`, and the addresses of documents that are shown there."""
        query = {name.lower(): values[0] for name, values in parse_qs(url.query).items()}
        given = {"cid": query.get("cid") or query.get("cc", ""), "ppid": query.get("ppid", "0")}
        return given if url.hostname == HOST and given["cid"] else None

    @property
    def hosts(self) -> frozenset[str]:
        """Municode's host, or the city's."""
        return frozenset({urlsplit(self.page).hostname or "", HOST}) if self.page else frozenset({HOST})

    def identity(self, event: Element) -> tuple[str, str | None]:
        """The number of the meeting or what its page is called, and a mark of what its row shows."""
        return municode_record.key(event), fingerprint(event.text, [link.get("href") for link in event.all("a[href]")])

    def day(self, event: Element) -> date | None:
        """When it is held, where its agenda is a page: the list does not tell of amendments."""
        return municode_record.day(event) if municode_record.agenda_page(event) else None

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Element, None]:
        """The meetings of the window, newest first, page after page until one is older than it."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        seen: set[str] = set()
        for number in range(1, MOST_PAGES + 1):
            found = await self._listed(web, number)
            fresh = [row for row in found if municode_record.key(row) not in seen]
            for row in fresh:
                if window.may_hold(municode_record.day(row)):
                    yield row
            seen |= {municode_record.key(row) for row in found}
            older = [day for row in found if (day := municode_record.day(row)) and day < window.first]
            if not fresh or older or self.page:
                break

    async def agenda(self, web: Web, event: Element) -> Element | None:
        """The agenda as a page, where the row links to one."""
        address = municode_record.agenda_page(event)
        if address is None:
            return None
        try:
            page = await web.get(address)
        except Gone:
            return None
        return await asyncio.to_thread(page.html, sign="section, ul.agenda-items")

    async def _listed(self, web: Web, number: int) -> list[Element]:
        """The rows of a page: those with a meeting. The last row of a list is its pager."""
        if self.page:
            page = await web.get(self.page)
        else:
            page = await web.get(f"https://{HOST}/PublishPage/index", {"cid": self.cid, "ppid": self.ppid, "p": number})
        table = (await asyncio.to_thread(page.html, sign=SIGN)).all("table.mcm tr, table.views-table tr")
        rows = [row for row in table if municode_record.is_meeting(row)]
        if not rows and number == 1:
            raise Inconclusive("lists no meeting", url=page.url)
        return rows

    def read(self, row: Meeting[Element, Element | None]) -> Record:
        """The meeting with the items of its agenda. LookupError or ValueError where its row is odd."""
        mark = None if row.missed else self.identity(row.event)[1]
        return municode_record.record(row.event, row.items, mark, self.publisher.timezone)
