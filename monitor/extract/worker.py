"""The process that opens strangers' files: python -m monitor.extract.worker PARENT MEMORY, frames on its pipes.

It imports no more than its readers do: it must start quickly, since a poison file costs one start.
"""

import os
import sys
from collections.abc import Iterator
from typing import BinaryIO

from monitor.extract import readers
from monitor.extract.detect import detect, promised
from monitor.extract.reading import Job, Leaf, Reading, Unreadable
from monitor.extract.repair import repaired
from monitor.extract.sandbox import allow_cpu, confine, die_with_parent
from monitor.extract.wire import LENGTH, Began, Ended, Frame, Order, Taken, decode_order, encode, framed
from monitor.model import ExtractedPage


def main() -> None:
    """Read documents until standard input ends."""
    die_with_parent(int(sys.argv[1]))
    confine(int(sys.argv[2]))
    # What a library prints must not end up between our frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (payload := _receive(sys.stdin.buffer)) is not None:
        order = decode_order(payload)
        body = _receive(sys.stdin.buffer)
        if body is None:
            return
        allow_cpu(order.limits.cpu_seconds)
        for frame in _frames(order, body):
            answers.write(framed(encode(frame)))
            answers.flush()  # the next page may be the one that ends this process
            if frame == Ended(error="memory"):
                return  # what is left of the address space is in splinters


def _receive(stream: BinaryIO) -> bytes | None:
    """The next payload, or None where the service is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    payload = stream.read(length)
    return payload if len(payload) == length else None


def _frames(order: Order, body: bytes) -> Iterator[Frame]:
    said, _, parameters = order.media_type.lower().partition(";")
    charset = parameters.partition("charset=")[2].partition(";")[0]
    yield Taken()
    media_type = detect(body, said.strip(), order.name)
    total = 0
    try:
        reading = readers.read(Job(body=body, media_type=media_type, limits=order.limits, charset=charset, name=order.name))
        total = reading.total
        yield Began(media_type=media_type, total_pages=total)
        yield from _pages(reading, order)
    except Unreadable as error:
        if not total:
            yield Began(media_type=media_type, total_pages=0)
        yield Ended(error=error.reason)
    except MemoryError:
        yield Ended(error="memory")
    else:
        yield Ended(error="" if promised(media_type, said.strip(), order.name) else "not-a-document")


def _pages(reading: Reading, order: Order) -> Iterator[ExtractedPage]:
    limits, characters, cut = order.limits, 0, False
    for number, leaf in enumerate(reading.leaves, start=1):
        if number > limits.pages or characters >= limits.characters:
            raise Unreadable("too-large")
        room = min(limits.page_characters, limits.characters - characters)
        cut = cut or len(leaf.text) > room
        page = _page(number, leaf, room)
        characters += len(page.text)
        yield page
    if cut:
        raise Unreadable("too-large")


def _page(number: int, leaf: Leaf, room: int) -> ExtractedPage:
    return ExtractedPage(number=number, text=repaired(leaf.text[:room]), method=leaf.method)


if __name__ == "__main__":
    main()
