"""A body too large for memory: on the disk while it is read, and gone afterwards."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sources import sheet, zipped
from sources.body import HEAD
from sources.errors import LayoutChanged, Refused
from sources.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One answer in a temporary file. `head` is how it begins; status 304 and nothing in it where it has not changed.

    `stream` is to be read off the event loop. `url` is without secrets, `headers` have lower-case names.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    head: bytes
    stream: IO[bytes]
    fetched_at: datetime

    def csv(self, *columns: str, encoding: str = "utf-8-sig", delimiter: str = ",", ragged: bool = False) -> Iterator[dict[str, str]]:
        """The rows by column, as they are read; `ragged` as in `sheet.read`.

        Raises LayoutChanged, as a Page does; bytes that fit nowhere become U+FFFD.
        """
        self._look(columns)
        self.stream.seek(0)
        lines = io.TextIOWrapper(self.stream, encoding=encoding, errors="replace", newline="")
        try:
            yield from sheet.read((line.replace("\0", "") for line in lines), columns, delimiter=delimiter, ragged=ragged)
        except ValueError as error:
            raise LayoutChanged(f"not the table that we know: {error}; it begins {self.head[:80]!r}", url=self.url) from error
        finally:
            if not self.stream.closed:  # by who stopped reading in the middle
                lines.detach()  # so that the file is not closed with its reader

    def members(self, suffix: str) -> Iterator[tuple[str, bytes]]:
        """The names and contents of the members of a zip archive whose name ends so. Raises as `zipped.members` does."""
        if not self.head.startswith(b"PK"):
            self._opening().parsed("a zip archive", _no_archive)
        self.stream.seek(0)
        yield from zipped.members(self.stream, suffix)

    def streams(self, suffix: str | tuple[str, ...], limits: zipped.Limits = zipped.LARGE) -> Iterator[tuple[str, IO[bytes]]]:
        """The names and streams of the members of a zip archive, each to be read before the next, for those too large for memory.

        A file that is no archive is the one member itself. Raises as `zipped.streams` does, ValueError where none has that suffix.
        """
        self.stream.seek(0)
        if not self.head.startswith(b"PK"):
            yield self.url.rpartition("/")[2], self.stream
            return
        found = False
        for name, stream in zipped.streams(self.stream, suffix, limits):
            found = True
            yield name, stream
        if not found:
            raise ValueError(f"an archive without a file that ends in {suffix if isinstance(suffix, str) else ' or '.join(suffix)}")

    def _look(self, columns: tuple[str, ...]) -> None:
        """Raises what came instead of a table, as a Page of this beginning names it: nothing, markup, an error as JSON."""
        if self.head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"", b"<", b"{", b"["):
            next(self._opening().csv(*columns), None)

    def _opening(self) -> Page:
        return Page(url=self.url, status=self.status, headers=self.headers, body=self.head, fetched_at=self.fetched_at)


@contextmanager
def on_disk(path: Path, fetched_at: datetime, limit: int) -> Iterator[File]:
    """A file that people put on this machine, as if it had been fetched. Raises Refused where it is larger than that."""
    if path.stat().st_size > limit:
        raise Refused(f"{path} has more than {limit:,} bytes")
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        yield File(url=path.absolute().as_uri(), status=200, headers={}, head=head, stream=stream, fetched_at=fetched_at)


def _no_archive() -> None:
    raise ValueError("it does not begin as one")
