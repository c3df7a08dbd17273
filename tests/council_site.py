"""One run of a council against a site that a function is: what a run gives, and what it asks."""

from collections.abc import Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from sources import registry
from sources.source import Batch, Source
from sources.web import Web

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
Site = Callable[[httpx.Request], str | None]


def built(platform: str, **options: Any) -> Source[Any]:
    return registry.build(platform, options, timezone="America/New_York", site="https://www.elm.example/")


async def run(of: Source[Any], site: Site, marks: Mapping[str, str | None] | None = None) -> tuple[Batch, list[str]]:
    """What a run gives and what it asks; None from the site is a 404."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        body = site(request)
        return httpx.Response(404) if body is None else httpx.Response(200, text=body)

    web = Web(hosts=of.hosts, transport=httpx.MockTransport(answer), now=lambda: NOW)
    async with aclosing(of.records(web, NOW - timedelta(days=90), (marks or {}).get)) as batches:
        return [item async for batch in batches for item in batch], asked


def text(answer: Any) -> str:
    return str(answer.payload().decode())
