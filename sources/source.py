"""The adapter contract: a platform is a subclass of Source, a source is an instance of one."""

import asyncio
import re
import traceback
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar, Generic, Literal, Self, TypeVar
from urllib.parse import SplitResult
from zoneinfo import ZoneInfo

from sources import tenant
from sources.errors import LayoutChanged, SourceError
from sources.model import Kind, Problem, Reached, Record, Unchanged
from sources.page import Page
from sources.tenant import NO_TENANTS
from sources.web import Web

Row = TypeVar("Row")
Known = Callable[[str], str | None]
"""Gives the publisher's change mark of a record as last stored, by the record's key; None for what is not known."""

Documents = Literal["always", "hits", "never"]
"""Whose documents are fetched: of every record, of those whose own text has a hit, of none."""

Batch = list[Record | Problem | Unchanged]
Step = tuple[Batch, str | None]

ROWS_AT_ONCE = 50  # rows read together in one thread: 100 agenda items took 3 ms, a thread hop takes 0.1 ms
LONGEST_WAIT = 60.0  # seconds that a row waits for others: some hosts take 45 s for an agenda, and 50 of those are longer than a lease
EXCERPT = 300
ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading a row raises where a field is missing, or of another type than it must be: a number where a text was, has no `split`."""
ID = re.compile(r"[a-z]{2}-[a-z0-9]+-[a-z0-9-]+")


def _odd(error: Exception) -> LayoutChanged:
    """What stopped a list in the middle, and where in our code: a field was not what it must be."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    changed = LayoutChanged(
        f"an answer of another form than we know: {type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
    )
    changed.__cause__ = error
    return changed


def tenant_of(url: SplitResult, host: str, name: str = "tenant") -> Mapping[str, str] | None:
    """The one option of a source whose host has its tenant in it, where the address is of such a host."""
    found = re.fullmatch(host, url.hostname or "")
    return {name: found[1]} if found and found[1] not in NO_TENANTS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """What the catalog says of a source, whatever its platform.

    `id` is country-region-place ("us-ca-oakland"); `division` the Open Civic Data division id; `timezone` the IANA
    zone in which the publisher writes its local times; `every` the time between two polls. `needs_key` names the variable of
    the environment that holds the key without which it does not answer, `register_at` the address where one is given.
    `documents` is whose documents are fetched: None for what is usual for the kind of record. `evidence` says where the
    facts of the entry come from. `robots` is off where the publisher gave leave to ask what its robots.txt forbids.
    """

    id: str
    title: str
    site: str
    division: str
    timezone: ZoneInfo
    every: timedelta = timedelta(hours=2)
    backfill: timedelta = timedelta(days=90)
    languages: tuple[str, ...] = ("en",)
    enabled: bool = True
    note: str = ""
    needs_key: str = ""
    register_at: str = ""
    documents: Documents | None = None
    evidence: str = ""
    robots: bool = True


