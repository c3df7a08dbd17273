"""A file of the size of SAM.gov's, downloaded and read in one pass, beside a bare reading of the same rows; and its memory.

    python benchmarks/large_file.py [MEGABYTES …]

A file of so many megabytes (default: 24 and 240) is made up as it is sent, so that it is never in memory. Each is measured in a
process of its own, so that its peak memory is its own: it must not grow with the file. The second reading knows every row.
"""

import asyncio
import csv
import io
import multiprocessing
import resource
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from sources import registry
from sources.model import Record
from sources.source import Known
from sources.web import Web

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from tapes.sam.make import HEADER, row  # the columns of the real file, and notices that nobody posted

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MEGABYTE = 1_000_000
WORDS = "The contractor shall provide services, materials and equipment as described in the attached statement of work. " * 26
LINES_AT_ONCE = 200


def lines(size: int) -> Iterator[bytes]:
    """The file in pieces of some hundred rows, until it is as large as that. One row in a hundred is about cameras that know faces."""
    sent, number = 0, 0
    piece = _written([dict(zip(HEADER, HEADER, strict=True))])
    while sent < size:
        yield piece
        sent += len(piece)
        numbers = range(number + 1, number + 1 + LINES_AT_ONCE)
        piece = _written([row(each, Description=f"{'facial recognition' if each % 100 == 0 else 'services'}. {WORDS}") for each in numbers])
        number += LINES_AT_ONCE


def _written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([each.get(name, "") for name in HEADER] for each in rows)
    return text.getvalue().encode("cp1252")


class Sent(httpx.AsyncByteStream):
    """The body on its way."""

    def __init__(self, size: int) -> None:
        self.size = size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in lines(self.size):
            yield piece


class Portal(httpx.AsyncBaseTransport):
    """The site, in place of the network."""

    def __init__(self, size: int) -> None:
        self.size = size

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:  # noqa: ARG002  # it has one file
        return httpx.Response(200, stream=Sent(self.size))


async def timed_pass(size: int, known: Known) -> tuple[float, dict[str, str | None]]:
    """The seconds that a pass takes, and the marks of what it read."""
    source = registry.build("sam", {}, timezone="America/New_York")
    web = Web.of(source, transport=Portal(size), now=lambda: NOW)
    marks: dict[str, str | None] = {}
    started = time.perf_counter()
    async with aclosing(source.records(web, NOW - timedelta(days=90), known)) as batches:
        async for batch in batches:
            marks |= {item.key: item.mark for item in batch if isinstance(item, Record)}
    return time.perf_counter() - started, marks


def timed_bare(size: int) -> tuple[float, int]:
    """The seconds that the least takes which gets the rows: making the file up, and splitting it into fields; and how many there are."""
    started = time.perf_counter()
    text = (line for piece in lines(size) for line in io.StringIO(piece.decode("cp1252"), newline=""))
    rows = sum(1 for _ in csv.reader(text)) - 1
    return time.perf_counter() - started, rows


def megabytes() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(size: int) -> str:
    """One line of the table."""
    before = megabytes()
    bare, rows = timed_bare(size)
    first, marks = asyncio.run(timed_pass(size, lambda _: None))
    peak = megabytes()
    again, _ = asyncio.run(timed_pass(size, marks.get))
    assert len(marks) == rows
    rates = f"{rows / first:,.0f} | {rows / again:,.0f} | {first / bare:.1f} | {again / bare:.1f}"
    return f"| {size // MEGABYTE} | {rows:,} | {rates} | {before:.0f} | {peak - before:.0f} |"


def main() -> None:
    print(__doc__.partition("\n")[0])
    print("\n| MB of file | rows | new/s | unchanged/s | new ÷ bare | unchanged ÷ bare | MB of memory before | MB more at the peak |")
    print("|---|---|---|---|---|---|---|---|")
    processes = multiprocessing.get_context("spawn")
    for size in [int(each) for each in sys.argv[1:]] or [24, 240]:
        with processes.Pool(1) as alone:
            print(alone.apply(measure, (size * MEGABYTE,)), flush=True)


if __name__ == "__main__":
    main()
