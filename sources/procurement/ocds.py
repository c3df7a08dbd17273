"""Notices in the Open Contracting Data Standard (1.1.5), of any publisher that answers for a window of time."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sources.errors import Inconclusive
from sources.model import Kind, Record, Unchanged
from sources.procurement.ocds_address import PLACES, Listing
from sources.procurement.ocds_fetch import Fetcher
from sources.procurement.ocds_package import Ids, Package, Release
from sources.procurement.ocds_release import record
from sources.procurement.ocds_windows import Window, months, steps
from sources.source import Known, Source
from sources.web import Web

SHORTEST = timedelta(minutes=5)  # a window that is incomplete at this length is so for another reason than its length
EARLIER = timedelta(days=7)  # no publisher of the catalog is silent for a week
MOST_PAGES = 2000  # of a window; Find a Tender fills ten on its busiest day
BARREN = 3  # pages in a row without a new release, and each with a next one: the cursor drifts


class Incomplete(Exception):
    """A window that holds more than the server gives."""


@dataclass(frozen=True, kw_only=True)
class Ocds(Source[Release]):
    """The releases of one publisher. Each is a notice with a key of its own; the ocid joins those of one process.

    `url` is the listing with {from}, {to}, {limit}, {each}, and {page} (from 1) or {offset} where pages are numbered;
    without {to} there is one window, from {from} to now. `times` is how it writes times (UTC where that ends in Z, else
    the publisher's zone), `each` the values to ask for one after the other, `step` the length of a window, or `by_month`
    for calendar months. `limit` is how many releases fill a page. `ids`: "release" where theirs are unique, "process"
    where they are so with the ocid alone, "synthetic" where there are none, "merged" for one notice per process, made of
    all its releases. `tries` of a request: 1 where a second prolongs a throttle, whose statuses are
    `throttled`, and after which it wants a `rest` of so many seconds.
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
    throttled: frozenset[int] = frozenset()
    tries: int = 3
    rest: float = 30.0  # type: ignore[misc]  # what other readers of these publishers wait where none is named
    pace: float = 1.0  # type: ignore[misc]  # each publisher has a limit of its own
    overlap: timedelta = timedelta(hours=48)  # type: ignore[misc]  # Find a Tender publishes late into windows that were read before

    def __post_init__(self) -> None:
        """ValueError where the addresses cannot be filled in."""
        try:
            self.url.format(**PLACES)
            self.page_url.format(id="", ocid="", guid="")
        except (LookupError, ValueError) as error:
            raise ValueError(f"in an address only {{{'}, {'.join(PLACES)}}} (url), {{id}}, {{ocid}}, {{guid}} (page_url)") from error
        if not urlsplit(self.url).hostname or self.step < SHORTEST:
            raise ValueError(f"url is absolute, and step is at least {SHORTEST}")

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the listing."""
        return frozenset({urlsplit(self.url).hostname or ""})

    def read(self, row: Release) -> Record:
        """One release."""
        return record(row, self.publisher, self.page_url)

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Release | Unchanged, None]:
        """The releases window by window, each once: pages drift while they are read, and halves are read again.

        When nothing was listed at all, the week before must hold something, or else the run is Inconclusive.
        """
        seen: set[str] = set()
        listed = False
        fetcher = Fetcher(web=web, listing=self._listing, ids=self.ids, may_lack=self.may_lack_releases)
        for window, each in self._windows(since, web.now()):
            async with aclosing(self._window(fetcher, window, each)) as packages:
                async for found in packages:
                    listed = listed or bool(found.releases)
                    for release in found.releases:
                        key = release.key
                        if key is None or key not in seen:
                            yield Unchanged(key=key) if key and known(key) == release.mark else release
                        if key:
                            seen.add(key)
        if not listed:
            await self._prove(fetcher, since)

    def _windows(self, since: datetime, until: datetime) -> Iterator[tuple[Window, str]]:
        step = self.step if "{to}" in self.url else None
        windows = months(since, until, self.publisher.timezone) if self.by_month else steps(since, until, step)
        return ((window, each) for window in windows for each in self.each)

    @property
    def _listing(self) -> Listing:
        return Listing(url=self.url, times=self.times, zone=self.publisher.timezone, limit=self.limit)

    async def _prove(self, fetcher: Fetcher, since: datetime) -> None:
        earlier = Window(start=since - EARLIER, end=since)
        for window, each in self._windows(earlier.start, earlier.end) if self.by_month else ((earlier, each) for each in self.each):
            if (await fetcher.fetch(self._listing.address(window, each))).releases:
                return
        raise Inconclusive(f"nothing since {since:%Y-%m-%d %H:%M}, nor in the {EARLIER.days} days before: not believed", url=self.url)

    async def _window(self, fetcher: Fetcher, window: Window, each: str) -> AsyncGenerator[Package, None]:
        """The pages of a window; where it proves incomplete, then those of its halves."""
        try:
            async with aclosing(self._pages(fetcher, window, each)) as packages:
                async for found in packages:
                    yield found
        except Incomplete as gap:
            if self.by_month or window.length / 2 < SHORTEST:
                raise Inconclusive(f"{gap}, and the window is no longer than {window.length}", url=self.url) from gap
            for half in window.halves():
                async with aclosing(self._window(fetcher, half, each)) as packages:
                    async for found in packages:
                        yield found

    async def _pages(self, fetcher: Fetcher, window: Window, each: str) -> AsyncGenerator[Package, None]:
        fresh: set[str] = set()
        barren, page = 0, 1
        address: str | None = self._listing.address(window, each)
        while address:
            found = await fetcher.fetch(address)
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
            address = self._listing.after(address, found.next, window, each, page, more=full or (not self.limit and bool(keys)))
