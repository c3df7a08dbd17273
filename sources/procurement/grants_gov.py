"""Funding opportunities of the US federal government, through Grants.gov: https://www.grants.gov/api/common/search2. No key."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sources.errors import Inconclusive, Unavailable
from sources.model import Kind, Record, Unchanged
from sources.page import Page
from sources.procurement import marks
from sources.procurement.detailed import Detailed, Listed, detailed
from sources.procurement.fields import Fields, listed, word
from sources.procurement.grants_gov_record import record
from sources.source import Known, Source
from sources.web import Web

API = "https://api.grants.gov/v1/api"
PAGE = 100
MOST_PAGES = 50
MARKED = ("number", "title", "agency", "openDate", "closeDate", "oppStatus", "docType")


@dataclass(frozen=True, kw_only=True)
class GrantsGov(Source[Detailed]):
    """The opportunities that are forecast or open and that any of `keywords` finds."""

    kind = Kind.NOTICE

    keywords: tuple[str, ...]
    statuses: str = "forecasted|posted"

    def __post_init__(self) -> None:
        """ValueError without keywords: everything would be listed."""
        if not any(keyword.strip() for keyword in self.keywords):
            raise ValueError("there must be keywords: without them every opportunity is listed")

    @property
    def hosts(self) -> frozenset[str]:
        """The API."""
        return frozenset({"api.grants.gov"})

    def read(self, row: Detailed) -> Record:
        """One opportunity, without its contact persons."""
        return record(row)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Detailed | Unchanged, None]:  # noqa: ARG002  # the list is short
        """The opportunities as they stand, each once; those that changed with their details."""
        found = detailed(self._listed(web), known, lambda opportunity: _detail(web, opportunity))
        async with aclosing(found) as opportunities:
            async for opportunity in opportunities:
                yield opportunity

    async def _listed(self, web: Web) -> AsyncGenerator[Listed, None]:
        seen: set[str | None] = set()
        for keyword in self.keywords:
            async with aclosing(self._pages(web, keyword)) as hits:
                async for hit in hits:
                    if hit.key is None or hit.key not in seen:
                        seen.add(hit.key)
                        yield hit

    async def _pages(self, web: Web, keyword: str) -> AsyncGenerator[Listed, None]:
        taken = 0
        for page in count():
            order = {"sortBy": "openDate|desc"}
            question = {"keyword": keyword, "oppStatuses": self.statuses, "rows": PAGE, "startRecordNum": page * PAGE, **order}
            answer = await web.post(f"{API}/search2", question)
            said = await asyncio.to_thread(_data, answer)
            hits = _hits(answer, said)
            for hit in hits:
                yield _hit(hit)
            taken += len(hits)
            if taken >= said["hitCount"]:
                return
            if not hits or page + 1 >= MOST_PAGES:
                raise Inconclusive(f"{taken:,} opportunities of {said['hitCount']:,} on {keyword!r}", url=answer.url)


def _hit(fields: Fields) -> Listed:
    key = word(fields.get("id"))
    return Listed(key=key if key.isdecimal() else None, mark=marks.of(*(fields.get(name) for name in MARKED)), fields=fields)


def _data(page: Page) -> Mapping[str, Any]:
    """What is answered. An error comes with status 200 and its number."""
    said: dict[str, Any] = page.json(dict)
    if said.get("errorcode", 0) != 0:
        raise Unavailable(f"answered with the error {said['errorcode']}: {word(said.get('msg'))}", url=page.url)
    if not isinstance(said.get("data"), dict):
        raise page.unlike(f"no data, but {', '.join(sorted(said)[:8]) or 'nothing'}")
    return said["data"]  # type: ignore[no-any-return]


def _hits(page: Page, said: Fields) -> list[Fields]:
    if not isinstance(said.get("hitCount"), int) or "oppHits" not in said:
        raise page.unlike(f"no hits with their number, but {', '.join(sorted(said)[:8]) or 'nothing'}")
    try:
        return listed(said, "oppHits")
    except TypeError as error:
        raise page.unlike(str(error)) from error


async def _detail(web: Web, opportunity: Listed) -> Fields:
    page = await web.post(f"{API}/fetchOpportunity", {"opportunityId": int(opportunity.key or 0)})
    said = await asyncio.to_thread(_data, page)
    if word(said.get("id")) != opportunity.key:
        raise page.unlike(f"not the opportunity {opportunity.key}")
    return said
