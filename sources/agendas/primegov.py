"""PrimeGov (Granicus), through the API behind its public portal: /api/v2/PublicPortal.

`dateTime` is the local clock, `publishDate` is UTC; the lists have no pages, and a meeting of today is in both of them.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import SplitResult

from sources.agendas import primegov_record
from sources.agendas.answer import Fields, fingerprint, objects
from sources.agendas.calendar import Calendar
from sources.agendas.primegov_record import Event
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive
from sources.model import Record
from sources.page import Element
from sources.source import tenant_of
from sources.web import Query, Web


@dataclass(frozen=True, kw_only=True)
class PrimeGov(Calendar[Fields, list[Element]]):
    """The meetings of one tenant: what comes, and what was in the years that the window touches."""

    whose = re.compile(r"/(?P<tenant>[\w-]+)\.primegov\.com", re.IGNORECASE)
    pace: ClassVar[float] = 2.7  # what a peer has long kept to

    tenant: str

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`TENANT.primegov.com/…`."""
        return tenant_of(url, r"([\w-]+)\.primegov\.com")

    @property
    def hosts(self) -> frozenset[str]:
        """The tenant's own host."""
        return frozenset({f"{self.tenant}.primegov.com"})

    def identity(self, event: Fields) -> tuple[str, str | None]:
        """The id, and a mark of all that is listed: the API has none of its own."""
        return str(event.get("id")), fingerprint(event)

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Fields, None]:
        """The meetings of the window, each once."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        queries: list[Query] = [{}, *({"year": year} for year in window.years)]
        seen: set[str] = set()
        for query in queries:
            for event in await self._list(web, query):
                if self.identity(event)[0] not in seen and window.may_hold(event.get("dateTime")):
                    yield event
                seen.add(self.identity(event)[0])
        if not seen:
            raise Inconclusive(f"{self.tenant} lists no meeting at all, neither to come nor past: a tenant that is not in use")

    async def agenda(self, web: Web, event: Fields) -> list[Element]:
        """The agenda, where it is published as a page."""
        document = primegov_record.agenda_page(event)
        if document is None:
            return []
        try:
            page = await web.get(f"{self._site}/Portal/Meeting", {"meetingTemplateId": document["templateId"]})
        except Gone:
            return []  # taken back since it was listed
        return [await asyncio.to_thread(page.html, sign=primegov_record.ITEMS)]

    def read(self, row: Event) -> Record:
        """The meeting with the items of its agenda as parts."""
        _, mark = self.identity(row.event)
        return primegov_record.record(row, mark, self._site, self.publisher.timezone)

    @property
    def _site(self) -> str:
        return f"https://{self.tenant}.primegov.com"

    async def _list(self, web: Web, query: Query) -> list[Fields]:
        name = "ListArchivedMeetings" if query else "ListUpcomingMeetings"
        page = await web.get(f"{self._site}/api/v2/PublicPortal/{name}", query)
        return objects(await asyncio.to_thread(page.json, list), page.url)
