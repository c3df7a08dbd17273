"""Web, the polite client: the only way out to the network, the only import of httpx."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from sources.errors import Blocked, Gone, Moved, Refused, Unavailable
from sources.page import Page

T = TypeVar("T")
Query = Mapping[str, str | int]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Web:
    """A client for the declared hosts of one source."""

    hosts: frozenset[str]
    transport: httpx.AsyncBaseTransport | None = None
    now: Callable[[], datetime] = field(default=_now)

    async def get(
        self, url: str, query: Query | None = None, *, headers: Mapping[str, str] | None = None, secret: Query | None = None
    ) -> Page:
        """The page at a URL of a declared host. `secret` joins the query on the wire and is shown nowhere."""
        return await self._ask("GET", url, query, headers, secret, None)

    async def post(self, url: str, body: Any, *, headers: Mapping[str, str] | None = None) -> Page:
        """The answer to a JSON body."""
        return await self._ask("POST", url, None, headers, None, body)

    async def json(
        self,
        url: str,
        query: Query | None = None,
        *,
        shape: type[T],
        headers: Mapping[str, str] | None = None,
        secret: Query | None = None,
    ) -> T:
        """`get`, decoded as JSON of the given outermost type, off the event loop."""
        page = await self.get(url, query, headers=headers, secret=secret)
        return await asyncio.to_thread(page.json, shape)

    async def _ask(
        self, method: str, url: str, query: Query | None, headers: Mapping[str, str] | None, secret: Query | None, body: Any
    ) -> Page:
        shown = str(httpx.URL(url, params={**dict(httpx.URL(url).params), **(query or {})})) if query else url
        if urlsplit(url).hostname not in self.hosts:
            raise Refused("not a host that this source declares", url=shown)
        wire = httpx.URL(shown).copy_merge_params(dict(secret)) if secret else httpx.URL(shown)
        async with httpx.AsyncClient(transport=self.transport, follow_redirects=False) as client:
            try:
                answer = await client.request(method, wire, headers=dict(headers or {}), json=body)
            except httpx.TransportError as error:
                raise Unavailable(f"{type(error).__name__}: {error}", url=shown) from error
        self._name_failure(answer, shown)
        return Page(url=shown, status=answer.status_code, headers=dict(answer.headers), body=answer.content, fetched_at=self.now())

    def _name_failure(self, answer: httpx.Response, url: str) -> None:
        status = answer.status_code
        if status == 429 or status >= 500:
            raise Unavailable(f"answered {status}", url=url)
        if status in (401, 403):
            raise Blocked(f"answered {status}", url=url)
        if status in (404, 410):
            raise Gone(f"answered {status}", url=url)
        if 300 <= status < 400:
            raise Moved(f"redirects to {answer.headers.get('location')}", url=url)
