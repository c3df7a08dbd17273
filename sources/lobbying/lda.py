"""US federal lobbying disclosures, through the REST API of the House and the Senate: https://lda.gov/api/redoc/v1/."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from sources.errors import Blocked, FilterIgnored, Moved, SourceError
from sources.lobbying.lda_filing import filing
from sources.lobbying.lda_lists import client_entry, contribution, registrant_entry
from sources.lobbying.lda_query import Question, named, posted_after, posted_before, questions
from sources.model import Kind, Record
from sources.page import Page
from sources.paged import Asked, Fields, Leaf, Paged
from sources.web import Query, Web

ROOT = "/api/v1/"
PAGE = 25  # the most that a page holds; a larger page_size is accepted, and 25 rows come back
WINDOW = "filing_dt_posted_after"
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
class Lda(Paged):
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

    @property
    def headers(self) -> Mapping[str, str]:
        """The token, which no other host ever sees."""
        return {"Accept": "application/json", **({"Authorization": f"Token {self.token}"} if self.token else {})}

    def asks(self, since: datetime, now: datetime) -> Iterable[Asked]:  # noqa: ARG002  # the window ends when the answer does
        """A list for each question, the oldest rows first, so that what is posted meanwhile is at the end."""
        window: Query = {WINDOW: posted_after(since).isoformat(), "ordering": "dt_posted"} if self._dated else {}
        url = f"https://{self.host}{ROOT}{self.lists}/"
        return [Asked(url=url, query={**window, **question.filters}, fits=question.passed_by) for question in self._questions()]

    def _questions(self) -> Iterable[Question]:
        if self._dated:
            return questions(self.phrases, self.clients, self.registrants)
        return named(self.lists.removesuffix("s"), self.clients if self.lists == "clients" else self.registrants)

    @property
    def _dated(self) -> bool:
        """Whether the rows of the list are posted on a day; registrants and clients are not."""
        return self.lists in ("filings", "contributions")

    def leaf(self, said: dict[str, Any]) -> Leaf:
        """A page. What asks for more than 25 rows gets 25, so that only `next` tells whether there are more."""
        if type(said["count"]) is not int:
            raise TypeError("a count that is no number")
        return Leaf(rows=list(said["results"]), total=said["count"], more=bool(said["next"]))

    def turned(self, query: Query, number: int) -> Query:
        """The number of the page."""
        return {**query, "page": number}

    def identity(self, row: Fields) -> tuple[str, str | None]:
        """The id. Rows come whole, and a filing never changes but by another: so there is no mark."""
        return str(row["filing_uuid" if self._dated else "id"]), None

    def order(self, row: Fields) -> str | None:
        """When it was posted: what is posted while we read comes at the end. The lists of names are in no order."""
        return datetime.fromisoformat(row["dt_posted"]).astimezone(UTC).isoformat(timespec="microseconds") if self._dated else None

    def read(self, row: Fields) -> Record:
        """One row of the list."""
        return READERS[self.lists](row)

    async def believe(self, web: Web, asked: Asked, first: Leaf) -> None:
        """Raises FilterIgnored where the answer is older than the window, or is all that there is in it.

        Unknown filters are ignored without a word. An answer of which nothing fits may be honest: the server looks for
        parts of names. So it is told by how much there is in all, which is asked only then.
        """
        day = str(asked.query.get(WINDOW, ""))
        if day and first.rows and all(posted_before(row, day) for row in first.rows):
            raise FilterIgnored(f"asked for what was posted since {day}, answered with what is older", url=asked.url)
        if first.total <= PAGE or any(asked.fits(row) for row in first.rows):
            return
        window = {name: value for name, value in asked.query.items() if name in (WINDOW, "ordering")}
        everything = await self.page(web, asked.url, {**window, "page_size": PAGE})
        if first.total >= NEARLY * everything.total:
            raise FilterIgnored(f"answered with {first.total} of all {everything.total} {self.lists}: {dict(asked.query)}", url=asked.url)

    def received(self, page: Page) -> Leaf:
        """An answer as a page. Raises Moved for one from elsewhere: the old host drops the path, and followed reads as nothing."""
        if not urlsplit(page.url).path.startswith(ROOT):
            raise Moved(f"the API redirects to {page.url}: correct the option 'host'", url=f"https://{self.host}{ROOT}")
        return super().received(page)

    def explained(self, error: SourceError) -> SourceError:
        """What the API means by its answer 401."""
        if isinstance(error, Blocked) and "answered 401" in str(error):
            return Blocked(f"the token is not accepted: correct the option 'token', or leave it out to ask slowly; {error}")
        return error
