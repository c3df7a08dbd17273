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
Site = Callable[[httpx.Request], str | int | None]


def built(platform: str, **options: Any) -> Source[Any]:
    return registry.build(platform, options, timezone="America/New_York", site="https://www.elm.example/")


async def run(of: Source[Any], site: Site, marks: Mapping[str, str | None] | None = None, *, back: int = 90) -> tuple[Batch, list[str]]:
    """What a run gives that looks so many days back, and what it asks; None from the site is a 404, a number that status."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return answered(site(request))

    web = Web(hosts=of.hosts, transport=httpx.MockTransport(answer), now=lambda: NOW)
    async with aclosing(of.records(web, NOW - timedelta(days=back), (marks or {}).get)) as batches:
        return [item async for batch in batches for item in batch], asked


def answered(body: str | int | None) -> httpx.Response:
    """The answer of a site that gives this."""
    if not isinstance(body, str):
        return httpx.Response(body or 404)
    return httpx.Response(200, html=body) if body.startswith("<") else httpx.Response(200, text=body)


def text(answer: Any) -> str:
    return str(answer.payload().decode())
