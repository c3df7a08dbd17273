"""Bytes on the disk, named by their SHA-256: blobs/ab/cdef…, each written whole or not at all.

A file is complete before any row speaks of it. So a kill -9 leaves at most a file that no row knows, never a row without a file.
"""

import errno
import gzip
import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

PACKED = ".gz"
SAMPLE = 1 << 16
WORTH = 0.9  # of its size: a PDF is compressed inside and gains 3 %, JSON and HTML shrink to a fifth
LEVEL = 3  # 9 takes four times as long for 4 % less
UNFINISHED = ".part"


class NotKept(Exception):
    """The disk took no more; the message says why and what to do."""


class Blobs:
    """The folder of all bytes that are kept. Its methods block: call them off the event loop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, body: bytes) -> str:
        """Keep these bytes and return their hash. Raises NotKept."""
        name = sha256(body).hexdigest()
        if not self.has(name):
            packed = _worth_packing(body)
            try:
                self._write(self._path(name, packed=packed), gzip.compress(body, LEVEL, mtime=0) if packed else body)
            except OSError as error:
                raise NotKept(_words(error, self.folder)) from error
        return name

    def has(self, name: str) -> bool:
        """Whether the bytes of this hash are here."""
        return any(self._path(name, packed=packed).exists() for packed in (True, False))

    def get(self, name: str) -> bytes | None:
        """The bytes of this hash, checked against it; None where they are not here, or damaged."""
        with suppress(FileNotFoundError, gzip.BadGzipFile, EOFError, OSError):
            path = self._path(name, packed=True)
            body = gzip.decompress(path.read_bytes()) if path.exists() else self._path(name, packed=False).read_bytes()
            return body if sha256(body).hexdigest() == name else None
        return None

    def remove(self, name: str) -> None:
        """Forget the bytes of this hash."""
        for packed in (True, False):
            self._path(name, packed=packed).unlink(missing_ok=True)

    def names(self, *, older_than: float = float("inf")) -> Iterator[str]:
        """The hashes of all bytes that are here and were written before this moment, in seconds since 1970."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):
                if path.suffix != UNFINISHED and path.stat().st_mtime < older_than:
                    yield path.parent.name + path.name.removesuffix(PACKED)

    def sweep(self, older_than: float) -> None:
        """Remove what a writer that was killed has left before this moment."""
        for path in self.folder.glob(f"[0-9a-f][0-9a-f]/*{UNFINISHED}"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < older_than:
                    path.unlink()

    def _path(self, name: str, *, packed: bool) -> Path:
        return self.folder / name[:2] / (name[2:] + (PACKED if packed else ""))

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=UNFINISHED, delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                Path(file.name).unlink()
                raise
        Path(file.name).replace(path)
        _sync(path.parent)


def _worth_packing(body: bytes) -> bool:
    sample = body[:SAMPLE]
    return len(gzip.compress(sample, 1)) < WORTH * len(sample)


def _sync(folder: Path) -> None:
    """Make the new name last too: after a power cut a file may be whole and nameless."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _words(error: OSError, folder: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"the disk is full: {folder}; free some space, or set MONITOR_KEEP_DAYS lower"
    return f"{error.strerror}: {error.filename or folder}; let the monitor write there"
