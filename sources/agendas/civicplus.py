"""CivicPlus AgendaCenter, of a city's own site: /AgendaCenter, with a search by day and a list by category and year.

A meeting has no clock time here, unless its title does; the number of its agenda is its id, and the day before it may change. Some
agendas are a page too, with the items and their files: see `civicplus_items`.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult

from sources.agendas import civicplus_items, civicplus_record
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.civicplus_record import CONTENT, Row
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive, Moved, Refused
from sources.model import Record
from sources.page import Element, Page
from sources.web import Query, Web

TOWN = re.compile(r"(?!cp-)[a-z]{2}-[\w-]+\.civicplus\.com")  # cp-… is CivicPlus itself


@dataclass(frozen=True, kw_only=True)
class CivicPlus(Calendar[Row, Element | None]):
    """The agendas of all categories of one site. `host` is where it answers itself: `ST-CITY.civicplus.com` mostly redirects."""

    pace: ClassVar[float] = 7.2  # what a peer keeps to: these sites answer bursts with 403

    host: str

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`HOST/AgendaCenter…` of any city, and the home page of `ST-CITY.civicplus.com`."""
        host, path = url.hostname or "", url.path.lower()
        home = TOWN.fullmatch(host) and path in ("", "/")
        return {"host": host} if host and (home or path.startswith("/agendacenter")) else None

    @property
    def hosts(self) -> frozenset[str]:
        """The site's own host."""
        return frozenset({self.host})

    def identity(self, event: Row) -> tuple[str, str | None]:
        """The number of the agenda, and a mark of all that its row says."""
        return event.key, fingerprint(event.day, event.title, event.category, event.stamp, event.files)

    def day(self, event: Row) -> date | None:
        """When it is held, where its agenda is a page and the row does not say when that was posted or amended."""
        return event.day if civicplus_record.agenda_page(event) and not event.stamp else None

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Row, None]:
        """The agendas of the window: what the search finds; where it finds none, what the list has.

        The search of some sites is empty while their list is full, and a list that is full is what proves a search right.
        """
        window = Window.of(since, web.now(), self.publisher.timezone)
        found = [row async for row in self._searched(web, window)]
        for row in found:
            yield row
        if not found:
            async for row in self._listed(web, window):
                yield row

    async def agenda(self, web: Web, event: Row) -> Element | None:
        """The agenda as a page, where the row links to one."""
        address = civicplus_record.agenda_page(event)
        if address is None:
            return None
        try:
            page = await web.get(address)
        except (Gone, Moved, Refused):
            return None
        return await asyncio.to_thread(civicplus_items.agenda, page)

    def read(self, row: Meeting[Row, Element | None]) -> Record:
        """The meeting with its documents, and the items of its agenda where it is a page."""
        return civicplus_record.record(row, None if row.missed else self.identity(row.event)[1], self.publisher.timezone)

    async def _searched(self, web: Web, window: Window) -> AsyncGenerator[Row, None]:
        query = {"startDate": f"{window.first:%m/%d/%Y}", "endDate": f"{window.last:%m/%d/%Y}"}
        page = await self._get(web, "/Search/", {"term": "", "CIDs": "all", **query, "dateRange": "", "dateSelector": ""})
        for row in await asyncio.to_thread(_within, await _read(page), window):
            yield row

    async def _listed(self, web: Web, window: Window) -> AsyncGenerator[Row, None]:
        """The newest year of each category, and the other years that the window touches. Inconclusive where there is nothing at all."""
        page = await self._get(web, "", {})
        root, token = await _read(page), civicplus_record.token(page)
        if not root.has(civicplus_record.ROW):
            raise Inconclusive(f"{self.host} has an agenda center without an agenda: it may publish elsewhere")
        for row in await asyncio.to_thread(_within, root, window):
            yield row
        for category, name, year in civicplus_record.other_years(root, window.years):
            form = {"year": str(year), "catID": category, "term": "", "prevVersionScreen": "false", **token}
            answer = await web.post(f"https://{self.host}/AgendaCenter/UpdateCategoryList", form=form)
            fragment = await asyncio.to_thread(answer.html, sign="[id^=section], table")
            for row in await asyncio.to_thread(_within, fragment, window, name):
                yield row

    async def _get(self, web: Web, path: str, query: Query) -> Page:
        return await web.get(f"https://{self.host}/AgendaCenter{path}", query)


async def _read(page: Page) -> Element:
    return await asyncio.to_thread(page.html, sign=CONTENT)


def _within(root: Element, window: Window, category: str = "") -> list[Row]:
    rows: Iterator[Row] = civicplus_record.rows(root, category)
    return [row for row in {row.key: row for row in rows}.values() if row.day is None or row.day in window]
