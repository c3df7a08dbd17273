"""Data sets on Socrata, of any city or state, through SODA 2.1 or SODA 3: https://dev.socrata.com/docs/."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

from sources import flat, flat_record
from sources.errors import Blocked, FilterIgnored, Inconclusive, LayoutChanged, SourceError, Unavailable
from sources.flat import Columns
from sources.generic.socrata_question import Question, after, both, columns, moment
from sources.model import Kind, Record, Unchanged
from sources.source import Known, Source
from sources.web import Web

DATASET = re.compile(r"[a-z0-9]{4}-[a-z0-9]{4}")
TWICE, COPY = ":twice", ":copy"  # what we add to rows; no column of a publisher begins with a colon
MOST = 5_000_000  # rows: the largest table of notices that we know has 4 million

Fields = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Socrata(Source[Fields]):
    """The rows of one data set, each a record of the `kind` that the entry says, by its mapping of `columns`.

    `changed` is the column by which news are found: the system's own `:updated_at`, or a date of the publisher's that is
    never empty; where it is "" the whole table is read each time. Publishers replace whole tables, whereby `:id` and
    `:updated_at` of all rows change: a row is known by the columns of its key, and by a hash of all that is read of it.
    `where` narrows the rows further, in SoQL. `token` is an app token; SODA 3 does not answer without one.
    """

    kind: Kind = Kind.FILING  # type: ignore[misc]  # one platform for filings and notices
    overlap: ClassVar[timedelta] = timedelta(days=7)
    """Tables are filled by nightly jobs, which fail for some days now and then, and whose dates are those of the event."""

    host: str
    dataset: str
    columns: Columns
    changed: str = ":updated_at"
    where: str = ""
    soda: Literal[2, 3] = 2
    page: int = 5000
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """ValueError where the data set cannot be asked so."""
        if not DATASET.fullmatch(self.dataset):
            raise ValueError(f"dataset {self.dataset!r} is not of the form abcd-1234")
        if self.soda == 3 and not self.token:
            raise ValueError("SODA 3 wants an app token: set the option 'token'")
        if not self.columns.names:
            raise ValueError("columns names no column")

    @property
    def hosts(self) -> frozenset[str]:
        """The publisher's own host."""
        return frozenset({self.host})

    def read(self, row: Fields) -> Record:
        """One row of the table. ValueError for a second row with the same key."""
        if TWICE in row:
            raise ValueError(f"a second row with the key {row[TWICE]!r}: the option 'columns: key' must tell them apart")
        found = flat_record.record(row, self.columns, self.publisher, self.kind)
        return replace(found, key=f"{found.key}#{row[COPY]}") if COPY in row else found

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Fields | Unchanged, None]:
        """The rows that changed since then, each once. How many there are is asked first, so that none is lost unseen."""
        window = f"{self.changed} >= {moment(since, self.changed, self.publisher.timezone)}" if self.changed else ""
        expected = await self._count(web, both(self.where, window))
        if not expected and not await self._count(web, self.where):
            raise Inconclusive("the table is empty: it is being replaced, or the option 'where' fits nothing", url=self._url)
        seen: Counter[str] = Counter()
        taken, last = 0, ""
        while taken < expected:
            rows = await self._page(web, window, last)
            if not rows:
                raise Inconclusive(f"{taken} of {expected} rows came: the table was replaced while it was read", url=self._url)
            for row in rows:
                if (found := self._known(row, known, seen)) is not None:
                    yield found
            taken, before, last = taken + len(rows), last, after(rows[-1], self.changed)
            if last == before:
                raise FilterIgnored("asked for the rows after the last one, answered with the same ones", url=self._url)
            if taken > MOST:
                raise LayoutChanged(f"more than {MOST:,} rows: narrow them with the option 'where'", url=self._url)

    def _known(self, row: Fields, known: Known, seen: Counter[str]) -> Fields | Unchanged | None:
        """The row, or that it is as we know it, or None for what came already.

        Where rows have no key of their own, like ones are several things: of 19,812 payments in San Francisco 246.
        """
        try:
            key, mark = flat.key(row, self.columns), flat.digest(row, self.columns.names)
        except LookupError:
            return row  # so that read() rejects it by name
        seen[key] += 1
        seen[f"{key} {mark}"] += bool(self.columns.key)
        if self.columns.key and seen[key] > 1:
            return None if seen[f"{key} {mark}"] > 1 else {TWICE: key}
        if seen[key] > 1:
            key, row = f"{key}#{seen[key]}", {**row, COPY: seen[key]}
        return Unchanged(key=key) if known(key) == mark else row

    async def _count(self, web: Web, where: str) -> int:
        rows = await self._ask(web, Question(select="count(*) AS n", where=where))
        try:
            return int(rows[0]["n"])
        except (LookupError, TypeError, ValueError) as error:
            raise LayoutChanged("asked for a count, answered with something else", url=self._url) from error

    async def _page(self, web: Web, window: str, last: str) -> list[Fields]:
        order = f"{self.changed}, :id" if self.changed else ":id"
        select = columns(self.columns.names, self.changed)
        rows = await self._ask(web, Question(select=select, where=both(self.where, window, last), order=order, limit=self.page))
        if not all(isinstance(row, dict) and {":id", self.changed or ":id"} <= row.keys() for row in rows):
            raise LayoutChanged(f"rows without :id or {self.changed}, which were asked for", url=self._url)
        return rows

    @property
    def _url(self) -> str:
        path = f"/resource/{self.dataset}.json" if self.soda == 2 else f"/api/v3/views/{self.dataset}/query.json"
        return f"https://{self.host}{path}"

    async def _ask(self, web: Web, question: Question) -> list[Fields]:
        headers = {"Accept": "application/json", **({"X-App-Token": self.token} if self.token else {})}
        try:
            if self.soda == 2:
                page = await web.get(self._url, question.parameters(), headers=headers)
            else:
                page = await web.post(self._url, question.body(), headers=headers)
        except SourceError as error:
            raise self._explained(error) from error
        if page.status == 202:
            raise Unavailable("the answer is still being worked out", url=page.url)
        return await asyncio.to_thread(page.json, list)

    def _explained(self, error: SourceError) -> SourceError:
        if isinstance(error, Blocked) and ("permission_denied" in str(error) or "answered 401" in str(error)):
            return Blocked(f"{self.dataset} of {self.host} is not public, or the app token is not accepted; {error}", url="")
        return error
