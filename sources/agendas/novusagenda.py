"""NovusAGENDA (Granicus): the public list of a tenant, and a page for each agenda.

Facts from a recorded list of South Fulton and from peers' code. The page holds two grids: meetings, and the *items* of
agendas under the same dates and with links of the same form; only the first is the list of meetings. The minutes of a meeting
have a number of their own, which may be that of another meeting.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult

from sources import days
from sources.agendas import novusagenda_record
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive
from sources.markup import Element
from sources.model import Record
from sources.source import tenant_of
from sources.web import Web

SIGN = "#meetings, [id*='radGridMeetings']"
PAGES = "a[href*='overSheet'], a[onclick*='overSheet'], form#aspnetForm, form#form1"


@dataclass(frozen=True, kw_only=True)
class NovusAgenda(Calendar[Element, Element | None]):
    """The meetings of one tenant. `page` is that of its list, where /agendapublic/ does not lead to it."""

    whose = re.compile(r"/(?P<tenant>[\w-]+)\.novusagenda\.com", re.IGNORECASE)
    pace: ClassVar[float] = 3.6

    tenant: str
    page: str = ""

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`TENANT.novusagenda.com/…`."""
        return tenant_of(url, r"([\w-]+)\.novusagenda\.com")

    @property
    def hosts(self) -> frozenset[str]:
        """The tenant's own host."""
        return frozenset({f"{self.tenant}.novusagenda.com"})

    def identity(self, event: Element) -> tuple[str, str | None]:
        """The number of the meeting, and a mark of all that its row shows."""
        return novusagenda_record.key(event), fingerprint(event.text, novusagenda_record.addresses(event))

    def day(self, event: Element) -> date | None:
        """When it is held."""
        return days.find(event.text)

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Element, None]:
        """The rows of the window. No words are known by which the list says that it is empty."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        page = await web.get(f"{self._site}/{self.page}")
        rows = novusagenda_record.rows(await asyncio.to_thread(page.html, sign=SIGN))
        if not rows:
            raise Inconclusive(f"{self.tenant} lists no meeting", url=page.url)
        for row in rows:
            if window.may_hold(self.day(row)):
                yield row

    async def agenda(self, web: Web, event: Element) -> Element | None:
        """The agenda as a page, where the row links to one. Such pages take up to 45 s."""
        address = novusagenda_record.agenda_page(event)
        if address is None:
            return None
        try:
            page = await web.get(f"{self._site}/{address}")
        except Gone:
            return None
        return await asyncio.to_thread(page.html, sign=PAGES)

    def read(self, row: Meeting[Element, Element | None]) -> Record:
        """The meeting with the items of its agenda as parts."""
        mark = None if row.missed else self.identity(row.event)[1]
        return novusagenda_record.record(row, mark, self._site, self.publisher.timezone)

    @property
    def _site(self) -> str:
        return f"https://{self.tenant}.novusagenda.com/agendapublic"
