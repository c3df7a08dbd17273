"""One run of a source over a transport that stands in for its publisher, however it ends."""

from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from sources.errors import SourceError
from sources.source import Batch, Known, Source
from sources.web import Web

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Ended = tuple[Batch, SourceError | None]


async def run(
    transport: httpx.AsyncBaseTransport,
    source: Source[Any],
    known: Known = lambda _: None,
    *,
    now: datetime = NOW,
    back: timedelta = timedelta(days=2),
) -> Ended:
    """What a run gives that reads so far back, and the error in which it ends, if any."""
    web = Web.of(source, transport=transport, now=lambda: now)
    items: Batch = []
    try:
        async with aclosing(source.records(web, now - back, known)) as batches:
            async for batch in batches:
                items += batch
    except SourceError as error:
        return items, error
    return items, None
