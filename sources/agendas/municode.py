"""Municode Meetings (CivicPlus): the list that a city publishes, at Municode or within the city's own pages.

Facts from recorded lists of Clovis (PublishPage) and Forest Park (a calendar on the city's site). The documents of a meeting
have its 32-digit number in their names; where there are none yet, the page of the meeting stands in on a city's site.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs, urlsplit

from sources.agendas import municode_record
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Meetings
from sources.agendas.window import Window
from sources.errors import Inconclusive
from sources.markup import Element
from sources.model import Record, Unchanged
from sources.source import Known
from sources.web import Web

HOST = "meetings.municode.com"
SIGN = "table.mcm, table.views-table"
MOST_PAGES = 12  # of ten meetings each: more than half a year of a city with a meeting on each working day


@dataclass(frozen=True, kw_only=True)
class Municode(Meetings[Element]):
    """The meetings of one city. Either `cid` and, where its page has one, `ppid` say which; or `page` is the city's own list."""

    whose = re.compile(r"/adaHtmlDocument/index\?cc=(?P<cid>\w+)", re.IGNORECASE)
    pace: ClassVar[float] = 2.7

    cid: str = ""
    ppid: str = "0"
    page: str = ""

    def __post_init__(self) -> None:
        if bool(self.cid) == bool(self.page):
            raise ValueError("give `cid`, as in https://meetings.municode.com/PublishPage/index?cid=CID, or `page`, and not both")

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`meetings.municode.com/PublishPage?cid=…`, and the addresses of documents that are shown there."""
        query = {name.lower(): values[0] for name, values in parse_qs(url.query).items()}
        given = {"cid": query.get("cid") or query.get("cc", ""), "ppid": query.get("ppid", "0")}
        return given if url.hostname == HOST and given["cid"] else None

    @property
    def hosts(self) -> frozenset[str]:
        """Municode's host, or the city's."""
        return frozenset({urlsplit(self.page).hostname or ""}) if self.page else frozenset({HOST})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Element | Unchanged, None]:
        """The meetings of the window, newest first, page after page until one is older than it."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        seen: set[str] = set()
        for number in range(1, MOST_PAGES + 1):
            found = await self._listed(web, number)
            fresh = [row for row in found if municode_record.key(row) not in seen]
            for row in fresh:
                key = municode_record.key(row)
                if window.may_hold(municode_record.day(row)):
                    yield Unchanged(key=key) if key and known(key) == self._mark(row) else row
            seen |= {municode_record.key(row) for row in found}
            older = [day for row in found if (day := municode_record.day(row)) and day < window.first]
            if not fresh or older or self.page:
                break

    async def _listed(self, web: Web, number: int) -> list[Element]:
        """The rows of a page: those with a meeting. The last row of a list is its pager."""
        if self.page:
            page = await web.get(self.page)
        else:
            page = await web.get(f"https://{HOST}/PublishPage/index", {"cid": self.cid, "ppid": self.ppid, "p": number})
        table = (await asyncio.to_thread(page.html, sign=SIGN)).all("table.mcm tr, table.views-table tr")
        rows = [row for row in table if municode_record.is_meeting(row)]
        if not rows and number == 1:
            raise Inconclusive("lists no meeting", url=page.url)
        return rows

    def read(self, row: Element) -> Record:
        """The meeting. LookupError or ValueError where its row is odd."""
        return municode_record.record(row, self._mark(row), self.publisher.timezone)

    def _mark(self, row: Element) -> str:
        return fingerprint(row.text, [link.get("href") for link in row.all("a[href]")])
