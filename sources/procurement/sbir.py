"""Research that US agencies buy from small businesses: the solicitations and awards of https://www.sbir.gov/api."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

from sources.errors import Unavailable
from sources.model import Kind, Record, Unchanged
from sources.procurement import marks
from sources.procurement.sbir_record import award, awarded, key, solicitation
from sources.source import Known, Source
from sources.web import Web

API = "https://www.sbir.gov/api/{}.json"
ROWS = 100
MOST_PAGES = 50  # 5,000 awards: half a year of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A solicitation or an award as it came, with its place in the publisher's list."""

    what: str
    fields: Any
    key: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class Sbir(Source[Row]):
    """Open solicitations with their topics, or the awards of the last years, newest first."""

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=60)
    """Agencies report awards weeks and months after they are made."""
    pace: ClassVar[float] = 5.0

    what: Literal["solicitations", "awards"] = "solicitations"

    @property
    def hosts(self) -> frozenset[str]:
        """The API."""
        return frozenset({"www.sbir.gov"})

    def read(self, row: Row) -> Record:
        """The notice. The people who are named in it, officers and investigators, are left out."""
        return (award if row.what == "awards" else solicitation)(row.fields, row.key, row.mark)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Row | Unchanged, None]:
        """All open solicitations; or the awards, page by page until a page has only older ones.

        An empty first answer is no proof: the API answers so, or with a page in HTML, for weeks of maintenance.
        """
        seen: set[str] = set()
        for start in range(0, ROWS * MOST_PAGES, ROWS):
            page = await self._page(web, start)
            if not page and not start:
                raise Unavailable("an empty list, as the API gives while it is under maintenance", url=API.format(self.what))
            fresh = [row for row in self._rows(page) if not row.key or row.key not in seen]
            for row in fresh:
                seen.add(row.key)
                yield Unchanged(key=row.key) if row.key and known(row.key) == row.mark else row
            if self.what == "solicitations" or len(page) < ROWS or not any(_recent(row, since) for row in fresh):
                return

    async def _page(self, web: Web, start: int) -> list[Any]:
        query: dict[str, str | int] = {"open": 1} if self.what == "solicitations" else {"rows": ROWS, "start": start}
        page = await web.get(API.format(self.what), query)
        if page.text.lstrip().startswith("<") and "maintenance" in page.text.lower():
            raise Unavailable("the API is under maintenance", url=page.url)
        return await asyncio.to_thread(page.json, list)

    def _rows(self, page: list[Any]) -> Iterator[Row]:
        for fields in page:
            try:
                own = key(fields)
            except TypeError:
                own = ""  # so that `read` rejects it by name
            yield Row(what=self.what, fields=fields, key=own, mark=marks.of(fields))


def _recent(row: Row, since: datetime) -> bool:
    try:
        day = awarded(row.fields) if row.key else None
    except (TypeError, ValueError):
        return True
    return day is None or day >= since.date()
