"""A source whose network is recordings, and what the manifests say of a list of meetings, taken from its records."""

from collections.abc import Callable, Iterable
from contextlib import aclosing
from datetime import UTC, date, datetime
from typing import Any

import httpx
from corpus.recordings import Pair

from sources import registry
from sources.model import LinkKind, Problem, Record, Unchanged
from sources.source import Batch, Known, Source
from sources.web import Web

EVER = datetime(1990, 1, 1, tzinfo=UTC)
LATER = datetime(2030, 1, 1, tzinfo=UTC)

Answer = Callable[[httpx.Request], bytes]


class Served(httpx.AsyncBaseTransport):
    """A site that answers each request with a recording."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=self.answer(request), headers={"content-type": "text/html; charset=utf-8"})


def source(platform: str, options: dict[str, Any], timezone: str = "America/New_York", site: str = "https://elm.example/") -> Source[Any]:
    """A source of a platform that is in no catalog."""
    return registry.build(platform, options, timezone=timezone, site=site)


async def run(
    of: Source[Any], answer: Answer | Served, known: Known = lambda _: None, *, now: datetime = LATER, since: datetime = EVER
) -> Batch:
    """Everything that one run gives, over all times."""
    web = Web(hosts=of.hosts, transport=answer if isinstance(answer, Served) else Served(answer), now=lambda: now)
    async with aclosing(of.records(web, since, known)) as batches:
        return [item async for batch in batches for item in batch]


async def read(of: Source[Any], answer: Answer, **given: Any) -> list[Record]:
    """The records of one run, in which nothing may be a problem."""
    found = await run(of, answer, **given)
    assert [item for item in found if not isinstance(item, Record)] == []
    return [item for item in found if isinstance(item, Record)]


def day(record: Record) -> date:
    """The day of a meeting."""
    return record.starts.date() if isinstance(record.starts, datetime) else record.starts or date.min


def attached(records: Iterable[Record], kind: LinkKind) -> int:
    """How many records have a document of that kind."""
    return sum(any(link.kind is kind for link in record.links) for record in records)


def compared(expected: dict[str, Any], actual: dict[str, Any]) -> str:
    """What differs, in words; only what `actual` has is compared."""
    wrong = {name: (expected[name], value) for name, value in actual.items() if expected[name] != value}
    return "; ".join(f"{name} is {value!r}, expected {should!r}" for name, (should, value) in wrong.items())


async def came_and_changed(pair: Pair, runs: Callable[[Any, Known], Any]) -> str:
    """How what a second run finds differs from what the pair says; `runs` gives the batch of a file."""
    before = {item.key: item for item in await runs(pair.before, lambda _: None) if isinstance(item, Record)}
    after = await runs(pair.after, lambda key: before[key].mark if key in before else None)
    assert [item for item in after if isinstance(item, Problem)] == []
    seen = {item.key for item in after if isinstance(item, Record | Unchanged)}
    changed = {item.key for item in after if isinstance(item, Record) and item.key in before and item != before[item.key]}
    actual = {"added": seen - before.keys(), "removed": before.keys() - seen, "changed": changed}
    expected = {"added": pair.added, "removed": pair.removed, "changed": pair.changed}
    wrong = {name: (sorted(expected[name]), sorted(ids)) for name, ids in actual.items() if expected[name] != ids}
    return "; ".join(f"{name} is {ids}, expected {should}" for name, (should, ids) in wrong.items())