@dataclass(frozen=True, kw_only=True)
class Source(ABC, Generic[Row]):
    """The public records of one publisher on one platform.

    The fields that a subclass adds are the `options` of its catalog entries. There are two methods to write: `rows`
    does all the I/O and no parsing beyond what paging needs, `read` does all the parsing and no I/O.
    """

    kind: ClassVar[Kind]
    overlap: ClassVar[timedelta] = timedelta(days=2)
    """How far each window reaches back behind the last one, for what is published late."""
    rescan: ClassVar[timedelta | None] = None
    """How far back the first whole run of a day looks, where that is further: for what changes long after."""
    ahead: ClassVar[timedelta | None] = None
    """How far ahead a run lists all that is to come, so that what it misses was taken back. None: it says nothing of that."""
    pace: ClassVar[float] = 1.0
    """Seconds between two requests to one host."""
    rest: ClassVar[float] = 0.0
    """Seconds to leave it alone where it says that it was asked too often, and not for how long. 0: what is usual."""

    least: ClassVar[float] = 0.0
    """The share of what it listed lately that a whole list holds at least: one that is shorter is doubted. 0: lists vary."""
    counted: ClassVar[bool] = False
    """Whether its requests are counted by the day, because the publisher allows so many: then `within` says what is left."""

    whose: ClassVar[re.Pattern[str] | None] = None
    """How an address names its tenant, on platforms that many share: a group that is called as the option that must be the same."""

    publisher: Publisher

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:  # noqa: ARG003  # what platforms need
        """The options of the source that an address belongs to: its calendar, an agenda, a file. None for an address of others."""
        return None

    @property
    def documents(self) -> Documents:
        """Whose documents are fetched. A portal lists thousands of notices a day, each with a dozen files: those of hits."""
        return self.publisher.documents or ("hits" if self.kind is Kind.NOTICE else "always")

    @property
    def threads(self) -> str:
        """The id in whose name the publisher's threads are: another source's where both list the same matters, so that one is told once."""
        return self.publisher.id

    @property
    def robots(self) -> bool:
        """Whether robots.txt is obeyed."""
        return self.publisher.robots

    @property
    @abstractmethod
    def hosts(self) -> frozenset[str]:
        """The only hosts this source may ask for its listings. Documents may lie elsewhere."""

    def within(self, spent: int, now: datetime) -> tuple[Self, int]:  # noqa: ARG002  # what platforms need
        """The source as it may still be asked today (UTC) after so many requests, and how many more those are at most.

        Raises Unavailable where there are none.
        """
        return self, 0

    @abstractmethod
    def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Row | Unchanged | Reached, None]:
        """Every row published, changed or due since then, page by page.

        Raises a SourceError that names what happened. An empty answer is accepted only with proof of emptiness
        (a total of 0, the page's own words); otherwise raise Inconclusive. After a row of `Reached`, all before it is behind us:
        a run that is broken off later may be `resumed` from there.
        """

    def resumed(self, cursor: str) -> Self:  # noqa: ARG002  # what platforms need
        """The same source, going on from where a run that was broken off had come to; from the beginning, where that is not known."""
        return self

    @abstractmethod
    def read(self, row: Row) -> Record:
        """One row, read. LookupError, TypeError or ValueError rejects the row; LayoutChanged stops the run."""

    def check(self, page: Page) -> None:
        """Raises WrongTenant for a page of the listing that is another tenant's."""
        if self.whose is None:
            return
        own = {str(getattr(self, name)).casefold() for name in self.whose.groupindex}
        its_own_host = any("." in name and not tenant.found(self.whose, f"//{name}") for name in own)
        if all(own) and not its_own_host:  # which may name the tenant as well, and we do not know how
            tenant.check(page, self.whose, tenant.found(self.whose, self.publisher.site) | own)

    async def records(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Batch, None]:
        """All records in batches, with a Problem in place of each row that could not be read."""
        async with aclosing(self.steps(web, since, known)) as steps:
            async for batch, _ in steps:
                yield batch

    async def steps(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Step, None]:
        """All records in batches, each with the cursor from which a later run may go on once the batch is stored; None: none new."""
        waiting: list[Row | Unchanged] = []
        cursor: str | None = None
        stopped: SourceError | None = None
        clock = asyncio.get_running_loop().time
        begun = clock()
        async with aclosing(self.rows(web, since, known)) as rows:
            try:
                web.show(self.check)
                async for row in rows:
                    if isinstance(row, Reached):
                        cursor = row.cursor
                    else:
                        waiting.append(row)
                    full = len(waiting) >= ROWS_AT_ONCE or (cursor and not waiting)
                    if full or clock() - begun >= LONGEST_WAIT:
                        yield await asyncio.to_thread(self.read_all, waiting), cursor
                        waiting, cursor, begun = [], None, clock()
            except SourceError as error:
                stopped = error  # what came before it is still read, so that page 5 failing never hides page 4
            except ODD as error:
                stopped = _odd(error)
        if waiting or cursor:
            yield await asyncio.to_thread(self.read_all, waiting), cursor
        if stopped:
            raise stopped

    def read_all(self, rows: list[Row | Unchanged]) -> Batch:
        """The rows in order, each as a Record, an Unchanged or a Problem."""
        return [row if isinstance(row, Unchanged) else self._read_or_reject(row) for row in rows]

    def _read_or_reject(self, row: Row) -> Record | Problem:
        try:
            return self.read(row)
        except ODD as error:
            return Problem(row=repr(row)[:EXCERPT], error=f"{type(error).__name__}: {error}")
