"""Lists in pages of JSON that say how many rows they have: asked page by page, each row once, and none lost unseen."""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sources.errors import FilterIgnored, Gone, Inconclusive, LayoutChanged, Unavailable
from sources.model import Unchanged
from sources.page import Page
from sources.source import Known, Source
from sources.web import Query, Web

Fields = Mapping[str, Any]
MOST = 4_000  # pages of one list


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page. `total` is how many rows the whole list has, `more` whether a page follows."""

    rows: list[Fields]
    total: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class Paged(Source[Fields]):
    """A source whose rows lie in pages. A subclass says what is asked, how a page is read, and how the next one is asked for.

    `headers` and `secret` go with every question; the secret joins the address on the wire alone.
    """

    @property
    def headers(self) -> Mapping[str, str]:
        """What goes with every question."""
        return {"Accept": "application/json"}

    @property
    def secret(self) -> Query:
        """What joins every address and is shown nowhere."""
        return {}

    @abstractmethod
    def lists(self, since: datetime, now: datetime) -> Iterable[tuple[str, Query]]:
        """The lists to ask for, each an address and a query."""

    @abstractmethod
    def leaf(self, said: dict[str, Any]) -> Leaf:
        """A page, read. LookupError, TypeError or ValueError where it is none."""

    @abstractmethod
    def turned(self, query: Query, number: int) -> Query:
        """The query for the page of that number; the first is 1."""

    @abstractmethod
    def identity(self, row: Fields) -> tuple[str, str | None]:
        """The key of a row, and its mark where it has one."""

    def fits(self, row: Fields, query: Query) -> bool:  # noqa: ARG002  # for who can tell
        """Whether the row is what was asked for, as far as one can see."""
        return True

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Fields | Unchanged, None]:
        """The rows of all lists, each once. A list that says that it has none is believed."""
        seen: set[str] = set()
        for url, query in self.lists(since, web.now()):
            async with aclosing(self._list(web, url, query)) as rows:
                async for row in rows:
                    key, mark = self._identity(row)
                    if key not in seen:
                        yield Unchanged(key=key) if mark is not None and known(key) == mark else row
                    seen.add(key)

    def _identity(self, row: Fields) -> tuple[str, str | None]:
        try:
            return self.identity(row)
        except (LookupError, TypeError, ValueError):
            return repr(row), None  # read() rejects it by name

    async def _list(self, web: Web, url: str, query: Query) -> AsyncGenerator[Fields, None]:
        keys: set[str] = set()
        total = 0
        for number in range(1, MOST):
            leaf = await self._leaf(web, url, query if number == 1 else self.turned(query, number), number)
            if number == 1:
                total = leaf.total
                if leaf.rows and not any(self.fits(row, query) for row in leaf.rows):
                    raise FilterIgnored(f"none of {len(leaf.rows)} rows is what was asked for", url=url)
            for row in leaf.rows:
                keys.add(self._identity(row)[0])
                yield row
            if not leaf.more:
                break
        if len(keys) < total:
            raise Inconclusive(f"{len(keys)} of {total} rows came: the pages moved while they were read", url=url)

    async def _leaf(self, web: Web, url: str, query: Query, number: int) -> Leaf:
        try:
            page = await web.get(url, query, headers=self.headers, secret=self.secret or None)
        except Gone as error:
            if number > 1:
                raise Unavailable("the list grew shorter while it was read", url=error.url) from error
            raise
        return await asyncio.to_thread(self._read, page)

    def _read(self, page: Page) -> Leaf:
        said: dict[str, Any] = page.json(dict)
        try:
            leaf = self.leaf(said)
        except (LookupError, TypeError, ValueError) as error:
            raise LayoutChanged(
                f"no page of a list ({error}): it has {', '.join(sorted(said))[:200] or 'nothing'}", url=page.url
            ) from error
        if not all(isinstance(row, dict) for row in leaf.rows) or bool(leaf.total) < bool(leaf.rows) or (leaf.more and not leaf.rows):
            raise LayoutChanged(f"{len(leaf.rows)} rows of {leaf.total}, and {'more' if leaf.more else 'no more'}", url=page.url)
        return leaf
