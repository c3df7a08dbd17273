"""One run of a source over recorded answers, however it ends."""

from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from sources.errors import SourceError
from sources.model import Problem, Record
from sources.source import Source
from sources.web import Web

SINCE, NOW = datetime(1990, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
Answering = Callable[[httpx.Request], httpx.Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of it. `error` is how it ended, where it did not end well."""

    records: list[Record]
    problems: list[Problem]
    error: SourceError | None = None


async def read(source: Source[Any], answering: Answering | bytes, *, since: datetime = SINCE) -> Reading:
    """A run whose network is a function, or one body for every request."""
    answer = answering if callable(answering) else lambda _: httpx.Response(200, content=answering)
    web = Web(hosts=source.hosts, transport=httpx.MockTransport(answer), now=lambda: NOW)
    items: list[object] = []
    error = None
    try:
        async with aclosing(source.records(web, since, lambda _: None)) as batches:
            async for batch in batches:
                items += batch
    except SourceError as raised:
        error = raised
    records = [item for item in items if isinstance(item, Record)]
    return Reading(records=records, problems=[item for item in items if isinstance(item, Problem)], error=error)


def differences(actual: Mapping[str, object], expected: Mapping[str, object]) -> str:
    """Where what was read is not what was expected, in words; nothing where it is."""
    unlike = {key: value for key, value in actual.items() if value != expected[key]}
    return "; ".join(f"{key} is {value!r}, expected {expected[key]!r}" for key, value in unlike.items())
