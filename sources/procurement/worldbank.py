"""Procurement notices of projects that the World Bank finances: https://search.worldbank.org/api/procnotices. No key."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, ClassVar

from sources import days
from sources.errors import Inconclusive
from sources.model import Kind, Record, Unchanged
from sources.page import Page
from sources.procurement import marks
from sources.procurement.fields import Fields, number, word
from sources.procurement.worldbank_record import MARKED, record
from sources.source import Known, Source
from sources.web import Query, Web

SEARCH = "https://search.worldbank.org/api/procnotices"
PAGE = 100
MOST_PAGES = 60  # "biometric" finds some thousands in all the years


@dataclass(frozen=True, kw_only=True)
class WorldBank(Source[Fields]):
    """The notices that any of `terms` finds. There is no filter by time, and the order asked for is not always kept."""

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=14)
    """Notices appear days after the date that they bear."""

    terms: tuple[str, ...]

    def __post_init__(self) -> None:
        """ValueError without terms: 400,000 notices would be listed."""
        if not any(term.strip() for term in self.terms):
            raise ValueError("there must be terms: without them every notice since 1990 is listed")

    @property
    def hosts(self) -> frozenset[str]:
        """The search."""
        return frozenset({"search.worldbank.org"})

    def read(self, row: Fields) -> Record:
        """One notice, without its contact persons."""
        return record(row)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Fields | Unchanged, None]:
        """The notices dated since then, each once however many terms find it. Raises Inconclusive where the terms never found any."""
        seen: set[str] = set()
        found = 0
        for term in self.terms:
            async with aclosing(_pages(web, term, since.date())) as rows:
                async for row in rows:
                    found += 1
                    key, noticed = word(row.get("id")), _day(row)
                    if (noticed and noticed < since.date()) or (key and key in seen):
                        continue
                    seen.add(key)
                    mark = marks.of(*(row.get(name) for name in MARKED))
                    yield Unchanged(key=key) if key and known(key) == mark else row
        if not found:
            raise Inconclusive(f"{', '.join(self.terms)} find nothing, in all the years", url=SEARCH)


async def _pages(web: Web, term: str, first: date) -> AsyncGenerator[Fields, None]:
    """The notices page by page, to the end or until they are older than that, where they come in order."""
    taken, ordered, last = 0, True, date.max
    for page in count():
        order = {"srt": "noticedate", "order": "desc"}
        query: Query = {"format": "json", "rows": PAGE, "os": page * PAGE, "qterm": term, **order}
        total, rows = await asyncio.to_thread(_read, await web.get(SEARCH, query))
        for row in rows:
            noticed = _day(row) or last
            ordered, last = ordered and noticed <= last, noticed
            yield row
        taken += len(rows)
        if taken >= total or (ordered and last < first):
            return
        if not rows or page + 1 >= MOST_PAGES:
            raise Inconclusive(f"{taken:,} notices of {total:,} on {term!r}, and not in order: choose terms that find fewer", url=SEARCH)


def _read(page: Page) -> tuple[int, list[Fields]]:
    """How many there are, and those of this page: a list, or an object by id as in the Bank's other interfaces."""
    said: dict[str, Any] = page.json(dict)
    rows, total = said.get("procnotices"), number(said.get("total"))
    listed = list(rows.values()) if isinstance(rows, dict) else rows
    if total is None or not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
        raise page.unlike(f"no notices with their number, but {', '.join(sorted(said)[:8]) or 'nothing'}")
    return int(total), listed


def _day(row: Fields) -> date | None:
    said = row.get("noticedate")
    return days.find(said.replace("-", " ")) if isinstance(said, str) else None
