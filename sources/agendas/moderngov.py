"""ModernGov (Civica), through its web service: https://HOST/mgWebService.asmx.

Facts from recorded answers of Manchester and from the field guide. Committees are listed first, and the meetings of each are
a request; the service wants British dates and answers ISO ones with everything. Where a council has switched it off,
`moderngov_pages` reads the pages instead, and `feed` the RSS of a committee (mgRss.aspx?CID=).
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit
from xml.etree import ElementTree as ET

from sources import days
from sources.agendas import moderngov_record
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.moderngov_record import Sitting
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive
from sources.model import Record
from sources.web import Query, Web

PAGES = ("mgcalendar", "mglist", "mgcommittee", "mgwhatsnew", "mgwebservice", "mgrss", "ielist", "iedocsearch", "mgmember")
"""How the names of its pages begin. The host is mostly the council's own."""


@dataclass(frozen=True, kw_only=True)
class ModernGov(Calendar[Sitting, ET.Element | None]):
    """The meetings of the committees of one council. `base` is the address of its ModernGov, without a page."""

    pace: ClassVar[float] = 2.0

    base: str

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """Any page of a ModernGov, by its name: `/mgCalendarMonthView.aspx`, `/ieListDocuments.aspx`."""
        folder, _, page = url.path.rpartition("/")
        known = page.lower().startswith(PAGES) and ".as" in page.lower()
        return {"base": f"{url.scheme}://{url.netloc}{folder}"} if known else None

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the council."""
        return frozenset({urlsplit(self.base).hostname or ""})

    def identity(self, event: Sitting) -> tuple[str, str | None]:
        """The id, and a mark of all that is listed: the service has none of its own."""
        return event.said("meetingid"), fingerprint(event.committee, [(field.tag, field.text) for field in event.meeting])

    def day(self, event: Sitting) -> date | None:
        """When it is held. What is listed says nothing of the agenda."""
        return days.find(event.said("meetingdate"), day_first=True)

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Sitting, None]:
        """The meetings of the window, committee by committee. A count of 0 is what says that a committee has none."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        committees = await self._ask(web, "GetCommittees", "committees")
        if not committees.findall("committee"):
            raise Inconclusive(f"{self.base} lists no committee")
        between = {"sFromDate": f"{window.first:%d/%m/%Y}", "sToDate": f"{window.last:%d/%m/%Y}"}
        for committee in committees.findall("committee"):
            if moderngov_record.is_over(committee):
                continue
            key = committee.findtext("committeeid", "")
            found = await self._ask(web, "GetMeetings", "getmeetings", {"lCommitteeId": key, **between})
            for sitting in moderngov_record.sittings(found):
                if window.may_hold(self.day(sitting)):
                    yield sitting

    async def agenda(self, web: Web, event: Sitting) -> ET.Element | None:
        """What the service says of the meeting and of each item."""
        try:
            return await self._ask(web, "GetMeeting", "meeting", {"lMeetingId": event.said("meetingid")})
        except Gone:
            return None

    def read(self, row: Meeting[Sitting, ET.Element | None]) -> Record:
        """The meeting with the items of its agenda as parts. What is restricted is left out."""
        mark = None if row.missed else self.identity(row.event)[1]
        return moderngov_record.record(row, mark, self.base, self.publisher.timezone)

    async def _ask(self, web: Web, name: str, root: str, query: Query | None = None) -> ET.Element:
        page = await web.get(f"{self.base}/mgWebService.asmx/{name}", query)
        return await asyncio.to_thread(page.xml, root)
