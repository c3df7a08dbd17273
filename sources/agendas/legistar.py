"""Legistar (Granicus), through its public Web API: https://webapi.legistar.com/Help."""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from urllib.parse import SplitResult

from sources.agendas.answer import Fields
from sources.agendas.calendar import Calendar
from sources.agendas.legistar_answer import decoded
from sources.agendas.legistar_record import Event, record
from sources.agendas.window import Window
from sources.errors import Blocked, FilterIgnored, Gone, Inconclusive, LayoutChanged, SourceError
from sources.model import Record
from sources.source import tenant_of
from sources.web import Query, Web

HOST = "webapi.legistar.com"
AS_JSON = {"Accept": "application/json"}  # the default is XML
PAGE = 1000  # the most that $top may be: 2000 is answered with 400


@dataclass(frozen=True, kw_only=True)
class Legistar(Calendar[Fields, list[Fields]]):
    """The meetings of one client. A meeting keeps its EventId when its agenda is published again.

    A deferral moves EventRowVersion but not always EventLastModifiedUtc (16 of 19 changes of New York in 20 days): so
    the whole window is listed at each run, which is one request.
    """

    client: str
    token: str | None = field(default=None, repr=False)

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`CLIENT.legistar.com/…` and `webapi.legistar.com/v1/CLIENT/…`."""
        api = re.match(r"/v1/([\w-]+)/", url.path) if url.hostname == HOST else None
        return {"client": api[1]} if api else tenant_of(url, r"([\w-]+)\.legistar1?\.com", "client")

    @property
    def hosts(self) -> frozenset[str]:
        """The API of all clients is one host."""
        return frozenset({HOST})

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
        seen: set[object] = set()
        start: object = None
        for skip in count(0, PAGE):
            events = await self._ask(web, "Events", {"$filter": within, "$orderby": "EventId", "$top": PAGE, "$skip": skip})
            if skip and events and events[0].get("EventId") == start:
                raise FilterIgnored(f"{self.client} ignores $skip: of its meetings only the first {PAGE} can be seen")
            for event in events:
                if event.get("EventId") not in seen and window.may_hold(event.get("EventDate")):
                    yield event
                seen.add(event.get("EventId"))
            if len(events) != PAGE:
                break
            start = events[0].get("EventId")
        if not seen and not await self._ask(web, "Events", {"$orderby": "EventId desc", "$top": 1}):
            raise Inconclusive(f"{self.client} lists no meeting at all: a new tenant, or one that has moved on to another system")

    async def agenda(self, web: Web, event: Fields) -> list[Fields]:
        """The items; none where the meeting was taken back since it was listed."""
        try:
            return await self._ask(web, f"Events/{event.get('EventId')}/EventItems", {"AgendaNote": 1, "MinutesNote": 1, "Attachments": 1})
        except Gone:
            return []

    async def _ask(self, web: Web, path: str, query: Query) -> list[Fields]:
        try:
            page = await web.get(
                f"https://{HOST}/v1/{self.client}/{path}", query, headers=AS_JSON, secret={"token": self.token} if self.token else None
            )
        except SourceError as error:
            raise self._explained(error) from error
        return await asyncio.to_thread(decoded, page)

    def _explained(self, error: SourceError) -> SourceError:
        """What the API means by its answers 403, 400 and 500."""
        said = f"{error} {getattr(error, 'body', '')}"
        if isinstance(error, Blocked) and self.token is None:
            return Blocked(f"{self.client} may answer only with a token: set the option 'token', or disable it; {error}")
        if "LegistarConnectionString" in said:
            return LayoutChanged(f"Legistar has no client {self.client!r}: correct the option 'client'", url=error.url)
        if "setup in settings" in said or "set up in settings" in said:
            return LayoutChanged(f"the meetings of {self.client} are misconfigured at Legistar: read its InSite calendar", url=error.url)
        return error
