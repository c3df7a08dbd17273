"""A folder that is watched for exports which people download: for publishers who refuse programs."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sources import dropped
from sources.file import File
from sources.flat import Columns
from sources.model import Kind, Unchanged
from sources.snapshot import Entry
from sources.source import Known
from sources.table import Row, Table
from sources.web import Web

EXPORTS = (".csv", ".zip")  # tables and archives of them


@dataclass(frozen=True, kw_only=True)
class Drop(Table):
    """The rows of the tables in a folder (CSV, alone or in zip archives), the newest file first: what it says of a key counts.

    `folder` is where exports are put, `from_page` where they are downloaded. With `catalog`, the address of the data set at
    a CKAN portal, the operator is told when there is a newer export than those in the folder. `member` tells the table
    among the files of an archive; `nulls` are what stands in empty cells.
    """

    kind: Kind = Kind.FILING  # type: ignore[misc]  # one platform for filings and notices
    columns: Columns
    folder: Path
    from_page: str
    catalog: str = ""
    encoding: str = "utf-8-sig"  # type: ignore[misc]  # the same
    delimiter: str = ","  # type: ignore[misc]  # the same
    member: str = ".csv"  # type: ignore[misc]  # the same
    nulls: frozenset[str] = frozenset()  # type: ignore[misc]  # the same

    @property
    def table(self) -> Columns:
        """Those of the entry."""
        return self.columns

    @property
    def hosts(self) -> frozenset[str]:
        """The portal alone, if there is one: the exports are not fetched."""
        return frozenset({urlsplit(self.catalog).hostname or ""} if self.catalog else ())

    def files(self, since: datetime, now: datetime) -> Iterable[str]:  # noqa: ARG002  # exports hold everything
        """The exports in the folder. Raises Blocked where there are none, since only people can get them."""
        return dropped.addresses(self.folder, EXPORTS, self.from_page)

    def opened(self, web: Web, address: str) -> AbstractAsyncContextManager[File]:
        """An export, as if it had been fetched."""
        return dropped.opened(address, web.now(), self.limit)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Entry[Row] | Unchanged, None]:
        """The rows of all exports, each key once. In the end raises Inconclusive where a newer export waits to be downloaded."""
        published = await dropped.published(web, self.catalog) if self.catalog else None
        async for row in super().rows(web, since, known):
            yield row
        dropped.newest(published, self.folder, EXPORTS, self.from_page)
