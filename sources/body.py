"""Bodies: taken off the wire and inflated in bounded steps, so that a small bomb never becomes a large one."""

import asyncio
import zlib
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from typing import IO

from sources.errors import LayoutChanged, Refused, Unavailable

ACCEPTED = "gzip, deflate"
UNASKED = {"br", "zstd", "compress", "x-compress"}
HEAD = 20_000  # bytes by which a page is told from what was asked for
STEP = 1 << 20  # inflated bytes between two looks at the limit
AUTOMATIC = zlib.MAX_WBITS | 32  # zlib tells gzip from its own format


async def read(chunks: AsyncIterable[bytes], encoding: str, *, limit: int) -> bytes:
    """The body without its content encoding. Raises Refused beyond `limit` bytes, on the wire or inflated."""
    return b"".join([part async for part in parts(chunks, encoding, limit=limit)])


async def save(chunks: AsyncIterable[bytes], encoding: str, sink: IO[bytes], *, limit: int) -> bytes:
    """As `read`, but into a file, from its beginning. Gives how the body begins, for who wants to see what it is."""
    sink.seek(0)
    sink.truncate()
    head = b""
    async for part in parts(chunks, encoding, limit=limit):
        head += part[: HEAD - len(head)]
        sink.write(part)  # to the cache of the system: a thread for each would take longer
    sink.flush()
    return head


async def parts(chunks: AsyncIterable[bytes], encoding: str, *, limit: int) -> AsyncIterator[bytes]:
    """The body in parts of at most a megabyte, without its content encoding."""
    inflater = Inflater(encoding, limit)
    taken = 0
    async for chunk in chunks:
        taken += len(chunk)
        if taken > limit:
            raise Refused(f"a body of more than {limit:,} bytes")
        for part in inflater.feed(chunk):
            yield part
            await asyncio.sleep(0)  # a body that inflates a thousandfold lets others work meanwhile
    inflater.end()


def inflate(body: bytes, encoding: str, *, limit: int) -> bytes:
    """A whole body without its content encoding."""
    inflater = Inflater(encoding, limit)
    parts = list(inflater.feed(body))
    inflater.end()
    return b"".join(parts)


class Inflater:
    """Undoes one content encoding: gzip (also of several members), deflate (with or without its header), or none."""

    def __init__(self, encoding: str, limit: int) -> None:
        names = [name for name in (each.strip().lower() for each in encoding.split(",")) if name]
        if UNASKED & set(names):
            raise LayoutChanged(f"answered in the encoding {encoding!r}, which was not asked for")
        encoded = [name for name in names if name in {"gzip", "x-gzip", "deflate"}]  # others say "utf-8" or "none" here
        if len(encoded) > 1:
            raise Refused(f"a body in the encoding {encoding!r}, one inside the other")
        self._encoded = bool(encoded)
        self._inner = zlib.decompressobj(AUTOMATIC)
        self._begun = False
        self._room = limit
        self._limit = limit

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What these bytes inflate to, in parts. Raises Refused beyond the limit and Unavailable where they are damaged."""
        if not self._encoded:
            yield data
            return
        while data:
            part = self._step(data)
            self._room -= len(part)
            if self._room < 0:
                raise Refused(f"a body that inflates to more than {self._limit:,} bytes")
            if part:
                yield part
            data = self._left()

    def end(self) -> None:
        """Raises Unavailable where more should have come."""
        if self._begun and not self._inner.eof:
            raise Unavailable("the compressed body ends too early")

    def _step(self, data: bytes) -> bytes:
        if not self._begun and data[:1] and data[0] & 0x0F != 8 and data[:1] != b"\x1f":
            self._inner = zlib.decompressobj(-zlib.MAX_WBITS)  # deflate as some servers misread it: without a header
        self._begun = True
        try:
            return self._inner.decompress(data, STEP)
        except zlib.error as error:
            raise Unavailable(f"the compressed body is damaged: {error}") from None

    def _left(self) -> bytes:
        if self._inner.eof and self._inner.unused_data:
            data = self._inner.unused_data
            if not data.startswith(b"\x1f\x8b"):  # padding after the last member
                return b""
            self._inner = zlib.decompressobj(AUTOMATIC)
            return data
        return self._inner.unconsumed_tail
