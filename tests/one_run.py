"""One whole run of a source against a transport that stands in for the network: what came, and how it ended."""

from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from sources.errors import SourceError
from sources.source import Known, Source
from sources.web import Web

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
Ended = tuple[list[Any], SourceError | None]


async def run(
    source: Source[Any],
    site: httpx.AsyncBaseTransport,
    known: Known = lambda _: None,
    *,
    now: datetime = NOW,
    back: timedelta = timedelta(days=9),
) -> Ended:
    """The records, problems and known keys in order, and the error that ended the run, if one did. It reads so far `back`."""
    web = Web.of(source, transport=site, now=lambda: now)
    items: list[Any] = []
    try:
        async with aclosing(source.records(web, now - back, known)) as batches:
            async for batch in batches:
                items += batch
    except SourceError as error:
        return items, error
    return items, None
