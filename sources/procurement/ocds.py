"""Notices in the Open Contracting Data Standard (1.1.5), of any publisher that answers for a window of time."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from sources.errors import Blocked, Inconclusive, LayoutChanged, Unavailable
from sources.model import Kind, Record, Unchanged
from sources.procurement.ocds_package import Ids, Package, Release, package
from sources.procurement.ocds_release import record
from sources.procurement.ocds_windows import Window, months, steps
from sources.source import Known, Source
from sources.web import Web

AS_JSON = {"Accept": "application/json"}
SHORTEST = timedelta(minutes=5)  # a window that is incomplete at this length is so for another reason than its length
EARLIER = timedelta(days=7)  # no publisher of the catalog is silent for a week
BARREN = 3  # pages in a row without a new release, and each with a next one: the cursor drifts
THROTTLE = timedelta(minutes=5)  # what Contracts Finder asks for
PLACES = {"from": "", "to": "", "limit": 0, "each": ""}


class Incomplete(Exception):
    """A window that holds more than the server gives."""


@dataclass(frozen=True, kw_only=True)
class Ocds(Source[Release]):
    """The releases of one publisher. Each is a notice with a key of its own; the ocid joins those of one process.

    `url` is the listing with {from}, {to}, {limit} and {each} where the server wants them, `times` how it writes them
    (UTC where that ends in Z, else the publisher's zone), `each` the values to ask for one after the other, `step` the
    length of a window, or `by_month` for calendar months. `limit` is how many releases fill a page.
    """

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(hours=48)
    """Find a Tender publishes late into windows that were read before."""

    url: str
    times: str = "%Y-%m-%dT%H:%M:%SZ"
    step: timedelta = timedelta(days=1)
    by_month: bool = False
    each: tuple[str, ...] = ("",)
    limit: int | None = None
    page_url: str = ""
    ids: Ids = "release"
    encoding: str = ""
    may_lack_releases: bool = False
    throttled: frozenset[int] = frozenset()
    pace: float = 1.0  # type: ignore[misc]  # each publisher has a limit of its own

    def __post_init__(self) -> None:
        """ValueError where the addresses cannot be filled in."""
        try:
            self.url.format(**PLACES)
            self.page_url.format(id="", ocid="", guid="")
        except (LookupError, ValueError) as error:
            raise ValueError("in an address only {from}, {to}, {limit}, {each} (url), {id}, {ocid}, {guid} (page_url)") from error
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
        for window, each in self._windows(since, web.now()):
            async with aclosing(self._window(web, window, each)) as packages:
                async for found in packages:
                    listed = listed or bool(found.releases)
                    for release in found.releases:
                        key = release.key
                        if key is None or key not in seen:
                            yield Unchanged(key=key) if key and known(key) == release.mark else release
                        if key:
                            seen.add(key)
        if not listed:
            await self._prove(web, since)

    def _windows(self, since: datetime, until: datetime) -> Iterator[tuple[Window, str]]:
        local = since.astimezone(self.publisher.timezone)
        windows = months(local, until) if self.by_month else steps(since, until, self.step)
        return ((window, each) for window in windows for each in self.each)

    async def _prove(self, web: Web, since: datetime) -> None:
        earlier = Window(start=since - EARLIER, end=since)
        for window, each in self._windows(earlier.start, earlier.end) if self.by_month else ((earlier, each) for each in self.each):
            if (await self._fetch(web, self._address(window, each))).releases:
                return
        raise Inconclusive(f"nothing since {since:%Y-%m-%d %H:%M}, nor in the {EARLIER.days} days before: not believed", url=self.url)

    def _address(self, window: Window, each: str) -> str:
        zone = UTC if self.times.endswith("Z") else self.publisher.timezone
        start, end = (quote(moment.astimezone(zone).strftime(self.times), safe=":") for moment in (window.start, window.end))
        return self.url.format(**{"from": start, "to": end, "limit": self.limit or "", "each": quote(each, safe="")})

    async def _window(self, web: Web, window: Window, each: str) -> AsyncGenerator[Package, None]:
        """The pages of a window; where it proves incomplete, then those of its halves."""
        try:
            async with aclosing(self._pages(web, self._address(window, each))) as packages:
                async for found in packages:
                    yield found
        except Incomplete as gap:
            if self.by_month or window.length / 2 < SHORTEST:
                raise Inconclusive(f"{gap}, and the window is no longer than {window.length}", url=self._address(window, each)) from gap
            for half in window.halves():
                async with aclosing(self._window(web, half, each)) as packages:
                    async for found in packages:
                        yield found

    async def _pages(self, web: Web, url: str) -> AsyncGenerator[Package, None]:
        fresh: set[str] = set()
        barren, address = 0, url
        while True:
            found = await self._fetch(web, address)
            yield found
            keys = {release.key or release.mark for release in found.releases}
            barren = 0 if keys - fresh else barren + 1
            fresh |= keys
            if found.next is None and self.limit and len(found.releases) >= self.limit:
                raise Incomplete("a full page without a next one")
            if found.next is None:
                return
            if barren >= BARREN:
                raise Incomplete(f"{BARREN} pages in a row without anything new")
            address = self._following(address, found.next)

    def _following(self, address: str, link: str) -> str:
        """The next page, on the declared host alone; servers behind a proxy write it with http."""
        following = urlsplit(urljoin(address, link))
        if following.hostname not in self.hosts:
            raise LayoutChanged(f"the next page is on another host: {following.hostname}", url=address)
        return following._replace(scheme=urlsplit(self.url).scheme).geturl()

    async def _fetch(self, web: Web, url: str) -> Package:
        """A package with its linked releases, which are asked for where the server gives nothing else of a process."""
        found = await self._ask(web, url)
        releases = list(found.releases)
        for place in dict.fromkeys(urldefrag(link).url for link in found.linked):
            wanted = {urldefrag(link).fragment for link in found.linked if urldefrag(link).url == place}
            linked = await self._ask(web, self._following(url, place))
            releases += [each for each in linked.releases if "" in wanted or each.fields.get("id") in wanted]
        return replace(found, releases=tuple(releases))

    async def _ask(self, web: Web, url: str) -> Package:
        try:
            page = await web.get(url, headers=AS_JSON)
        except Blocked as error:
            if any(f"answered {status}" in str(error) for status in self.throttled):
                raise Unavailable(f"too many requests: {error}", url=error.url, retry_after=THROTTLE) from error
            raise
        return await asyncio.to_thread(package, page, ids=self.ids, encoding=self.encoding, may_lack=self.may_lack_releases)
