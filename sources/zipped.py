"""Zip archives of strangers, read member by member within limits: nothing is unpacked, no name is used as a path."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from sources.errors import Refused, Unavailable

MEGABYTE = 1_000_000
ENCRYPTED = 0x1
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, LookupError, ValueError, NotImplementedError)
"""What the library raises over bytes that it does not understand, some of it by accident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that an archive may hold; a day of notices of Germany has 1,200 members of 20 kB."""

    members: int = 50_000
    each: int = 64 * MEGABYTE
    together: int = 2_000 * MEGABYTE


LARGE = Limits(members=200_000, each=2_000 * MEGABYTE)
"""For archives that are read as streams: the House has 20,000 reports in a quarter, the EU one file of 150 MB."""


def members(stream: IO[bytes], suffix: str, limits: Limits | None = None) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the members whose name ends so, in their order. Raises as `streams` does."""
    for name, member in streams(stream, suffix, limits):
        yield name, member.read()


def streams(stream: IO[bytes], suffix: str | tuple[str, ...], limits: Limits | None = None) -> Iterator[tuple[str, IO[bytes]]]:
    """The members whose name ends so, in their order, each to be read before the next: for those too large for memory.

    Raises Unavailable for an archive that is cut off or damaged, Refused for one beyond the limits or with a password,
    both also where a member is read. Sizes are counted as they inflate, whatever the archive says of them.
    """
    most = limits or Limits()
    left = most.together
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGED as error:
        raise Unavailable(f"the archive is cut off or damaged: {error}") from error
    with archive:
        if len(archive.infolist()) > most.members:
            raise Refused(f"an archive of more than {most.members:,} members")
        for member in archive.infolist():
            if member.filename.lower().endswith(suffix):
                inflating = _Inflating(archive, member, min(most.each, left))
                yield member.filename, io.BufferedReader(inflating)
                left -= inflating.taken


class _Inflating(io.RawIOBase):
    """A member as it inflates. Its damage, and its size, show only where it is read."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> None:
        self._name = repr(member.filename[:80])
        self._most = most
        self.taken = 0
        if member.flag_bits & ENCRYPTED:
            raise Refused(f"{self._name} has a password")
        try:
            self._stream = archive.open(member)
        except (NotImplementedError, RuntimeError) as error:
            raise Refused(f"{self._name} cannot be inflated: {error}") from error
        except DAMAGED as error:
            raise Unavailable(f"the archive is cut off or damaged: {error}") from error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # Buffer has no name before Python 3.12
        try:
            data = self._stream.read(len(buffer))
        except DAMAGED as error:
            raise Unavailable(f"the archive is cut off or damaged: {error}") from error
        self.taken += len(data)
        if self.taken > self._most:
            raise Refused(f"{self._name} inflates to more than {self._most:,} bytes")
        buffer[: len(data)] = data
        return len(data)
