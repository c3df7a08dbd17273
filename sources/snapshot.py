"""Publishers that give everything anew each time, as files: what is as we know it is told from what is not by its mark."""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Generic, TypeVar

from sources import charset, instead
from sources.errors import Gone, Inconclusive, LayoutChanged, Unavailable
from sources.model import Unchanged
from sources.source import Known, Source
from sources.web import File, Web

Row = TypeVar("Row")
CUT_OFF = ("no element found", "unclosed token")  # as expat says it
AT_ONCE = 200  # entries read together in a thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[Row]):
    """One entry of a file: its key and its mark, and what `read` makes a record of."""

    key: str
    mark: str
    row: Row


@dataclass(frozen=True, kw_only=True)
class Snapshot(Source[Entry[Row]]):
    """A source whose rows lie in whole files. A subclass names the files and reads their entries, in bounded memory.

    `limit` bounds a file in bytes. A file that is not there yet may be passed over where there are others (`may_lack`).
    """

    limit: int = 1_000_000_000
    may_lack: bool = False

    @abstractmethod
    def files(self, since: datetime, now: datetime) -> Iterable[str]:
        """The addresses to read."""

    @abstractmethod
    def entries(self, file: File) -> Iterator[Entry[Row]]:
        """The entries of a file, in a thread. ValueError, as a SourceError, for one of another form than we know."""

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Entry[Row] | Unchanged, None]:
        """All entries of all files, each key once; those whose mark we know come as unchanged. None at all proves nothing."""
        seen: set[str] = set()
        for address in self.files(since, web.now()):
            async with aclosing(self._file(web, address)) as entries:
                async for entry in entries:
                    if entry.key not in seen:
                        yield Unchanged(key=entry.key) if known(entry.key) == entry.mark else entry
                    seen.add(entry.key)
        if not seen:
            raise Inconclusive(f"{self.publisher.id} lists nothing at all")

    def opened(self, web: Web, address: str) -> AbstractAsyncContextManager[File]:
        """A file, while it is read."""
        return web.file(address, limit=self.limit)

    async def _file(self, web: Web, address: str) -> AsyncGenerator[Entry[Row], None]:
        try:
            async with self.opened(web, address) as file:
                _recognise(file)
                entries = self.entries(file)
                while batch := await asyncio.to_thread(self._some, entries, address):
                    for entry in batch:
                        yield entry
        except Gone:
            if not self.may_lack:
                raise

    def _some(self, entries: Iterator[Entry[Row]], address: str) -> list[Entry[Row]]:
        try:
            return list(islice(entries, AT_ONCE))
        except (ValueError, LookupError) as error:
            if any(words in str(error) for words in CUT_OFF):
                raise Unavailable(f"a file that was cut off: {error}", url=address) from error
            raise LayoutChanged(f"not the file that we know: {error}", url=address) from error


def _recognise(file: File) -> None:
    """Raises a SourceError for a page that came in place of the file."""
    text = charset.decode(file.head, file.headers.get("content-type", ""))
    instead.check(text, file.url)
    if text.lstrip()[:9].lower().startswith(("<html", "<!doctype")):
        raise LayoutChanged(f"{instead.whose(text) or 'a page for people'} in place of a file; it begins {text[:80]!r}", url=file.url)
