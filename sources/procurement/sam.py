"""Contract opportunities of the US federal government, from the file that SAM.gov publishes every day. No key."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import ClassVar

from sources.errors import Inconclusive
from sources.file import File
from sources.model import Kind, Record, Unchanged
from sources.procurement import marks
from sources.procurement.sam_row import COLUMNS, MARKED, Row, record
from sources.source import Known, Source
from sources.web import Web

HOST = "sam.gov"
FILE = (
    f"https://{HOST}/api/prod/fileextractservices/v1/api/download/Contract%20Opportunities/datagov/"
    "ContractOpportunitiesFullCSV.csv?privacy=Public"
)
AT_ONCE = 500  # rows taken from the disk in one thread: 5 ms of work, which a hop between threads does not show in


@dataclass(frozen=True, kw_only=True)
class Sam(Source[Row]):
    """All notices of the file, 70,000 in 240 MB, read in one pass from the disk. Each version of a notice has an id of its own.

    Where the file is the one that was read before, nothing is downloaded.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(0)  # every file holds everything
    least: ClassVar[float] = 0.9  # a file that was cut off between two rows looks like a whole one

    url: str = FILE

    @property
    def hosts(self) -> frozenset[str]:
        """The site. It does not redirect to its mirror."""
        return frozenset({HOST})

    def read(self, row: Row) -> Record:
        """One notice, without its contact persons."""
        return record(row, self.publisher)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Row | Unchanged, None]:
        """The notices of the file, unless it has not changed since then.

        Notices that were over long before then are left out where they are new to us: the file holds years of awards.
        Raises Inconclusive for a file without a row.
        """
        async with web.file(self.url, since=since) as file:
            if file.status == 304 or _older(file, since):
                return
            rows = _rows(file)
            count = 0
            while batch := await asyncio.to_thread(lambda: list(islice(rows, AT_ONCE))):
                count += len(batch)
                for row in batch:
                    if known(row.id) == row.mark:
                        yield Unchanged(key=row.id)
                    elif known(row.id) is not None or not row.over(since):
                        yield row
            if not count:
                raise Inconclusive("a file without a single notice", url=self.url)


def _rows(file: File) -> Iterator[Row]:
    """The rows as they stand in the file: in Windows-1252, with line breaks inside of quotes, now and then one too short."""
    for fields in file.csv(*COLUMNS, encoding="cp1252", ragged=True):
        yield Row(id=fields["NoticeId"].strip().lower(), mark=marks.of(*(fields.get(name) for name in MARKED)), fields=fields)


def _older(file: File, since: datetime) -> bool:
    """Whether the server says that it is the old file, though it was sent all the same."""
    try:
        return parsedate_to_datetime(file.headers.get("last-modified", "")) <= since
    except (ValueError, TypeError):
        return False
