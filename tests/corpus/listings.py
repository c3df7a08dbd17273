"""What a recorded listing reads as: the records of a source that is answered with it, and how two days of it differ."""

from collections.abc import Callable, Mapping
from contextlib import aclosing
from datetime import UTC, date, datetime
from typing import Any

import httpx
from corpus.recordings import Pair

from sources import registry
from sources.model import Problem, Record, Unchanged
from sources.source import Batch, Known, Source
from sources.web import Web

SINCE, NOW = datetime(1990, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


class Served(httpx.AsyncBaseTransport):
    """A site: bodies by a piece of the address, the first that fits; 404 for all else."""

    def __init__(self, pages: Mapping[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        for piece, body in self.pages.items():
            if piece in str(request.url):
                return httpx.Response(200, content=body)
        return httpx.Response(404)


def source(platform: str, options: Mapping[str, Any], zone: str) -> Source[Any]:
    """A source of this platform, in a place of this zone."""
    return registry.build(platform, options, timezone=zone)


async def run(of: Source[Any], pages: Mapping[str, bytes], known: Known = lambda _: None, *, since: datetime = SINCE) -> Batch:
    """All that a run gives where the site answers with these pages."""
    web = Web(hosts=of.hosts, transport=Served(pages), now=lambda: NOW)
    async with aclosing(of.records(web, since, known)) as batches:
        return [item async for batch in batches for item in batch]


async def records(of: Source[Any], pages: Mapping[str, bytes], *, since: datetime = SINCE) -> list[Record]:
    """The records; there must be nothing else."""
    found = await run(of, pages, since=since)
    assert [item for item in found if not isinstance(item, Record)] == []
    return [item for item in found if isinstance(item, Record)]


def day(record: Record) -> date:
    """When it is held."""
    return record.starts.date() if isinstance(record.starts, datetime) else record.starts or date.min


def differences(actual: Mapping[str, object], expected: Mapping[str, object]) -> str:
    """What is not as expected, in words; nothing where all is."""
    wrong = {name: value for name, value in actual.items() if expected[name] != value}
    return "; ".join(f"{name} is {value}, expected {expected[name]}" for name, value in wrong.items())


async def came_and_changed(of: Source[Any], pair: Pair, piece: str, compared: Callable[[Record], object] = lambda record: record) -> str:
    """How what a second run finds differs from what the pair expects. What has not changed need not be read again."""
    before = {record.key: record for record in await records(of, {piece: pair.before.read_bytes()})}
    after = await run(of, {piece: pair.after.read_bytes()}, lambda key: before[key].mark if key in before else None)
    assert [item for item in after if isinstance(item, Problem)] == []
    anew = {item.key: item for item in after if isinstance(item, Record)}
    found = {
        "added": anew.keys() - before.keys(),
        "changed": {key for key in anew.keys() & before.keys() if compared(anew[key]) != compared(before[key])},
        "removed": before.keys() - anew.keys() - {item.key for item in after if isinstance(item, Unchanged)},
    }
    return differences(found, {"added": pair.added, "changed": pair.changed, "removed": pair.removed})
