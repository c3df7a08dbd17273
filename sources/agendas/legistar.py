"""Legistar (Granicus): the meetings of a client, through its public Web API."""

import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult

from sources.agendas.answer import Fields
from sources.agendas.calendar import Calendar
from sources.agendas.legistar_api import HOST, LegistarApi
from sources.agendas.legistar_record import Event, record
from sources.agendas.window import Window
from sources.errors import Gone
from sources.model import Record
from sources.source import tenant_of
from sources.web import Web


@dataclass(frozen=True, kw_only=True)
class Legistar(LegistarApi, Calendar[Fields, list[Fields]]):
    """The meetings of one client. A meeting keeps its EventId when its agenda is published again.

    A deferral moves EventRowVersion but not always EventLastModifiedUtc (16 of 19 changes of New York in 20 days): so
    the whole window is listed at each run, which is one request.
    """

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`CLIENT.legistar.com/…` and `webapi.legistar.com/v1/CLIENT/…`."""
        if url.path.lower() == "/feed.ashx":
            return None  # a source of its own, legistar_feed
        api = re.match(r"/v1/([\w-]+)/", url.path) if url.hostname == HOST else None
        return {"client": api[1]} if api else tenant_of(url, r"([\w-]+)\.legistar1?\.com", "client")

    def identity(self, event: Fields) -> tuple[str, str | None]:
        """EventId and EventRowVersion."""
        return str(event.get("EventId")), event.get("EventRowVersion")

    def read(self, row: Event) -> Record:
        """The meeting with its agenda items as parts."""
        return record(row, self.publisher)

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Fields, None]:
        """The meetings of the window. Some tenants ignore $filter and answer with their whole archive."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        within = f"EventDate ge datetime'{window.first}' and EventDate le datetime'{window.last}'"
        async with aclosing(self.every(web, "Events", "EventId", {"$filter": within})) as events:
            async for event in events:
                if window.may_hold(event.get("EventDate")):
                    yield event

    async def agenda(self, web: Web, event: Fields) -> list[Fields]:
        """The items; none where the meeting was taken back since it was listed."""
        try:
            return await self.ask(web, f"Events/{event.get('EventId')}/EventItems", {"AgendaNote": 1, "MinutesNote": 1, "Attachments": 1})
        except Gone:
            return []
