"""Web, the polite client: the only way out to the network."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from tempfile import TemporaryFile
from typing import Any, Protocol, TypeVar

import httpx

from sources import guard, verdict
from sources.asking import Query, asking, redirected
from sources.connections import Guarded
from sources.errors import Refused, Unavailable
from sources.file import File
from sources.manners import Manners
from sources.notices import Notice
from sources.pace import Pacer
from sources.page import Page
from sources.recent import Recent
from sources.redaction import over_bytes
from sources.same import Listing
from sources.verdict import Answer, hidden
from sources.visit import Visitor
from sources.wire import Ask, Tally, Wire

__all__ = ["File", "Manners", "Notice", "Pacer", "Query", "Web", "guarded"]

T = TypeVar("T")

HOPS = 5


class Asking(Protocol):
    """What a client needs to know of a source."""

    @property
    def pace(self) -> float: ...

    @property
    def rest(self) -> float: ...

    @property
    def hosts(self) -> frozenset[str]: ...


def _now() -> datetime:
    return datetime.now(UTC)


def guarded(manners: Manners | None = None) -> httpx.AsyncBaseTransport:
    """The way to the network that a recorder stands in: it connects to public addresses only."""
    return Guarded(manners or Manners())


@dataclass(frozen=True, kw_only=True)
class Web:
    """A client for the declared hosts of one source, for one run.

    `hosts` are names, or "name:port" where the port is none of the web. `transport` stands in for the network: then
    addresses are not guarded, nothing waits and robots.txt is not asked for, unless `pacer` and `robots` say so.
    `listing` knows whether the first page is as before: then `get` and `post` raise Same.
    `throttled` are statuses by which this publisher means "too many requests", `rest` the seconds it wants then.
    Every failure is a SourceError.
    """

    hosts: frozenset[str]
    transport: httpx.AsyncBaseTransport | None = field(default=None, repr=False)
    now: Callable[[], datetime] = field(default=_now, repr=False)
    pacer: Pacer | None = field(default=None, repr=False)
    pace: float = 1.0
    robots: bool | None = None
    throttled: frozenset[int] = frozenset()
    rest: float = 0.0
    manners: Manners = field(default_factory=Manners)
    listing: Listing = field(default_factory=Listing, repr=False)
    _visitor: Visitor = field(init=False, repr=False)
    _recent: Recent = field(init=False, repr=False, default_factory=Recent)
    _shown: list[Callable[[Page], None]] = field(init=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        live = self.transport is None or getattr(self.transport, "live", False)
        pacer = self.pacer or (Pacer() if live else Pacer.hasty())
        wire = Wire(manners=self.manners, pacer=pacer, transport=self.transport, cookies=httpx.Cookies(), tally=Tally())
        visitor = Visitor(
            wire=wire,
            pacer=pacer,
            manners=self.manners,
            now=self.now,
            pace=self.pace,
            obeys_robots=live if self.robots is None else self.robots,
            throttled=self.throttled,
            rest=self.rest,
            opened=frozenset(host for host in self.hosts if ":" in host),
        )
        object.__setattr__(self, "_visitor", visitor)

    @classmethod
    def of(cls, source: Asking, **given: Any) -> "Web":
        """A client for a source, at its own pace and with the `tries` that it allows; `given` are the other fields."""
        own: dict[str, Any] = {"pace": source.pace, "rest": source.rest, "throttled": getattr(source, "throttled", frozenset())}
        manners = given.get("manners") or Manners()
        given["manners"] = replace(manners, tries=min(manners.tries, getattr(source, "tries", manners.tries)))
        if not getattr(source, "robots", True):
            own["robots"] = False
        return cls(hosts=source.hosts, **{**own, **given})

    @property
    def requests(self) -> int:
        """How many requests went out, robots.txt and second tries among them."""
        return self._visitor.wire.tally.requests

    @property
    def bytes(self) -> int:
        """How many bytes of bodies came in."""
        return self._visitor.wire.tally.bytes

    @property
    def notices(self) -> list[Notice]:
        """What hosts announced of their end, each once."""
        return self._visitor.notices

    @property
    def recent(self) -> tuple[Page, ...]:
        """The newest pages of listings, without secrets, for who wants to keep them."""
        return self._recent.pages

    def show(self, check: Callable[[Page], None]) -> None:
        """Show every page of a listing to `check` from now on, which raises where it is not this source's."""
        self._shown[:] = [check]

    @contextmanager
    def showing_none(self) -> Iterator[None]:
        """For the time being no page is shown: an agenda may link to whom it likes."""
        shown, self._shown[:] = list(self._shown), []
        try:
            yield
        finally:
            self._shown[:] = shown

    async def get(
        self,
        url: str,
        query: Query | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        secret: Query | None = None,
        limit: int | None = None,
    ) -> Page:
        """The page at a URL of a declared host. `secret` joins the query on the wire and is shown nowhere."""
        return await self._listing(asking("GET", url, query, headers, secret), limit)

    async def post(
        self,
        url: str,
        body: Any = None,
        *,
        query: Query | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        secret: Query | None = None,
        limit: int | None = None,
    ) -> Page:
        """The answer to a JSON body or to the fields of a form. Asked again where it fails: it must be a question, not a deed."""
        return await self._listing(asking("POST", url, query, headers, secret, json=body, form=form), limit)

    async def json(
        self,
        url: str,
        query: Query | None = None,
        *,
        shape: type[T],
        headers: Mapping[str, str] | None = None,
        secret: Query | None = None,
    ) -> T:
        """`get`, decoded as JSON of the given outermost type, off the event loop."""
        page = await self.get(url, query, headers=headers, secret=secret)
        return await asyncio.to_thread(page.json, shape)

    async def document(self, url: str, *, etag: str | None = None, last_modified: str | None = None, limit: int | None = None) -> Page:
        """An attached file, wherever in public it lies. Status 304 and no body where it is still the one of that mark.

        Redirects are followed, to other hosts too, but never from https to http.
        """
        marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        ask = asking("GET", url, None, {name: mark for name, mark in marks.items() if mark}, None)
        return await self._followed(ask, limit or self.manners.largest_document, anywhere=True)

    @asynccontextmanager
    async def file(
        self,
        url: str,
        query: Query | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        secret: Query | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[File]:
        """`get` for what is too large for memory: the body lies on the disk as long as this context lasts.

        With `since`, the answer may be 304: it has not changed since then.
        """
        asked = {**(headers or {}), **({"If-Modified-Since": format_datetime(since.astimezone(UTC), usegmt=True)} if since else {})}
        with TemporaryFile(prefix="monitor-") as sink:
            ask = replace(asking("GET", url, query, asked, secret), sink=sink)
            page = await self._listing(ask, limit or self.manners.largest_file)
            sink.seek(0)
            yield File(url=page.url, status=page.status, headers=page.headers, head=page.body, stream=sink, fetched_at=page.fetched_at)

    async def _listing(self, ask: Ask, limit: int | None) -> Page:
        if not guard.listed(guard.place(ask.url), self.hosts):
            raise Refused("not a host that this source declares", url=ask.url)
        page = await self._followed(ask, limit or self.manners.largest, anywhere=False)
        if ask.sink is None:
            self._recent.add(page)
        self.listing.add(f"{ask.method} {ask.url} {ask.json!r} {ask.form!r}", page if ask.sink is None else None)
        if ask.sink is None:
            for check in self._shown:
                await asyncio.to_thread(check, page)
        return page

    async def _followed(self, ask: Ask, limit: int, *, anywhere: bool) -> Page:
        for _ in range(HOPS + 1):
            answer = await self._visitor.ask(ask, limit=limit)
            if answer.status not in verdict.REDIRECTS:
                return self._page(ask, answer)
            ask = redirected(ask, answer, anywhere=anywhere)
        raise Unavailable(f"redirects more than {HOPS} times", url=ask.url)

    def _page(self, ask: Ask, answer: Answer) -> Page:
        """What was secret in a request is written over where the answer repeats it: it is quoted in errors, and kept."""
        headers = {name: hidden(value, ask.secrets) for name, value in answer.headers.items() if name != "set-cookie"}
        return Page(url=ask.url, status=answer.status, headers=headers, body=over_bytes(answer.body, ask.secrets), fetched_at=self.now())
