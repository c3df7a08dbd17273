"""Notices in the Open Contracting Data Standard (1.1.5), of any publisher: by windows of time, page by page, by an index, as files."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sources.errors import Inconclusive
from sources.model import Kind, Record, Unchanged
from sources.procurement.ocds_address import PLACES, Ask, Listing
from sources.procurement.ocds_fetch import Fetcher
from sources.procurement.ocds_index import Index
from sources.procurement.ocds_one_by_one import filed, indexed
from sources.procurement.ocds_package import Ids, Package, Release
from sources.procurement.ocds_release import record
from sources.procurement.ocds_windows import START, Window, months, steps, years
from sources.source import Known, Source
from sources.web import Web

SHORTEST = timedelta(minutes=5)  # a window that is incomplete at this length is so for another reason than its length
EARLIER = timedelta(days=7)  # no publisher of the catalog is silent for a week
MOST_PAGES = 2000  # of a window; Find a Tender fills ten on its busiest day
NEVER = Window(start=START, end=START)
BARREN = 3  # pages in a row without a new release, and each with a next one: the cursor drifts


class Incomplete(Exception):
    """A window that holds more than the server gives."""


@dataclass(frozen=True, kw_only=True)
class Ocds(Source[Release]):
    """The releases of one publisher. Each is a notice with a key of its own; the ocid joins those of one process.

    `url` is the listing with {from}, {to}, {limit}, {each}, and {page} (from 1) or {offset} where pages are numbered; without {to} there
    is one window, from {from} to now. `body` is JSON that is sent to it, with the same places. `times` is how it writes times (UTC
    where that ends in Z, else the publisher's zone; "epoch-ms" for milliseconds), `each` the values to ask for one after the other,
    `step` the length of a window, `by_month` calendar months, `years_from` years that begin with this month. With an `index`, `url` is
    that of one {id} of it. `files`: what is there is too large for memory, or a zip archive. `inside` is the place of the package in the
    answer. `also` are further hosts, `most` the entries of an index that a run asks for.

    `limit` is how many releases fill a page. `ids`: "release" where theirs are unique, "process" where they are so with the ocid
    alone, "synthetic" where there are none, "merged" for one notice per process, made of all its releases. `tries` of a request: 1
    where a second prolongs a throttle, whose statuses are `throttled`, and after which it wants a `rest` of so many seconds.
    """

    kind = Kind.NOTICE

    url: str
    times: str = "%Y-%m-%dT%H:%M:%SZ"
    step: timedelta = timedelta(days=1)
    by_month: bool = False
    each: tuple[str, ...] = ("",)
    limit: int | None = None
    page_url: str = ""
    ids: Ids = "release"
    may_lack_releases: bool = False
    index: Index | None = None
    body: dict[str, Any] | None = None
    inside: str = ""
    files: bool = False
    years_from: int = 0
    also: frozenset[str] = frozenset()
    most: int = 500
    throttled: frozenset[int] = frozenset()
    tries: int = 3
    rest: float = 30.0  # type: ignore[misc]  # what other readers of these publishers wait where none is named
    pace: float = 1.0  # type: ignore[misc]  # each publisher has a limit of its own
    overlap: timedelta = timedelta(hours=48)  # type: ignore[misc]  # Find a Tender publishes late into windows that were read before

    def __post_init__(self) -> None:
        """ValueError where the addresses cannot be filled in."""
        listing, one = (self.index.url, self.url) if self.index else (self.url, "")
        try:
            Listing(url=listing, times=self.times, zone=self.publisher.timezone, limit=self.limit, body=self.body).ask(NEVER, "")
            one.format(id="")
            self.page_url.format(id="", ocid="", guid="")
        except (LookupError, ValueError) as error:
            known = f"{{{'}, {'.join(PLACES)}}} (url), {{id}} (url of an index), {{id}}, {{ocid}}, {{guid}} (page_url)"
            raise ValueError(f"in an address only {known}") from error
        if not urlsplit(listing).hostname or self.step < SHORTEST or self.years_from not in range(13):
            raise ValueError(f"url is absolute, step is at least {SHORTEST}, and years_from is a month")

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the listing, of the index, and those that are named."""
        urls = (self.url, self.index.url if self.index else "")
        return self.also | frozenset(host for url in urls if (host := urlsplit(url).hostname))

    def read(self, row: Release) -> Record:
        """One release."""
        return record(row, self.publisher, self.page_url)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Release | Unchanged, None]:
        """The releases, each once: pages drift while they are read, and halves are read again."""
        fetcher = Fetcher(web=web, listing=self._listing, ids=self.ids, may_lack=self.may_lack_releases, inside=self.inside)
        if self.index:
            found = indexed(self.index, fetcher, self._windows(since, web.now()), known, self)
        elif self.files:
            found = filed(fetcher, self._windows(since, web.now()))
        else:
            found = self._listed(fetcher, since)
        seen: set[str] = set()
        async with aclosing(found) as releases:
            async for release in releases:
                key = release.key
                if key is None or key not in seen:
                    same = isinstance(release, Release) and key and known(key) == release.mark
                    yield Unchanged(key=key) if same and key else release
                if key:
                    seen.add(key)

    async def _listed(self, fetcher: Fetcher, since: datetime) -> AsyncGenerator[Release, None]:
        """Window by window. When nothing was listed at all, the week before must hold something, or else the run is Inconclusive."""
        listed = False
        for window, each in self._windows(since, fetcher.web.now()):
            async with aclosing(self._window(fetcher, window, each)) as packages:
                async for found in packages:
                    listed = listed or bool(found.releases)
                    for release in found.releases:
                        yield release
        if not listed:
            await self._prove(fetcher, since)

    def _windows(self, since: datetime, until: datetime) -> Iterator[tuple[Window, str]]:
        zone = self.publisher.timezone
        said = f"{self.index.url if self.index else self.url}{self.body or ''}"
        if self.years_from:
            windows = years(since, until, zone, self.years_from)
        else:
            windows = months(since, until, zone) if self.by_month else steps(since, until, self.step if "{to}" in said else None)
        return ((window, each) for window in windows for each in self.each)

    @property
    def _listing(self) -> Listing:
        url = self.index.url if self.index else self.url
        return Listing(url=url, times=self.times, zone=self.publisher.timezone, limit=self.limit, body=self.body)

    async def _prove(self, fetcher: Fetcher, since: datetime) -> None:
        earlier = Window(start=since - EARLIER, end=since)
        windows = self._windows(earlier.start, earlier.end) if self.by_month or self.years_from else ((earlier, each) for each in self.each)
        for window, each in windows if "{from}" in f"{self.url}{self.body or ''}" else ():
            if (await fetcher.fetch(self._listing.ask(window, each))).releases:
                return
        raise Inconclusive(f"nothing since {since:%Y-%m-%d %H:%M}, nor in the {EARLIER.days} days before: not believed", url=self.url)

    async def _window(self, fetcher: Fetcher, window: Window, each: str) -> AsyncGenerator[Package, None]:
        """The pages of a window; where it proves incomplete, then those of its halves."""
        try:
            async with aclosing(self._pages(fetcher, window, each)) as packages:
                async for found in packages:
                    yield found
        except Incomplete as gap:
            if self.by_month or self.years_from or window.length / 2 < SHORTEST:
                raise Inconclusive(f"{gap}, and the window is no longer than {window.length}", url=self.url) from gap
            for half in window.halves():
                async with aclosing(self._window(fetcher, half, each)) as packages:
                    async for found in packages:
                        yield found

    async def _pages(self, fetcher: Fetcher, window: Window, each: str) -> AsyncGenerator[Package, None]:
        fresh: set[str] = set()
        barren, page = 0, 1
        asked: Ask | None = self._listing.ask(window, each)
        while asked:
            found = await fetcher.fetch(asked)
            yield found
            keys = {release.key or release.mark for release in found.releases}
            barren = 0 if keys - fresh else barren + 1
            fresh |= keys
            full = self.limit is not None and len(found.releases) >= self.limit
            if full and found.next is None and not self._listing.numbered:
                raise Incomplete("a full page without a next one")
            if barren >= BARREN or page >= MOST_PAGES:
                raise Incomplete(f"no end after {page} pages, and {barren} in a row without anything new")
            page += 1
            asked = self._listing.after(asked, found.next, window, each, page, more=full or (not self.limit and bool(keys)))
