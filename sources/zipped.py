"""Zip archives of strangers, read member by member within limits: nothing is unpacked, no name is used as a path."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from sources.errors import Refused, Unavailable

MEGABYTE = 1_000_000
ENCRYPTED = 0x1
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that an archive may hold; a day of notices of Germany has 1,200 members of 20 kB."""

    members: int = 50_000
    each: int = 64 * MEGABYTE
    together: int = 2_000 * MEGABYTE


def members(stream: IO[bytes], suffix: str, limits: Limits | None = None) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the members whose name ends so, in their order.

    Raises Unavailable for an archive that is cut off or damaged, Refused for one beyond the limits or with a password.
    Sizes are counted as they inflate, whatever the archive says of them.
    """
    most = limits or Limits()
    left = most.together
    try:
        with zipfile.ZipFile(stream) as archive:
            if len(archive.infolist()) > most.members:
                raise Refused(f"an archive of more than {most.members:,} members")
            for member in archive.infolist():
                if not member.is_dir() and member.filename.lower().endswith(suffix):
                    body = _inflated(archive, member, min(most.each, left))
                    left -= len(body)
                    yield member.filename, body
    except DAMAGED as error:
        raise Unavailable(f"the archive is cut off or damaged: {error}") from error


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    if member.flag_bits & ENCRYPTED:
        raise Refused(f"{member.filename[:80]!r} has a password")
    try:
        with archive.open(member) as stream:
            body = stream.read(most + 1)
    except (NotImplementedError, RuntimeError) as error:
        raise Refused(f"{member.filename[:80]!r} cannot be inflated: {error}") from error
    if len(body) > most:
        raise Refused(f"{member.filename[:80]!r} inflates to more than {most:,} bytes")
    return body
