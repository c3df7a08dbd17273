"""JSON of strangers that is too large for memory: one object of a list after the other, out of a stream, within limits."""

import codecs
import io
from collections.abc import Iterator
from typing import IO, Any

import ijson

HEAD = 1 << 16
LARGEST = 64_000_000  # characters of one line: a whole package may stand on it


def objects(stream: IO[bytes], *names: str) -> Iterator[Any]:
    """The objects in the list of the first of these names, wherever it stands on top, in an object or in a list of objects.

    Of line-delimited JSON, each line. Memory is bounded by one object. Numbers with a point come as Decimal; what is no UTF-8
    becomes U+FFFD, and NUL is left out. ValueError for what is not JSON, or ends too early; LookupError where no such list is.
    """
    text = io.BufferedReader(_Text(stream), HEAD)
    head = text.peek(HEAD)
    if _in_lines(head):
        yield from _lines(text)
        return
    places = {head.find(f'"{name}"'.encode()): name for name in names}
    found = [place for place in places if place >= 0]
    if not found:
        raise LookupError(f"neither {' nor '.join(names)} at its beginning: {head[:80]!r}")
    within = "item." if head.lstrip().startswith(b"[") else ""
    try:
        yield from ijson.items(text, f"{within}{places[min(found)]}.item", multiple_values=True)
    except ijson.JSONError as error:
        raise ValueError(str(error)) from None


def _in_lines(head: bytes) -> bool:
    """Whether the first line is an object of its own, with another one behind it."""
    first, newline, rest = head.lstrip().partition(b"\n")
    return bool(newline) and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")


def _lines(text: IO[bytes]) -> Iterator[Any]:
    while line := text.readline(LARGEST + 1):
        if len(line) > LARGEST:
            raise ValueError(f"a line of more than {LARGEST:,} characters")
        if line.strip():
            try:
                yield next(iter(ijson.items(line, "", use_float=False)))
            except ijson.JSONError as error:
                raise ValueError(str(error)) from None


class _Text(io.RawIOBase):
    """The stream as plain UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # Buffer has no name before Python 3.12
        while not self._rest:
            chunk = self._stream.read(len(buffer))
            self._rest = self._decoder.decode(chunk, final=not chunk).replace("\0", "").encode()
            if not chunk and not self._rest:
                return 0
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)
