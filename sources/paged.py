"""Lists in pages of JSON that say how many rows they have: asked page by page, each row once, and none lost unseen."""

import asyncio
import copy
from abc import abstractmethod
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from sources.cursor import Cursor, Place, name
from sources.errors import FilterIgnored, Gone, Inconclusive, LayoutChanged, SourceError, Unavailable
from sources.model import Reached, Unchanged
from sources.page import Page
from sources.source import Known, Source
from sources.web import Query, Web

Fields = Mapping[str, Any]
MOST = 100_000  # pages of one list: the longest that we know, the US register of lobbyists, has 80,000


def anything(_: Fields) -> bool:
    """The test of a list that asks for nothing which can be seen in its rows."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One list to ask for, and the test by which a row shows that it is what was asked for: an odd row passes."""

    url: str
    query: Query
    fits: Callable[[Fields], bool] = anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page. `total` is how many rows the whole list has, `more` whether a page follows."""

    rows: list[Fields]
    total: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class Paged(Source[Fields]):
    """A source whose rows lie in pages. A subclass says what is asked, how a page is read, and how the next one is asked for.

    `headers` and `secret` go with every question; the secret joins the address on the wire alone. Where the rows have an `order`
    in which their lists only grow at the end, a run that was broken off goes on from its last page.
    """

    cursor: str = field(default="", init=False, repr=False, compare=False)

    def resumed(self, cursor: str) -> Self:
        """The same source, going on from where a run had come to."""
        other = copy.copy(self)
        object.__setattr__(other, "cursor", cursor)
        return other

    @property
    def headers(self) -> Mapping[str, str]:
        """What goes with every question."""
        return {"Accept": "application/json"}

    @property
    def secret(self) -> Query:
        """What joins every address and is shown nowhere."""
        return {}

    @abstractmethod
    def asks(self, since: datetime, now: datetime) -> Iterable[Asked]:
        """The lists to ask for, one after the other."""

    @abstractmethod
    def leaf(self, said: dict[str, Any]) -> Leaf:
        """A page, read. LookupError, TypeError or ValueError where it is none."""

    @abstractmethod
    def turned(self, query: Query, number: int) -> Query:
        """The query for the page of that number; the first is 1."""

    @abstractmethod
    def identity(self, row: Fields) -> tuple[str, str | None]:
        """The key of a row, and its mark where it has one."""

    def order(self, row: Fields) -> str | None:  # noqa: ARG002  # for lists that only grow at their end
        """By what the rows of a list are in order, as a text that is in order too; None where they are in none, or it cannot be told."""
        return None

    async def believe(self, web: Web, asked: Asked, first: Leaf) -> None:  # noqa: ARG002  # for who must ask further
        """Look at the first page. Raises FilterIgnored where nothing on it is what was asked for."""
        if first.rows and not any(asked.fits(row) for row in first.rows):
            raise FilterIgnored(f"none of {len(first.rows)} rows is what was asked for", url=asked.url)

    def explained(self, error: SourceError) -> SourceError:
        """What the publisher means by a failure."""
        return error

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Fields | Unchanged | Reached, None]:
        """The rows of all lists, each once. A list that says that it has none is believed."""
        seen: set[str] = set()
        cursor = Cursor.loads(self.cursor, since)
        for asked in self.asks(cursor.since, web.now()):
            if (list_ := name(asked.url, asked.query)) in cursor.done:
                continue
            async with aclosing(self._list(web, asked, cursor.within(list_))) as rows:
                async for row in rows:
                    if isinstance(row, Place):
                        cursor = cursor.at(row)
                        yield Reached(cursor=cursor.dumps())
                        continue
                    key, mark = self._identity(row)
                    if key not in seen:
                        yield Unchanged(key=key) if mark is not None and known(key) == mark else row
                    seen.add(key)
            if cursor.within(list_):
                cursor = cursor.after(list_)
                yield Reached(cursor=cursor.dumps())

    def _identity(self, row: Fields) -> tuple[str, str | None]:
        try:
            return self.identity(row)
        except (LookupError, TypeError, ValueError):
            return repr(row), None  # read() rejects it by name

    async def _list(self, web: Web, asked: Asked, at: Place | None) -> AsyncGenerator[Fields | Place, None]:
        """The rows of a list that are what was asked for. Of the address of a next page nothing is taken: it leads nowhere."""
        keys: set[str] = set()
        first, at = await self._first(web, asked, at)
        leaf, before, begun = first, at.before if at else 0, at.page if at else 1
        await self.believe(web, asked, first)
        for number in range(begun + 1, MOST):
            ahead = before + len(keys)
            for row in leaf.rows:
                keys.add(self._identity(row)[0])
                if asked.fits(row):
                    yield row
            if leaf.rows and (last := self._order(leaf.rows[-1])):
                yield Place(list=name(asked.url, asked.query), page=number - 1, last=last, before=ahead)
            if not leaf.more:
                break
            leaf = await self._further(web, asked.url, self.turned(asked.query, number))
            if all(self._identity(row)[0] in keys for row in leaf.rows):
                raise FilterIgnored(f"asked for page {number}, answered with what came before", url=asked.url)
        if before + len(keys) < first.total:
            raise Inconclusive(f"{before + len(keys)} of {first.total} rows came: the pages moved while they were read", url=asked.url)

    async def _first(self, web: Web, asked: Asked, at: Place | None) -> tuple[Leaf, Place | None]:
        """The page where a run was broken off, while it begins with what that run had stored; else the first one."""
        if at:
            try:
                leaf = await self.page(web, asked.url, self.turned(asked.query, at.page))
            except Gone:
                leaf = None
            if leaf and leaf.rows and (begins := self._order(leaf.rows[0])) and begins < at.last:
                return leaf, at
        return await self.page(web, asked.url, asked.query), None

    def _order(self, row: Fields) -> str | None:
        try:
            return self.order(row)
        except (LookupError, TypeError, ValueError, OverflowError):
            return None

    async def _further(self, web: Web, url: str, query: Query) -> Leaf:
        try:
            leaf = await self.page(web, url, query)
        except Gone as error:
            raise Unavailable("the list grew shorter while it was read", url=error.url) from error
        if not leaf.rows:
            raise LayoutChanged("a page that was announced is empty", url=url)
        return leaf

    async def page(self, web: Web, url: str, query: Query) -> Leaf:
        """One page. Raises a SourceError."""
        try:
            page = await web.get(url, query, headers=self.headers, secret=self.secret or None)
        except SourceError as error:
            raise self.explained(error) from error
        return await asyncio.to_thread(self.received, page)

    def received(self, page: Page) -> Leaf:
        """An answer as a page. Raises LayoutChanged."""
        said: dict[str, Any] = page.json(dict)
        try:
            leaf = self.leaf(said)
        except (LookupError, TypeError, ValueError) as error:
            raise LayoutChanged(
                f"no page of a list ({error}): it has {', '.join(sorted(said))[:200] or 'nothing'}", url=page.url
            ) from error
        if not all(isinstance(row, dict) for row in leaf.rows) or bool(leaf.total) != bool(leaf.rows):
            raise LayoutChanged(f"{len(leaf.rows)} rows of {leaf.total}, and {'more' if leaf.more else 'no more'}", url=page.url)
        return leaf
