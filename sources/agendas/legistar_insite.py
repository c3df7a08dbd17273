"""Legistar InSite: the calendar page of a client, where the Web API is closed, misconfigured or empty.

What period the calendar shows is held in cookies and changed by posting its form back: each run begins without cookies,
asks for the years of its window, and believes a page only where it says that it shows that year.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sources import days
from sources.agendas import legistar_grid
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar
from sources.agendas.legistar_grid import Cells
from sources.agendas.legistar_insite_record import Event, key, record
from sources.agendas.window import Window
from sources.errors import FilterIgnored, Gone, Inconclusive, Unavailable
from sources.model import Record
from sources.page import Element
from sources.web import Web

CALENDAR = "table.rgMasterTable[id*=gridCalendar]"
AGENDA = "table.rgMasterTable[id*=gridMain]"
YEARS = "ctl00_ContentPlaceHolder1_lstYears"


@dataclass(frozen=True, kw_only=True)
class LegistarInSite(Calendar[Cells, list[Cells]]):
    """The meetings of one client. Their ids are those of InSite, not the EventIds of the Web API."""

    whose = re.compile(r"/(?P<client>[\w-]+)\.legistar1?\.com", re.IGNORECASE)
    client: str

    @property
    def hosts(self) -> frozenset[str]:
        """The client's host: a name of legistar.com, or a whole name where it has its own."""
        return frozenset({self.client if "." in self.client else f"{self.client}.legistar.com"})

    def identity(self, event: Cells) -> tuple[str, str | None]:
        """The id in its links, and a mark of all that the row says, recordings too."""
        return key(event) or "None", fingerprint({name: (cell.text, cell.url) for name, cell in event.items()})

    def day(self, event: Cells) -> date | None:
        """When it is held: the calendar does not tell of amendments."""
        return days.find(event["Meeting Date"].text) if "Meeting Date" in event else None

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Cells, None]:
        """The meetings of the window, out of the years that it touches."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        root = await self._calendar(web)
        seen: set[str | None] = set()
        for year in window.years:
            root = await self._year(web, root, year)
            async for grid in legistar_grid.pages(web, root, CALENDAR, self._chosen(year)):
                for event in await asyncio.to_thread(legistar_grid.rows, grid):
                    day = self.day(event)
                    if key(event) not in seen and (day is None or day in window):
                        yield event
                    seen.add(key(event))
        if not seen:
            raise Inconclusive(f"{self.client} lists no meeting of {window.years[0]} or later: it may publish elsewhere now", url=root.url)

    async def agenda(self, web: Web, event: Cells) -> list[Cells]:
        """The items of the page of the meeting, where the public may see it."""
        details = event.get("Meeting Details")
        if details is None or not details.url:
            return []
        try:
            page = await web.get(details.url)
        except Gone:
            return []
        root = await asyncio.to_thread(page.html, sign="form#aspnetForm, form#form1")
        if not root.has(AGENDA):
            return []  # a meeting whose agenda is a file alone
        grids = [grid async for grid in legistar_grid.pages(web, root, AGENDA, {})]
        return [item for grid in grids for item in await asyncio.to_thread(legistar_grid.rows, grid)]

    def read(self, row: Event) -> Record:
        """The meeting with the items of its agenda as parts."""
        _, mark = self.identity(row.event)
        return record(row, mark, self._site, self.publisher.timezone)

    @property
    def _site(self) -> str:
        return f"https://{next(iter(self.hosts))}/Calendar.aspx"

    async def _calendar(self, web: Web) -> Element:
        page = await web.get(self._site)
        if "/Error.aspx" in page.url:
            raise Unavailable("its page for errors, which passes", url=page.url)
        return await asyncio.to_thread(page.html, sign=CALENDAR)

    async def _year(self, web: Web, root: Element, year: int) -> Element:
        chosen = await legistar_grid.posted(
            web, root, {**self._chosen(year), "__EVENTTARGET": "ctl00$ContentPlaceHolder1$lstYears"}, CALENDAR
        )
        shown = chosen.one(f"#{YEARS}_Input").attr("value")
        if shown != str(year):
            raise FilterIgnored(f"asked for {year}, the calendar shows {shown!r}", url=chosen.url)
        return chosen

    def _chosen(self, year: int) -> Mapping[str, str]:
        return {f"{YEARS}_ClientState": f'{{"value":"{year}"}}'}
