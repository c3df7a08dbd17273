"""What the Board of Public Works of Maryland approves, item by item, as the Comptroller's dashboard exports it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import aclosing, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from sources.errors import Blocked, Inconclusive
from sources.file import File, on_disk
from sources.model import Kind, Record, Unchanged
from sources.procurement.maryland_item import COLUMNS, Item, item, meeting, parents, record
from sources.source import Known, Source
from sources.web import Web

DASHBOARD = "https://interactive.marylandcomptroller.gov/BPWDashboard"
AT_ONCE = 500  # rows read in one thread hop


@dataclass(frozen=True, kw_only=True)
class MarylandBpw(Source[Item]):
    """The items of all meetings since December 2022, in one file; the export lies at `url`, or somebody puts it into `folder`."""

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=45)
    """The export follows the meetings by weeks."""

    url: str = ""
    folder: Path | None = None

    def __post_init__(self) -> None:
        """ValueError where it is not said where the export is."""
        if bool(self.url) == (self.folder is not None):
            raise ValueError("say where the export is: a url, or a folder")

    @property
    def hosts(self) -> frozenset[str]:
        """Where the export lies; none where it is put into a folder."""
        return frozenset({urlsplit(self.url).hostname or ""} if self.url else ())

    def read(self, row: Item) -> Record:
        """The item."""
        return record(row, self.publisher)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Item | Unchanged, None]:
        """The items of meetings since then, and those that we know where they changed."""
        async with self._opened(web) as file, aclosing(self._items(file, since, known)) as items:
            async for each in items:
                yield each

    @asynccontextmanager
    async def _opened(self, web: Web) -> AsyncIterator[File]:
        """The export, the newest one of the folder. Raises Blocked where there is none, since only people can get it."""
        if self.folder is None:
            async with web.file(self.url) as fetched:
                yield fetched
            return
        exports = sorted(self.folder.glob("*.csv"), key=lambda path: (path.stat().st_mtime, path.name))
        if not exports:
            raise Blocked(f"no export in {self.folder}: Search, then Export CSV on {DASHBOARD}, and put the file there", url=DASHBOARD)
        with on_disk(exports[-1], web.now(), web.manners.largest_file) as file:
            yield file

    async def _items(self, file: File, since: datetime, known: Known) -> AsyncGenerator[Item | Unchanged, None]:
        """Twice through the file: which items are the sums of others is known only at its end."""
        above = await asyncio.to_thread(lambda: parents(file.csv(*COLUMNS)))
        start = since.astimezone(self.publisher.timezone).date()
        given = False
        with closing(self._chosen(file, above)) as chosen:
            while items := await asyncio.to_thread(lambda: list(islice(chosen, AT_ONCE))):
                given = True
                for each in items:
                    before, day = known(each.key), meeting(each.row)
                    if before == each.mark:
                        yield Unchanged(key=each.key)
                    elif before is not None or day is None or day >= start:
                        yield each
        if not given:
            raise Inconclusive("a table without a single row", url=file.url)

    def _chosen(self, file: File, above: frozenset[tuple[str, str]]) -> Generator[Item, None, None]:
        seen: set[str] = set()
        for row in file.csv(*COLUMNS):
            found = item(row, above)
            if found.key not in seen:
                seen.add(found.key)
                yield found
