"""US federal lobbying disclosures, through the REST API of the House and the Senate: https://lda.gov/api/redoc/v1/."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from sources.errors import Blocked, FilterIgnored, Gone, Inconclusive, LayoutChanged, Moved, SourceError, Unavailable
from sources.lobbying.lda_answer import Listing, listing
from sources.lobbying.lda_filing import filing
from sources.lobbying.lda_lists import client_entry, contribution, registrant_entry
from sources.lobbying.lda_parties import Fields
from sources.lobbying.lda_query import Question, named, posted_after, posted_before, questions
from sources.model import Kind, Record, Unchanged
from sources.source import Known, Source
from sources.web import Query, Web

ROOT = "/api/v1/"
PAGE = 25  # the most that a page holds; a larger page_size is accepted, and 25 rows come back
MOST = 100_000  # pages: the whole register has 80,000, and a list longer than that never ends
ANONYMOUS, REGISTERED = 7.5, 0.6  # seconds: 15 and 120 requests a minute are allowed, 8 and 100 ran without refusals
NEARLY = 0.9  # of the whole window, and the filter has filtered nothing: filings are posted while we ask

Lists = Literal["filings", "contributions", "registrants", "clients"]
READERS: dict[str, Callable[[Fields], Record]] = {
    "filings": filing,
    "contributions": contribution,
    "registrants": registrant_entry,
    "clients": client_entry,
}


@dataclass(frozen=True, kw_only=True)
class Lda(Source[Fields]):
    """Filings LD-1 and LD-2 (or what else `lists` names) that were posted since a day, of any year.

    With `phrases`, `clients` and `registrants` only those that say one of them are asked for, one question each. Without
    a `token` the API answers fifteen questions a minute.
    """

    kind = Kind.FILING
    overlap: ClassVar[timedelta] = timedelta(days=2)
    """The window begins with a day, and in which zone the server counts days is not written down."""

    lists: Lists = "filings"
    phrases: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    registrants: tuple[str, ...] = ()
    host: str = "lda.gov"
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """ValueError where the lists cannot be asked so."""
        if self.lists != "filings" and (self.phrases or (self.clients and self.lists != "clients")):
            raise ValueError(f"of {self.lists} nothing can be asked by phrases or clients")
        if self.lists in ("registrants", "clients") and not getattr(self, self.lists):
            raise ValueError(f"name the {self.lists} to ask for: the list of all of them says nothing of what is new")
        if any('"' in phrase or not phrase.strip() for phrase in self.phrases):
            raise ValueError("a phrase is words, without quotes: they are put around it")

    @property
    def pace(self) -> float:  # type: ignore[override]  # one number for each platform, but here the token decides
        """Seconds between two questions."""
        return REGISTERED if self.token else ANONYMOUS

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the API."""
        return frozenset({self.host})

    def read(self, row: Fields) -> Record:
        """One row of the list."""
        return READERS[self.lists](row)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Fields | Unchanged, None]:  # noqa: ARG002  # rows come whole
        """Every row of every question, each once, if our own test of it agrees with the server's."""
        window: Query = {"filing_dt_posted_after": posted_after(since).isoformat(), "ordering": "dt_posted"}
        seen: set[str] = set()
        for question in self._questions():
            async with aclosing(self._answer(web, question, window if "filing" in self._key else {})) as rows:
                async for row in rows:
                    key = str(row.get(self._key))
                    if key not in seen:
                        yield row
                    seen.add(key)

    @property
    def _key(self) -> str:
        return "id" if self.lists in ("registrants", "clients") else "filing_uuid"

    def _questions(self) -> list[Question]:
        if self.lists in ("registrants", "clients"):
            return list(named(self.lists[:-1], getattr(self, self.lists)))
        return questions(self.phrases, self.clients, self.registrants)

    async def _answer(self, web: Web, question: Question, window: Query) -> AsyncGenerator[Fields, None]:
        """The rows of one question, page by page. The oldest come first, so that what is posted meanwhile is at the end."""
        keys: set[str] = set()
        query = {**window, **question.filters}
        first = page = await self._page(web, query)
        await self._believe(web, question, window, first)
        for number in range(2, MOST):
            for row in page.rows:
                keys.add(str(row.get(self._key)))
                if question.passed_by(row):
                    yield row
            if not page.more:
                break
            page = await self._next(web, {**query, "page": number})
        if len(keys) < first.count:
            raise Inconclusive(f"{len(keys)} of {first.count} came of {question}: the pages moved while they were read, read again")

    async def _next(self, web: Web, query: Query) -> Listing:
        """A further page: of its address only the number is taken, so that no link leads us, or the token, to another host."""
        try:
            page = await self._page(web, query)
        except Gone as error:
            raise Unavailable("the list grew shorter while it was read", url=error.url) from error
        if not page.rows:
            raise LayoutChanged(f"page {query['page']} was announced, and is empty")
        return page

    async def _believe(self, web: Web, question: Question, window: Query, first: Listing) -> None:
        """Raises FilterIgnored where nothing on the first page is what was asked for, and there is as much as there is in all."""
        if window and first.rows and all(posted_before(row, str(window["filing_dt_posted_after"])) for row in first.rows):
            raise FilterIgnored(f"asked for what was posted since {window['filing_dt_posted_after']}, answered with what is older")
        if not question.filters or first.count <= PAGE or any(question.passed_by(row) for row in first.rows):
            return
        everything = await self._page(web, {**window, "page_size": PAGE})
        if first.count >= NEARLY * everything.count:
            raise FilterIgnored(f"{question} was answered with {first.count} of all {everything.count} {self.lists}")

    async def _page(self, web: Web, query: Query) -> Listing:
        headers = {"Accept": "application/json", **({"Authorization": f"Token {self.token}"} if self.token else {})}
        url = f"https://{self.host}{ROOT}{self.lists}/"
        try:
            page = await web.get(url, query, headers=headers)
        except SourceError as error:
            raise self._explained(error) from error
        if not urlsplit(page.url).path.startswith(ROOT):
            raise Moved(f"the API redirects to {page.url}: correct the option 'host'", url=url)
        return await asyncio.to_thread(listing, page)

    def _explained(self, error: SourceError) -> SourceError:
        """What the API means by its answer 401."""
        if isinstance(error, Blocked) and "answered 401" in str(error):
            return Blocked(f"the token is not accepted: correct the option 'token', or leave it out to ask slowly; {error}")
        return error
