"""CanadaBuys, the federal procurement of Canada, through its open data: https://canadabuys.canada.ca/en/open-data."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import ClassVar, Literal

from sources.errors import Gone, Inconclusive
from sources.file import File
from sources.model import Kind, Record, Unchanged
from sources.procurement.canadabuys_row import MUST, Row, amendment, identity, latest, mark, record
from sources.source import Known, Source
from sources.web import Web

OPEN_DATA = "https://canadabuys.canada.ca/opendata/pub/{}"
FILES = {
    "tenders": "openTenderNotice-ouvertAvisAppelOffres.csv",
    "awards": "{}-awardNotice-avisAttribution.csv",
    "contracts": "{}-contractHistory-contratsOctroyes.csv",
}
AT_ONCE = 500  # rows read in one thread hop


@dataclass(frozen=True, kw_only=True)
class Canadabuys(Source[Row]):
    """One of its files: all open tender notices, or the award notices or contracts of a fiscal year (from 1 April).

    A notice is one record, whatever its amendments: the file has a row for each, of which the last one counts.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=14)
    """Departments publish awards days after the date they put on them."""
    pace: ClassVar[float] = 5.0

    what: Literal["tenders", "awards", "contracts"]

    @property
    def hosts(self) -> frozenset[str]:
        """The site."""
        return frozenset({"canadabuys.canada.ca"})

    def read(self, row: Row) -> Record:
        """The notice, in both languages."""
        return record(row, self.what)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Row | Unchanged, None]:
        """The notices that were published or amended since then, and those that we know, as far as they changed."""
        for place, name in enumerate(self._names(since, web.now())):
            try:
                async with web.file(OPEN_DATA.format(name)) as file, aclosing(self._read(file, since, known)) as rows:
                    async for row in rows:
                        yield row
            except Gone:
                if place == 0:
                    raise
                # the file of the new year comes some days after 1 April; until then that of the last year is asked for too

    def _names(self, since: datetime, now: datetime) -> list[str]:
        """The files of the fiscal years that the window touches, and of the year before where this one has just begun."""
        zone, name = self.publisher.timezone, FILES[self.what]
        if "{}" not in name:
            return [name]
        first, last = (_fiscal_year(moment.astimezone(zone)) for moment in (since, now))
        return [name.format(f"{year}-{year + 1}") for year in range(first, last + 1)]

    async def _read(self, file: File, since: datetime, known: Known) -> AsyncGenerator[Row | Unchanged, None]:
        """Twice through the file: to find the last row of each notice, and to give those rows. Neither holds more than keys."""
        last = await asyncio.to_thread(self._last, file)
        if not last:
            raise Inconclusive("a table without a single row", url=file.url)
        start = since.astimezone(self.publisher.timezone).date().isoformat()
        with closing(self._chosen(file, last, start, known)) as chosen:
            while rows := await asyncio.to_thread(lambda: list(islice(chosen, AT_ONCE))):
                for row in rows:
                    yield row

    def _last(self, file: File) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        for row in file.csv(*MUST):
            key = identity(row, self.what)
            found[key] = max(found.get(key, (-1, "")), amendment(row))
        return found

    def _chosen(self, file: File, last: dict[str, tuple[int, str]], start: str, known: Known) -> Generator[Row | Unchanged, None, None]:
        given: set[str] = set()
        for row in file.csv(*MUST):
            key = identity(row, self.what)
            if amendment(row) != last[key] or (key and key in given):
                continue
            given.add(key)
            before = known(key)
            if before is not None and before == mark(row):
                yield Unchanged(key=key)
            elif before is not None or latest(row) >= start:
                yield row


def _fiscal_year(day: datetime) -> int:
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1
