"""Publishers without a listing: an index and an address for each of its entries, or one file for each window of time."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import replace
from typing import Protocol

from sources.errors import Gone, Inconclusive, SourceError
from sources.model import Unchanged
from sources.procurement.ocds_address import Ask
from sources.procurement.ocds_fetch import Fetcher
from sources.procurement.ocds_index import Entry, Index, address
from sources.procurement.ocds_package import Release
from sources.procurement.ocds_windows import Window
from sources.source import Known

Windows = Iterable[tuple[Window, str]]
PATIENCE = 3  # entries missed before no more are asked for: it is not the one process then


class Way(Protocol):
    """How the entries of an index are asked for."""

    @property
    def url(self) -> str: ...
    @property
    def files(self) -> bool: ...
    @property
    def most(self) -> int: ...


async def indexed(index: Index, fetcher: Fetcher, windows: Windows, known: Known, way: Way) -> AsyncGenerator[Release | Unchanged, None]:
    """The releases of the entries that are new or have changed; an entry is known by its mark where it is one process.

    What cannot be had of one keeps the others not back, and ends the run all the same. Raises Inconclusive for an index without
    entries, and where more of them changed than a run may ask for: the next one goes on from there.
    """
    missed: list[SourceError] = []
    given, asked = False, 0
    async with aclosing(_each_once(index, fetcher, windows)) as entries:
        async for entry, window in entries:
            given = True
            if way.files and entry.at is not None and entry.at < window.start:
                continue  # a file that was read as it is
            if not way.files and known(entry.id) == entry.mark:
                yield Unchanged(key=entry.id)
                continue
            if asked >= way.most:
                raise Inconclusive(f"more than {way.most:,} entries are new: the next run reads on", url=index.url)
            asked += 1
            async with aclosing(_tried(entry, fetcher, way, missed)) as releases:
                async for release in releases:
                    yield release
            if len(missed) >= PATIENCE:
                break
    if missed:
        raise missed[0]
    if not given:
        raise Inconclusive("an index without entries", url=index.url)


async def _each_once(index: Index, fetcher: Fetcher, windows: Windows) -> AsyncGenerator[tuple[Entry, Window], None]:
    done: set[str] = set()
    for window, each in windows:
        async with aclosing(index.entries(fetcher.web, fetcher.listing, window, each)) as entries:
            async for entry in entries:
                if entry.id not in done:
                    done.add(entry.id)
                    yield entry, window


async def _tried(entry: Entry, fetcher: Fetcher, way: Way, missed: list[SourceError]) -> AsyncGenerator[Release, None]:
    try:
        async with aclosing(_of(entry, fetcher, way)) as releases:
            async for release in releases:
                yield release
    except SourceError as error:
        missed.append(error)


async def _of(entry: Entry, fetcher: Fetcher, way: Way) -> AsyncGenerator[Release, None]:
    """The releases of an entry. Where it is one process, its mark is that of the entry, so that the next run can spare the request."""
    url = address(way.url, entry)
    if way.files:
        async with aclosing(fetcher.stream(url)) as streamed:
            async for release in streamed:
                yield release
        return
    releases = (await fetcher.fetch(Ask(url=url))).releases
    if not releases:
        raise Inconclusive("a process without a single release", url=url)
    for release in releases:
        yield replace(release, mark=entry.mark) if release.key == entry.id and len(releases) == 1 else release


async def filed(fetcher: Fetcher, windows: Windows) -> AsyncGenerator[Release, None]:
    """The releases of the file of each window. One that is not made yet is passed over; none at all proves nothing."""
    given = False
    for window, each in windows:
        try:
            async with aclosing(fetcher.stream(fetcher.listing.address(window, each))) as releases:
                async for release in releases:
                    given = True
                    yield release
        except Gone:
            pass
    if not given:
        raise Inconclusive("no file with a release in it", url=fetcher.listing.url)
