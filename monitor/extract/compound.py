"""Compound files of Microsoft (MS-CFB): a small file system in a file, in which Word and Outlook keep what is theirs."""

import io
import struct

import olefile

from monitor.extract.reading import Unreadable

ENCRYPTED = "EncryptedPackage"  # the stream that holds an encrypted file of today's Office
ENTRIES = 20_000  # of its directory; a message with a hundred attachments has some 5,000


class Compound:
    """A compound file, read stream by stream. Raises Unreadable: "malformed", "encrypted", or "too-large" beyond `budget` bytes in all."""

    def __init__(self, body: bytes, budget: int) -> None:
        self._left = budget
        try:
            self._file = olefile.OleFileIO(io.BytesIO(body), raise_defects=olefile.DEFECT_FATAL)
            self.names = tuple("/".join(path) for path in self._file.listdir()[:ENTRIES])
        except (OSError, struct.error, LookupError, ValueError, TypeError, RecursionError) as error:
            raise Unreadable("malformed") from error
        if ENCRYPTED in self.names:
            raise Unreadable("encrypted")

    def stream(self, name: str) -> bytes:
        """The bytes of this stream, or none where there is no such stream."""
        if name not in self.names:
            return b""
        try:
            self._left -= self._file.get_size(name)
            if self._left < 0:
                raise Unreadable("too-large")
            return bytes(self._file.openstream(name).read())
        except (OSError, struct.error, LookupError, ValueError, TypeError) as error:
            raise Unreadable("malformed") from error
