"""Contract opportunities through the API of SAM.gov: https://open.gsa.gov/api/get-opportunities-public-api/. Needs a key."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, Self

from sources.errors import Gone, Inconclusive, SourceError, Unavailable
from sources.model import Kind, Record, Unchanged
from sources.page import Page
from sources.procurement import marks
from sources.procurement.fields import Fields, listed, word
from sources.procurement.sam_notice import MARKED, Notice, record
from sources.source import Known, Source
from sources.web import Web

SEARCH = "https://api.sam.gov/opportunities/v2/search"
PAGE = 1000  # the most that `limit` may be


@dataclass(frozen=True, kw_only=True)
class SamApi(Source[Notice]):
    """The notices posted day by day, fresher than the daily file, without their descriptions, which cost a call each.

    A key without a role has ten calls a day: `calls` is how many the runs of a day may spend together, and one is left for who
    tries the key. A second try would spend another, and 429 lasts until midnight UTC.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=2)
    tries: ClassVar[int] = 1
    counted: ClassVar[bool] = True

    key: str = field(repr=False)
    calls: int = 9

    @property
    def hosts(self) -> frozenset[str]:
        """The API."""
        return frozenset({"api.sam.gov"})

    def within(self, spent: int, now: datetime) -> tuple[Self, int]:
        """With what is left of the day's calls. Raises Unavailable, until midnight UTC, where nothing is."""
        left = self.calls - spent
        if left <= 0:
            words = f"the {self.calls} calls of this day are spent: no more before midnight UTC"
            raise Unavailable(words, url=SEARCH, retry_after=_until_midnight(now.astimezone(UTC)))
        return replace(self, calls=left), left

    def read(self, row: Notice) -> Record:
        """One notice, without its contact persons."""
        return record(row, self.publisher)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Notice | Unchanged, None]:
        """The notices posted since then, each once. Raises Inconclusive where the calls do not suffice, or nothing was posted at all."""
        seen: set[str] = set()
        budget = iter(range(self.calls))
        for day in _days(since.astimezone(self.publisher.timezone).date(), web.now().astimezone(self.publisher.timezone).date()):
            got: set[str] = set()
            for offset in (0, 1, PAGE):  # whether it counts pages or records is told in two ways: what comes tells which it is
                total, notices = await self._page(web, day, offset, budget)
                for notice in notices:
                    if notice.id is None or notice.id not in seen:
                        yield Unchanged(key=notice.id) if notice.id and known(notice.id) == notice.mark else notice
                    got.add(notice.id or "")
                    seen.add(notice.id or "")
                if len(got) >= total:
                    break
            if len(got) < total:
                raise Inconclusive(f"{total:,} notices of {day}, of which {len(got):,} could be had", url=SEARCH)
        if not seen:
            raise Inconclusive(f"nothing was posted since {since:%Y-%m-%d}: not believed", url=SEARCH)

    async def _page(self, web: Web, day: date, offset: int, budget: Iterator[int]) -> tuple[int, list[Notice]]:
        if next(budget, None) is None:
            raise Inconclusive(f"{self.calls} calls did not suffice: set `calls` to what your key may spend in a day", url=SEARCH)
        when = {"postedFrom": f"{day:%m/%d/%Y}", "postedTo": f"{day:%m/%d/%Y}"}
        try:
            page = await web.get(SEARCH, {**when, "limit": PAGE, "offset": offset}, secret={"api_key": self.key})
        except Gone:
            return 0, []  # how it says that there are none
        except SourceError as error:
            if error.status == 429:
                error.retry_after = _until_midnight(web.now().astimezone(UTC))
            raise
        return await asyncio.to_thread(_read, page)


def _read(page: Page) -> tuple[int, list[Notice]]:
    said: dict[str, Any] = page.json(dict)
    if not isinstance(said.get("totalRecords"), int) or "opportunitiesData" not in said:
        raise page.unlike(f"no opportunitiesData, but {', '.join(sorted(said)[:8]) or 'nothing'}")
    try:
        rows = listed(said, "opportunitiesData")
    except TypeError as error:
        raise page.unlike(str(error)) from error
    if bool(rows) != bool(said["totalRecords"]):
        raise page.unlike(f"{len(rows)} notices of {said['totalRecords']}")
    return said["totalRecords"], [_notice(row) for row in rows]


def _notice(fields: Fields) -> Notice:
    return Notice(id=word(fields.get("noticeId")).lower() or None, mark=marks.of(*(fields.get(name) for name in MARKED)), fields=fields)


def _days(first: date, last: date) -> Iterator[date]:
    """The newest first: where the calls do not suffice, it is yesterday's notices that matter."""
    while last >= first:
        yield last
        last -= timedelta(days=1)


def _until_midnight(now: datetime) -> timedelta:
    return datetime.combine(now.date() + timedelta(days=1), time(0, 5), now.tzinfo) - now
