"""Awards of the US federal government, through USAspending v2: https://api.usaspending.gov/docs/endpoints. No key."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, ClassVar
from urllib.parse import quote

from sources import days
from sources.errors import FilterIgnored, Inconclusive
from sources.model import Kind, Record, Unchanged
from sources.page import Page
from sources.procurement.detailed import Detailed, Listed, detailed
from sources.procurement.fields import Fields, listed, section, word
from sources.procurement.usaspending_award import record
from sources.procurement.usaspending_groups import FIELDS, GROUPS
from sources.source import Known, Source
from sources.web import Web

API = "https://api.usaspending.gov/api/v2"
SEARCH = f"{API}/search/spending_by_award/"
PAGE = 100  # the most that `limit` may be
MOST_PAGES = 1000  # 100,000 awards: who finds more asks for too much
FIRST = date(2007, 10, 1)  # no earlier start is accepted
SHORTEST = 3  # characters of a keyword
LAST = ("last_record_unique_id", "last_record_sort_value")  # beyond 50,000 awards a page is asked for by the last one before it
LOADED = timedelta(days=7)  # the data are loaded every day; a week without means that the loads have stopped


@dataclass(frozen=True, kw_only=True)
class UsaSpending(Source[Detailed]):
    """The awards that any of the `keywords` or any of the `recipients` (a name, a parent's name or better a UEI) finds.

    Keywords match the beginnings of phrases in descriptions, names and classifications. `groups` are those of GROUPS.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=100)
    """Awards of the Department of Defense are published 90 days late, under the day on which they were modified."""

    keywords: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    groups: tuple[str, ...] = ("contracts", "idvs", "grants")

    def __post_init__(self) -> None:
        """ValueError for what the API would refuse."""
        if unknown := set(self.groups) - set(GROUPS):
            raise ValueError(f"groups: there is no {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
        if short := [each for each in (*self.keywords, *self.recipients) if len(each.strip()) < SHORTEST]:
            raise ValueError(f"keywords and recipients have at least {SHORTEST} characters, and {short[0]!r} has not")
        if not (self.keywords or self.recipients):
            raise ValueError("there must be keywords or recipients")

    @property
    def hosts(self) -> frozenset[str]:
        """The API."""
        return frozenset({"api.usaspending.gov"})

    def read(self, row: Detailed) -> Record:
        """The award."""
        return record(row)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Detailed | Unchanged, None]:
        """The awards modified since then, each once however many questions find it."""
        found = detailed(self._awards(web, since), known, lambda award: _detail(web, award))
        async with aclosing(found) as awards:
            async for award in awards:
                yield award

    async def _awards(self, web: Web, since: datetime) -> AsyncGenerator[Listed, None]:
        seen: set[str | None] = set()
        for filters in self._questions(since.date(), web.now().date()):
            async with aclosing(_pages(web, filters)) as pages:
                async for award in pages:
                    if award.key is None or award.key not in seen:
                        seen.add(award.key)
                        yield award
        if not seen:
            await _prove(web)

    def _questions(self, first: date, last: date) -> Iterator[dict[str, Any]]:
        when = {"start_date": f"{max(first, FIRST)}", "end_date": f"{last}", "date_type": "last_modified_date"}
        asked = [{"keywords": list(self.keywords)}] if self.keywords else []
        asked += [{"recipient_search_text": [each]} for each in self.recipients]
        return ({**each, "award_type_codes": list(GROUPS[group]), "time_period": [when]} for group in self.groups for each in asked)


async def _pages(web: Web, filters: Fields) -> AsyncGenerator[Listed, None]:
    """The oldest modification first, so that what is modified meanwhile comes at the end and shifts nothing."""
    question = {
        "filters": filters,
        "fields": FIELDS,
        "limit": PAGE,
        "sort": "Last Modified Date",
        "order": "asc",
        "spending_level": "awards",
    }
    after: dict[str, Any] = {}
    for page in count(1):
        answer = await web.post(SEARCH, {**question, "page": page, **after})
        said = await asyncio.to_thread(answer.json, dict)
        awards, place = _results(answer, said), section(said, "page_metadata")
        for fields in awards:
            yield _listed(fields)
        if not place["hasNext"]:
            return
        after = {name: place.get(name) for name in LAST}
        if not awards or page >= MOST_PAGES or None in after.values():
            raise Inconclusive(f"no end after {page} pages, and no word of what comes next", url=SEARCH)


def _results(page: Page, said: Fields) -> list[Fields]:
    messages = said.get("messages")
    ignored = [each for each in messages if "not used" in str(each)] if isinstance(messages, list) else []
    if ignored:
        raise FilterIgnored(f"{ignored[0]}", url=SEARCH)
    if "results" not in said or not isinstance(said.get("page_metadata"), dict) or "hasNext" not in said["page_metadata"]:
        raise page.unlike(f"no results and no place in them, but {', '.join(sorted(said)[:8]) or 'nothing'}")
    try:
        return listed(said, "results")
    except TypeError as error:
        raise page.unlike(str(error)) from error


def _listed(fields: Fields) -> Listed:
    mark = f"{fields.get('Last Modified Date')}/{fields.get('Award Amount')}"
    return Listed(key=word(fields.get("generated_internal_id")) or None, mark=mark, fields=fields)


async def _detail(web: Web, award: Listed) -> Fields:
    page = await web.get(f"{API}/awards/{quote(award.key or '', safe='')}/")
    detail = await asyncio.to_thread(page.json, dict)
    if detail.get("generated_unique_award_id") != award.key:
        raise page.unlike(f"not the award {award.key}")
    return detail


async def _prove(web: Web) -> None:
    """Raises Inconclusive where nothing was found and nothing was loaded for a week."""
    page = await web.get(f"{API}/awards/last_updated/")
    loaded = days.find(word(page.json(dict).get("last_updated")))
    if loaded is None or loaded < web.now().date() - LOADED:
        raise Inconclusive(f"nothing was found, and nothing was loaded since {loaded or 'we know not when'}", url=page.url)
