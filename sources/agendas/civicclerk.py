"""CivicClerk (CivicPlus), through the OData API behind its portal: https://TENANT.api.civicclerk.com/v1/$metadata."""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar
from urllib.parse import SplitResult

from sources.agendas import civicclerk_record
from sources.agendas.answer import Fields, fingerprint, objects
from sources.agendas.calendar import Calendar
from sources.agendas.civicclerk_record import LISTED, Event
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive, LayoutChanged
from sources.model import Record
from sources.page import Page
from sources.source import tenant_of
from sources.web import Query, Web

PAGES = 100  # pages of one list before we take its `nextLink` for a circle: a page had 15 meetings or more


@dataclass(frozen=True, kw_only=True)
class CivicClerk(Calendar[Fields, list[Fields]]):
    """The meetings of one tenant.

    Its times end in a `Z` that most tenants do not mean: South Fulton writes 17:00Z for five in the afternoon in
    Georgia. `utc` is for the few that do. Where what the list itself says of its agendas proves the option wrong, the
    run stops before it stores a false time.
    """

    whose = re.compile(r"/(?P<tenant>[\w-]+)(?:\.(?:portal|api))?\.civicclerk\.com", re.IGNORECASE)
    pace: ClassVar[float] = 2.7

    tenant: str
    utc: bool = False

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`TENANT.portal.civicclerk.com/…`, `TENANT.api.civicclerk.com/…`, and `TENANT.civicclerk.com` of the old product."""
        return tenant_of(url, r"([\w-]+)(?:\.(?:portal|api))?\.civicclerk\.com")

    @property
    def hosts(self) -> frozenset[str]:
        """The tenant's own API."""
        return frozenset({f"{self.tenant}.api.civicclerk.com"})

    def identity(self, event: Fields) -> tuple[str, str | None]:
        """The id, and a mark of what is listed without the counters of viewers: the API has none of its own."""
        return str(event.get("id")), fingerprint([event.get(name) for name in LISTED])

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Fields, None]:
        """The meetings of the window. The days that are asked for are a day wider on both sides, whatever `Z` means."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        first = datetime.combine(window.first - timedelta(days=1), time(), UTC)
        last = datetime.combine(window.last + timedelta(days=2), time(), UTC)
        query: Query = {
            "$filter": f"startDateTime ge {first:%Y-%m-%dT%H:%M:%SZ} and startDateTime lt {last:%Y-%m-%dT%H:%M:%SZ}",
            "$orderby": "startDateTime asc, eventName asc",
        }
        seen: set[str] = set()
        async for events in self._pages(web, query):
            self._check_clock(events)
            for event in events:
                if self.identity(event)[0] not in seen and window.may_hold(event.get("startDateTime")):
                    yield event
                seen.add(self.identity(event)[0])
        if not seen and not await self._any(web):
            raise Inconclusive(f"{self.tenant} lists no meeting at all: a new tenant, or one that has moved on to another system")

    async def agenda(self, web: Web, event: Fields) -> list[Fields]:
        """The items, in a tree; none where there is no agenda, or where it is a file alone (404)."""
        if not event.get("agendaId"):
            return []
        try:
            page = await self._get(web, f"Meetings/{event['agendaId']}", {})
        except Gone:
            return []
        return objects(_part_of(await asyncio.to_thread(page.json, dict), "items", page), page.url)

    def read(self, row: Event) -> Record:
        """The meeting with the items of its agenda as parts."""
        _, mark = self.identity(row.event)
        return civicclerk_record.record(row, mark, self.tenant, self.publisher.timezone, utc=self.utc)

    async def _pages(self, web: Web, query: Query) -> AsyncGenerator[list[Fields], None]:
        page = await self._get(web, "Events", query)
        for _ in range(PAGES):
            answer = await asyncio.to_thread(page.json, dict)
            yield objects(_part_of(answer, "value", page), page.url)
            if not answer.get("@odata.nextLink"):
                return
            page = await web.get(str(answer["@odata.nextLink"]), headers=self._headers)
        raise LayoutChanged(f"more than {PAGES} pages of one list", url=page.url)

    async def _any(self, web: Web) -> bool:
        page = await self._get(web, "Events", {"$orderby": "startDateTime desc", "$top": 1})
        return bool(_part_of(await asyncio.to_thread(page.json, dict), "value", page))

    async def _get(self, web: Web, path: str, query: Query) -> Page:
        return await web.get(f"https://{self.tenant}.api.civicclerk.com/v1/{path}", query, headers=self._headers)

    @property
    def _headers(self) -> Mapping[str, str]:
        portal = f"https://{self.tenant}.portal.civicclerk.com"  # some tenants answer their own portal only
        return {"Accept": "application/json", "Origin": portal, "Referer": f"{portal}/"}

    def _check_clock(self, events: list[Fields]) -> None:
        told = [civicclerk_record.means_utc(event, self.publisher.timezone) for event in events]
        if (not self.utc) in told and self.utc not in told:
            meant = "UTC" if not self.utc else "local time"
            raise LayoutChanged(f"the times of {self.tenant} are {meant}: set its option 'utc' to {str(not self.utc).lower()}")


def _part_of(answer: dict[str, Any], name: str, page: Page) -> object:
    if name not in answer:
        raise page.unlike(f"no {name!r} in it")
    return answer[name]
