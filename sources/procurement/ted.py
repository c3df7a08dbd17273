"""Tenders Electronic Daily, the procurement notices of the European Union: https://docs.ted.europa.eu/api/latest/search.html."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

from sources.errors import Blocked, Inconclusive, LayoutChanged, SourceError, Unavailable
from sources.model import Kind, Record, Unchanged
from sources.page import Page
from sources.procurement import eforms
from sources.procurement.eforms_tree import LUXEMBOURG, bare
from sources.procurement.ted_days import Days, TimedOut, steps
from sources.procurement.ted_fields import FIELDS, Fields
from sources.procurement.ted_notice import Notice, mark, number, record
from sources.source import Known, Source
from sources.web import Web

SEARCH = "https://api.ted.europa.eu/v3/notices/search"
FILE = "https://ted.europa.eu/en/notice/{}/xml"
PAGE = 250  # the most that `limit` may be; limit × fields may be 10,000
STEP = timedelta(days=3)  # some 9,000 notices, a page after the other
MOST_PAGES = 400  # ten times as many as three days have: a token that leads in a circle ends here
ROOTS = {*eforms.ROOTS, "TED_EXPORT"}
PATIENCE = 3  # files missed before no more are asked for: it is not the one notice then


@dataclass(frozen=True, kw_only=True)
class Ted(Source[Notice]):
    """The notices that an expert query finds, all of them where it is empty.

    `closely` is another expert query: the notices that it finds too are read from their own XML, which names winners,
    sums and lots exactly. There may be one such file a second: 500 in six minutes are said to close the door for a day.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=3)
    rest: ClassVar[float] = 35.0  # its 429 has no Retry-After

    query: str = ""
    closely: str = ""

    @property
    def hosts(self) -> frozenset[str]:
        """The search, and the files."""
        return frozenset({"api.ted.europa.eu", "ted.europa.eu"})

    def read(self, row: Notice) -> Record:
        """The notice in all its languages."""
        return record(row)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Notice | Unchanged, None]:
        """The notices published on the days since then. A file that cannot be had keeps no notice back: it comes as it was listed.

        It ends in an error where the files fail as such, and not over one among many that is damaged: that one would keep
        the watermark where it is for good.
        """
        seen: set[str] = set()
        missed: list[SourceError] = []
        asked = 0
        for days in steps(since.astimezone(LUXEMBOURG).date(), web.now().astimezone(LUXEMBOURG).date(), STEP):
            near = {number(each) async for each in self._found(web, days, self.closely, ("publication-number",))} if self.closely else set()
            async with aclosing(self._found(web, days, "", FIELDS)) as notices:
                async for fields in notices:
                    key, whole = number(fields), number(fields) in near
                    if key in seen:
                        continue
                    seen.add(key)
                    if known(key) == mark(fields, whole=whole):
                        yield Unchanged(key=key)
                    else:
                        asked += whole
                        yield Notice(fields=fields, xml=await self._file(web, key, missed) if whole else None)
        if missed and (len(missed) == asked or _shut(missed)):
            raise missed[0]

    async def _found(self, web: Web, days: Days, also: str, names: tuple[str, ...]) -> AsyncGenerator[Fields, None]:
        """What the query finds on these days; where the server gives up, what it finds on each half of them."""
        try:
            async with aclosing(self._pages(web, self._asked(days, also), names)) as pages:
                async for page in pages:
                    for fields in page:
                        yield fields
        except TimedOut:
            if days.first == days.last:
                raise Unavailable(f"the search gave up on {days.first} and answered in part", url=SEARCH) from None
            for half in days.halves():
                async with aclosing(self._found(web, half, also, names)) as notices:
                    async for fields in notices:
                        yield fields

    def _asked(self, days: Days, also: str) -> str:
        wanted = [f"publication-date>={days.first:%Y%m%d}", f"publication-date<={days.last:%Y%m%d}"]
        wanted += [f"({each})" for each in (self.query, also) if each]
        return " AND ".join(wanted) + " SORT BY publication-date"

    async def _pages(self, web: Web, query: str, names: tuple[str, ...]) -> AsyncGenerator[list[Fields], None]:
        asked: dict[str, Any] = {"query": query, "fields": list(names), "limit": PAGE, "scope": "ALL", "paginationMode": "ITERATION"}
        listed = 0
        for turn in count(1):
            answer = await self._ask(web, asked)
            notices, total, token = answer["notices"], answer.get("totalNoticeCount"), answer.get("iterationNextToken")
            listed += len(notices)
            yield notices
            if not notices or not token:
                break
            if turn >= MOST_PAGES:
                raise Inconclusive(f"more than {MOST_PAGES} pages, which no three days have", url=SEARCH)
            asked = {**asked, "iterationNextToken": token}
        if isinstance(total, int) and listed < total:
            raise Inconclusive(f"{listed} notices were given of the {total} that were found", url=SEARCH)
        if not listed and total != 0:
            raise Inconclusive("no notice, and no total that says so", url=SEARCH)

    async def _ask(self, web: Web, asked: dict[str, Any]) -> dict[str, Any]:
        page = await web.post(SEARCH, asked)
        answer = await asyncio.to_thread(page.json, dict)
        if answer.get("timedOut"):
            raise TimedOut
        notices = answer.get("notices")
        if not isinstance(notices, list) or not all(isinstance(each, dict) and each.get("publication-number") for each in notices):
            raise LayoutChanged(f"no list of numbered notices, but {', '.join(sorted(answer)[:8]) or 'nothing'}", url=SEARCH)
        return answer

    async def _file(self, web: Web, key: str, missed: list[SourceError]) -> ET.Element | None:
        """The XML of a notice; None where it cannot be had, which the end of the run tells."""
        if _shut(missed):
            return None
        try:
            page = await web.get(FILE.format(key))
            return await asyncio.to_thread(_root, page)
        except SourceError as error:
            missed.append(error)
            return None


def _root(page: Page) -> ET.Element:
    root = bare(page.xml())
    if root.tag not in ROOTS:
        raise page.unlike(f"XML of another kind: <{root.tag}>")
    return root


def _shut(missed: list[SourceError]) -> bool:
    return len(missed) >= PATIENCE or any(isinstance(error, Blocked) for error in missed)
