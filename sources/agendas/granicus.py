"""Granicus ViewPublisher: the list of one view, https://TENANT.granicus.com/ViewPublisher.php?view_id=N.

The id of a meeting changes its kind once the meeting was recorded (`event_id`, then `clip_id`), and before its agenda is
published it has none. So the key of a meeting is its day and its name in the view, and the ids are those of its documents.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs

from sources.agendas import granicus_record, granicus_view
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar
from sources.agendas.granicus_record import Event, Named, named
from sources.agendas.granicus_view import ViewRow
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive, Moved, Refused
from sources.model import Record
from sources.page import Element, Page
from sources.source import tenant_of
from sources.web import Web

SIGN = "[href*='ViewPublisher' i], [href*='Viewer.php' i], [onclick*='MediaPlayer.php' i], [src*='granicus' i], [href*='granicus' i]"
LARGEST_AGENDA = 4_000_000  # bytes; agendas as pages had up to 165,000, what is larger is a file


@dataclass(frozen=True, kw_only=True)
class Granicus(Calendar[Named, list[Element]]):
    """The meetings of one view. A view may hold one body or many; a tenant has as many views as it likes."""

    whose = re.compile(r"/(?P<tenant>[\w-]+)\.granicus\.com/(?:(?:Agenda|Minutes|Transcript)Viewer|MediaPlayer)\.php", re.IGNORECASE)
    pace: ClassVar[float] = 1.2  # what a peer has long kept to: three requests in 3.6 s

    tenant: str
    view: int

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`TENANT.granicus.com/ViewPublisher.php?view_id=N`, and any viewer that names its view."""
        tenant, views = tenant_of(url, r"([\w-]+)\.granicus\.com"), parse_qs(url.query).get("view_id", [""])
        return {**tenant, "view": views[0]} if tenant and views[0].isdecimal() else None

    @property
    def hosts(self) -> frozenset[str]:
        """The tenant's host: a name of granicus.com, or a whole name where the tenant has its own."""
        return frozenset({self.tenant if "." in self.tenant else f"{self.tenant}.granicus.com"})

    def identity(self, event: Named) -> tuple[str, str | None]:
        """The day and the name, and a mark of all that is listed: a view has none of its own."""
        row = event.row
        return event.key, fingerprint(row.title, row.when, [(viewer.name, viewer.url, viewer.text) for viewer in row.viewers])

    def day(self, event: Named) -> date | None:
        """When it is held: agendas are amended without a sign of it in the list."""
        return event.day

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Named, None]:
        """The meetings of the window; a view lists all there ever were. Where it lists none, its feed is asked."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        page = await web.get(f"{self._site}/ViewPublisher.php", {"view_id": self.view})
        found = await asyncio.to_thread(_rows, page)
        if not found:
            feed = await web.get(f"{self._site}/ViewPublisherRSS.php", {"view_id": self.view, "mode": "agendas"})
            found = list(granicus_view.of_feed(await asyncio.to_thread(feed.feed)))
        if not found:
            raise Inconclusive(f"view {self.view} of {self.tenant} lists no meeting, neither on its page nor in its feed", url=page.url)
        today = page.fetched_at.astimezone(self.publisher.timezone).date()
        for event in named(found, today):
            if event.day is None or event.day in window:
                yield event

    async def agenda(self, web: Web, event: Named) -> list[Element]:
        """The agenda, where it is a page of Granicus; a file, or what lies elsewhere, is left to the reader of documents."""
        address = granicus_record.agenda_address(event.row, self.hosts)
        if address is None:
            return []
        try:
            page = await web.get(address, limit=LARGEST_AGENDA)
        except (Gone, Moved, Refused):
            return []
        if page.body.startswith(b"%PDF") or "html" not in page.headers.get("content-type", "html"):
            return []
        return [await asyncio.to_thread(granicus_record.agenda_page, page)]

    def read(self, row: Event) -> Record:
        """The meeting with the items of its agenda as parts."""
        _, mark = self.identity(row.event)
        return granicus_record.record(row, mark, f"{self._site}/ViewPublisher.php?view_id={self.view}", self.publisher.timezone)

    @property
    def _site(self) -> str:
        return f"https://{next(iter(self.hosts))}"


def _rows(page: Page) -> list[ViewRow]:
    return list(granicus_view.rows(page.html(sign=SIGN)))
