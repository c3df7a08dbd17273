"""eSCRIBE (Diligent), through the service behind its calendar page, /MeetingsCalendarView.aspx/GetCalendarMeetings."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import SplitResult, urljoin

from sources.agendas import escribe_items, escribe_record
from sources.agendas.answer import Fields, fingerprint, objects
from sources.agendas.calendar import Calendar
from sources.agendas.escribe_record import Event
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive
from sources.model import Record
from sources.page import Element
from sources.source import ODD, tenant_of
from sources.web import Web

SLICE = timedelta(days=90)  # a peer read 180 days at once; half of that keeps the answers of large cities small
BEFORE = timedelta(days=3 * 365)  # three years at once are answered, and a city in use has met in them


@dataclass(frozen=True, kw_only=True)
class Escribe(Calendar[Fields, list[Element]]):
    """The meetings of one tenant, whose host is `pub-london` or the like.

    Agendas are amended in place, without another document id: so those of the near meetings are read at every run.
    """

    whose = re.compile(r"/(?P<tenant>pub-[\w-]+)\.escribemeetings\.com", re.IGNORECASE)
    pace: ClassVar[float] = 2.7

    tenant: str

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`pub-TENANT.escribemeetings.com/…`."""
        return tenant_of(url, r"(pub-[\w-]+)\.escribemeetings\.com")

    @property
    def hosts(self) -> frozenset[str]:
        """The tenant's own host."""
        return frozenset({f"{self.tenant}.escribemeetings.com"})

    def identity(self, event: Fields) -> tuple[str, str | None]:
        """The UUID, and a mark of all that is listed: the service has none of its own."""
        return str(event.get("ID")), fingerprint({name: value for name, value in event.items() if name not in escribe_record.PASSING})

    def day(self, event: Fields) -> date | None:
        """When it is held."""
        try:
            starts = escribe_record.starts(event, self.publisher.timezone)
        except ODD:
            return None
        return starts.date() if isinstance(starts, datetime) else starts

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Fields, None]:
        """The meetings of the window, each once."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        seen: set[str] = set()
        for first, last in _slices(window):
            for event in await self._list(web, first, last):
                day = self.day(event)
                if self.identity(event)[0] not in seen and (day is None or day in window):
                    yield event
                seen.add(self.identity(event)[0])
        if not seen and not await self._list(web, window.first - BEFORE, window.first):
            raise Inconclusive(f"{self.tenant} lists no meeting of the last three years: a tenant that is not in use")

    async def agenda(self, web: Web, event: Fields) -> list[Element]:
        """The agenda, where it is published as a page; the revised one first."""
        address = escribe_record.agenda_page(event)
        if address is None:
            return []
        try:
            page = await web.get(urljoin(f"{self._site}/", address))
        except Gone:
            return []  # taken back since it was listed
        return [await asyncio.to_thread(page.html, sign=escribe_items.CONTAINER)]

    def read(self, row: Event) -> Record:
        """The meeting with the items of its agenda as parts."""
        _, mark = self.identity(row.event)
        return escribe_record.record(row, mark, f"{self._site}/", self.publisher.timezone)

    @property
    def _site(self) -> str:
        return f"https://{self.tenant}.escribemeetings.com"

    async def _list(self, web: Web, first: date, last: date) -> list[Fields]:
        asked = {"calendarStartDate": first.isoformat(), "calendarEndDate": last.isoformat()}
        page = await web.post(f"{self._site}/MeetingsCalendarView.aspx/GetCalendarMeetings", asked)
        answer: dict[str, Any] = await asyncio.to_thread(page.json, dict)
        if "d" not in answer:
            raise page.unlike("no 'd' in it")
        return objects(answer["d"], page.url)


def _slices(window: Window) -> Iterator[tuple[date, date]]:
    first = window.first
    while first <= window.last:
        yield first, min(first + SLICE, window.last)
        first += SLICE + timedelta(days=1)
