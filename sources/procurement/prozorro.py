"""Tenders and contracts of Ukraine, through the feed of Prozorro: https://prozorro-api-docs.readthedocs.io. No key."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from sources.errors import Blocked, Inconclusive, SourceError
from sources.model import Kind, Record, Unchanged
from sources.page import Page
from sources.procurement import words
from sources.procurement.detailed import Detailed, Listed, detailed
from sources.procurement.fields import Fields, line, listed, section, word
from sources.procurement.prozorro_record import record
from sources.source import Known, Source
from sources.web import Query, Web

API = "https://public-api.prozorro.gov.ua/api/2.5"
PAGE = 1000  # the most that `limit` may be
MOST_PAGES = 500  # half a million changes: a month of them
TITLES = {"tenders": "title,title_en,tenderID", "contracts": "title,title_en,contractID"}
ASKS_FOR_A_BROWSER = 412


@dataclass(frozen=True, kw_only=True)
class Prozorro(Source[Detailed]):
    """The tenders, or the contracts, whose title holds any of `words`; all of them, 15,000 changes a day, where there are none.

    The feed is in the order in which changes were published. It ends where a page is empty.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(hours=1)
    """The feed is a second behind; an hour costs one page."""

    feed: Literal["tenders", "contracts"] = "tenders"
    words: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """The public API."""
        return frozenset({"public-api.prozorro.gov.ua"})

    def read(self, row: Detailed) -> Record:
        """One tender or contract."""
        return record(row, self.publisher)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Detailed | Unchanged, None]:
        """What changed since then, the last change of each."""
        found = detailed(self._changes(web, since), known, lambda notice: self._detail(web, notice))
        async with aclosing(found) as notices:
            async for notice in notices:
                yield notice

    async def _changes(self, web: Web, since: datetime) -> AsyncGenerator[Listed, None]:
        offset = since.isoformat()
        seen: set[str | None] = set()
        empty = True
        for _ in range(MOST_PAGES):
            rows, following = await self._page(web, {"offset": offset, "limit": PAGE, "opt_fields": TITLES[self.feed]})
            for row in rows:
                notice = _listed(row)
                if self._wanted(row) and (notice.key is None or notice.key not in seen):
                    seen.add(notice.key)
                    yield notice
            empty = empty and not rows
            if not rows:
                break
            if following == offset:
                raise Inconclusive("the feed leads to the page that it comes from", url=f"{API}/{self.feed}")
            offset = following
        else:
            raise Inconclusive(f"no end after {MOST_PAGES} pages", url=f"{API}/{self.feed}")
        if empty:
            await self._prove(web)

    async def _prove(self, web: Web) -> None:
        """Raises Inconclusive where the feed holds nothing at all."""
        rows, _ = await self._page(web, {"descending": 1, "limit": 1})
        if not rows:
            raise Inconclusive("a feed without a single change", url=f"{API}/{self.feed}")

    def _wanted(self, row: Fields) -> bool:
        """One without a title is wanted: what cannot be told is not left out."""
        titles = [word(row.get(name)) for name in ("title", "title_en")]
        return not self.words or not any(titles) or words.held(" ".join(titles), self.words)

    async def _page(self, web: Web, query: Query) -> tuple[list[Fields], str]:
        page = await self._ask(web, self.feed, query)
        said = await asyncio.to_thread(page.json, dict)
        try:
            return listed({"data": said["data"]}, "data"), line(section(said, "next_page")["offset"])
        except (LookupError, TypeError) as error:
            raise page.unlike(f"no data with a next page: {error}") from error

    async def _detail(self, web: Web, notice: Listed) -> Fields:
        page = await self._ask(web, f"{self.feed}/{notice.key}", {})
        said = await asyncio.to_thread(page.json, dict)
        fields = said.get("data")
        if not isinstance(fields, dict) or fields.get("id") != notice.key:
            raise page.unlike(f"not the notice {notice.key}")
        return fields

    async def _ask(self, web: Web, path: str, query: Query) -> Page:
        try:
            return await web.get(f"{API}/{path}", query)
        except SourceError as error:
            if error.status == ASKS_FOR_A_BROWSER:
                raise Blocked("answered 412: it wants the name of a browser, which we do not pretend to be", url=error.url) from error
            raise


def _listed(row: Fields) -> Listed:
    return Listed(key=word(row.get("id")) or None, mark=word(row.get("dateModified")) or None, fields=row)
