"""IQM2 or MinuteTraq (Granicus): the calendar among the Citizens pages of a tenant, and a page for each meeting.

Facts from recorded calendars of Atlanta, Clayton County, Grand Rapids and Norcross. Meetings of all boards and of any time
are one list. `ID` of a meeting and `ID` of a file are numbers of different things.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult

from sources import days
from sources.agendas import iqm2_record
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive
from sources.markup import Element
from sources.model import Record
from sources.source import tenant_of
from sources.web import Web

SIGN = "select.MeetingGroupDropdown"  # by which visitors choose a board


@dataclass(frozen=True, kw_only=True)
class Iqm2(Calendar[Element, Element | None]):
    """The meetings of one tenant. What the list shows does not change where an agenda is amended in place."""

    whose = re.compile(r"/(?P<tenant>[\w-]+)\.iqm2\.com", re.IGNORECASE)
    pace: ClassVar[float] = 2.7

    tenant: str

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`TENANT.iqm2.com/…`."""
        return tenant_of(url, r"([\w-]+)\.iqm2\.com")

    @property
    def hosts(self) -> frozenset[str]:
        """The tenant's own host."""
        return frozenset({f"{self.tenant}.iqm2.com"})

    def identity(self, event: Element) -> tuple[str, str | None]:
        """The id of the meeting, and a mark of all that its row says."""
        files = [(link.attr("href"), link.text) for link in iqm2_record.files(event)]
        said = iqm2_record.tooltip(event).replace("Status:\tClosed", "Status:\tScheduled")  # as each is once it was held
        return iqm2_record.key(event), fingerprint(said, files, event.first(".MeetingCancelled") is not None)

    def day(self, event: Element) -> date | None:
        """When it is held."""
        return days.find(iqm2_record.when(event))

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Element, None]:
        """The rows of the window. No words are known by which the list says that it is empty."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        asked = {"From": f"{window.season:%m/%d/%Y}", "To": f"{window.last:%m/%d/%Y}"}
        page = await web.get(f"{self._site}/Calendar.aspx", {"Frame": "Yes", "View": "List", **asked})
        rows = (await asyncio.to_thread(page.html, sign=SIGN)).all("div.MeetingRow")
        if not rows:
            raise Inconclusive(f"{self.tenant} lists no meeting from {window.season} to {window.last}", url=page.url)
        for row in rows:
            if window.may_hold(self.day(row)):
                yield row

    async def agenda(self, web: Web, event: Element) -> Element | None:
        """The page of the meeting, where it has an agenda."""
        if not iqm2_record.has_agenda(event) or not iqm2_record.key(event):
            return None
        try:
            page = await web.get(f"{self._site}/Detail_Meeting.aspx", {"ID": iqm2_record.key(event)})
        except Gone:
            return None
        return await asyncio.to_thread(page.html, sign="form[action*='etail_'], #MeetingDetail")

    def read(self, row: Meeting[Element, Element | None]) -> Record:
        """The meeting with the items of its agenda as parts."""
        mark = None if row.missed else self.identity(row.event)[1]
        return iqm2_record.record(row, mark, self.publisher.timezone)

    @property
    def _site(self) -> str:
        return f"https://{self.tenant}.iqm2.com/Citizens"
