"""BoardDocs (Diligent), mostly of school boards: the list of meetings of one committee, and its agendas.

Facts from recorded lists of Grand Rapids Public Schools and the Chicago teachers' pension fund. Without its own headers the
server answers 200 with an empty body; the list ends with an empty object. `XML-ActiveMeetings` has all meetings that are
active, with their items, in one file: that is asked for where no committee is named.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult
from xml.etree import ElementTree as ET

from sources.agendas import boarddocs_record
from sources.agendas.answer import fingerprint, objects
from sources.agendas.boarddocs_record import Event, Pages, Row
from sources.agendas.calendar import Calendar
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive
from sources.model import Record
from sources.page import Page
from sources.web import Web

HOST = "go.boarddocs.com"
AS_A_BROWSER_ASKS = {"Accept": "application/json, text/javascript, */*; q=0.01", "X-Requested-With": "XMLHttpRequest"}


@dataclass(frozen=True, kw_only=True)
class BoardDocs(Calendar[Event, Pages | None]):
    """The meetings of one board. `board` is what stands in its address ("mi/grand"), `committee` as on its page /Public."""

    whose = re.compile(r"boarddocs\.com/(?P<board>\w+/\w+)/board\.nsf", re.IGNORECASE)
    pace: ClassVar[float] = 3.0

    board: str
    committee: str = ""

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`go.boarddocs.com/STATE/SITE/Board.nsf/…`."""
        ours = url.hostname in (HOST, "www.boarddocs.com")
        found = re.match(r"/(\w+/\w+)/board\.nsf", url.path, re.IGNORECASE)
        return {"board": found[1]} if ours and found else None

    @property
    def hosts(self) -> frozenset[str]:
        """All boards are on one host."""
        return frozenset({HOST})

    def identity(self, event: Event) -> tuple[str, str | None]:
        """The id, and a mark of all that is listed."""
        return event.key, fingerprint(event.name, event.held, ET.tostring(event.file, "unicode") if event.file is not None else "")

    def day(self, event: Event) -> date | None:
        """When it is held, where its items are not in the list."""
        return event.day if event.file is None else None

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Event, None]:
        """The meetings of the window. Boards that answer have some of all years."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        events = await (self._of_committee(web) if self.committee else self._active(web))
        if not events:
            raise Inconclusive(f"{self.board} lists no meeting at all")
        for event in events:
            if window.may_hold(event.day):
                yield event

    async def agenda(self, web: Web, event: Event) -> Pages | None:
        """The meeting and its agenda as pages; None for one that was listed with its items."""
        if event.file is not None or not event.key:
            return None
        try:
            about, items = [await self._post(web, name, id=event.key) for name in ("BD-GetMeeting", "BD-GetAgenda")]
        except Gone:
            return None
        of_agenda = await asyncio.to_thread(items.html, sign=".category, .wrap-category, li.item")
        return Pages(about=await asyncio.to_thread(about.html, sign=".meeting-name"), items=of_agenda)

    def read(self, row: Row) -> Record:
        """The meeting with the items of its agenda as parts."""
        mark = None if row.missed else self.identity(row.event)[1]
        return boarddocs_record.record(row, mark, self._site, self.publisher.timezone)

    @property
    def _site(self) -> str:
        return f"https://{HOST}/{self.board}/Board.nsf"

    async def _active(self, web: Web) -> list[Event]:
        page = await web.get(f"{self._site}/XML-ActiveMeetings")
        return [boarddocs_record.active(meeting) for meeting in (await asyncio.to_thread(page.xml, "meetings")).findall("meeting")]

    async def _of_committee(self, web: Web) -> list[Event]:
        page = await self._post(web, "BD-GetMeetingsList")
        rows = objects(await asyncio.to_thread(page.json, list), page.url)
        return [boarddocs_record.listed(row) for row in rows if row]  # the last one is empty

    async def _post(self, web: Web, name: str, **form: str) -> Page:
        given = {**form, "current_committee_id": self.committee}
        page = await web.post(f"{self._site}/{name}?open", form=given, headers=AS_A_BROWSER_ASKS)
        if not page.body:
            raise Inconclusive("an empty answer, which BoardDocs gives to headers that it does not like", url=page.url)
        return page
