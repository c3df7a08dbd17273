"""ZIP archives of strangers: members are inflated within a budget, whatever they claim to be."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from monitor.extract.reading import Unreadable

CHUNK = 1 << 20
MEMBERS = 20_000  # entries of one archive; a workbook of many sheets has a few hundred


class Package:
    """An archive, read member by member. Raises Unreadable: "malformed", "encrypted", or "too-large" beyond `budget` bytes in all."""

    def __init__(self, body: bytes, budget: int) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(body))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise Unreadable("malformed") from error
        self._left = budget
        self.names = tuple(self._archive.namelist())
        if len(self.names) > MEMBERS:
            raise Unreadable("too-large")

    def member(self, name: str) -> bytes:
        """The bytes of this member, or none where the archive has no such member."""
        if name not in self.names:
            return b""
        try:
            return b"".join(self._inflated(name))
        except RuntimeError as error:  # how zipfile says that it wants a password
            raise Unreadable("encrypted") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise Unreadable("malformed") from error

    def _inflated(self, name: str) -> Iterator[bytes]:
        with self._archive.open(name) as stream:
            while chunk := stream.read(CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise Unreadable("too-large")
                yield chunk
