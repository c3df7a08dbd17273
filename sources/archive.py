"""Zip files of strangers: read member by member, within limits, and whole or not at all."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from sources.errors import LayoutChanged, Refused, Unavailable
from sources.file import File

MOST_MEMBERS = 200_000  # the House puts each report into a file of its own, 20,000 in a quarter
LARGEST_MEMBER = 2_000_000_000
BEGINNING = b"PK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of the archive, to be read while it is open."""

    name: str
    stream: IO[bytes]


def members(file: File, *, suffix: str, largest: int = LARGEST_MEMBER) -> Iterator[Member]:
    """The members whose names end so, in order; a file that is no archive is the one member itself.

    Raises Unavailable for an archive that is damaged or cut off, LayoutChanged for one without such a member, and
    Refused for one that would inflate beyond the limit.
    """
    if not file.head.startswith(BEGINNING):
        file.stream.seek(0)
        yield Member(name=file.url.rpartition("/")[2], stream=file.stream)
        return
    with _damage(file.url), zipfile.ZipFile(file.stream) as archive:
        listed = [info for info in archive.infolist() if info.filename.lower().endswith(suffix.lower())]
        _check(listed, largest, suffix, file.url)
        for info in listed:
            with archive.open(info) as stream:
                yield Member(name=info.filename, stream=io.BufferedReader(_Named(stream, file.url)))


def _check(listed: list[zipfile.ZipInfo], largest: int, suffix: str, url: str) -> None:
    """The sizes are those that the archive declares: the library stops there, and then the check sum does not fit."""
    if not listed:
        raise LayoutChanged(f"an archive without a file that ends in {suffix}", url=url)
    if len(listed) > MOST_MEMBERS or sum(info.file_size for info in listed) > largest:
        raise Refused(f"an archive of {len(listed):,} files that inflates to more than {largest:,} bytes", url=url)
    if any(info.flag_bits & 1 for info in listed):
        raise LayoutChanged("an archive with a password", url=url)


class _Named(io.RawIOBase):
    """A member whose damage, which shows only where it is read, is raised by name."""

    def __init__(self, stream: IO[bytes], url: str) -> None:
        self._stream = stream
        self._url = url

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # Buffer has no name before Python 3.12
        room = memoryview(buffer)
        with _damage(self._url):
            data = self._stream.read(len(room))
        room[: len(data)] = data
        return len(data)


@contextmanager
def _damage(url: str) -> Iterator[None]:
    """What the library raises for a damaged archive, by name."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Unavailable(f"not a whole archive: {error}", url=url) from None
