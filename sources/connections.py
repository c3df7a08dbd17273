"""Connections: a small pool of its own for each host, since the cost of a request grows with the pool it is in."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext

import httpcore
import httpx

from sources.guard import GuardedBackend, resolve
from sources.manners import Manners

IDLE = 20.0  # seconds that a connection without a request is kept
MOST = 64  # hosts with open connections

# These write whole addresses and header fields into the log, secrets too, as soon as somebody asks for DEBUG or INFO.
for _name in ("httpx", "httpcore", "hpack"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@cache
def _tls() -> SSLContext:
    return httpx.create_ssl_context()  # 20 ms each: one for all


class Guarded(httpx.AsyncHTTPTransport):
    """httpx's own transport, on a pool that connects to public addresses only."""

    def __init__(self, manners: Manners) -> None:
        super().__init__(verify=_tls())
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=_tls(),
            max_connections=4,
            max_keepalive_connections=1,
            keepalive_expiry=IDLE,
            network_backend=GuardedBackend(manners.allow, resolve=resolve),
        )


@dataclass(slots=True)
class _Open:
    transport: httpx.AsyncBaseTransport
    users: int = 0
    used_at: float = 0.0


class Connections:
    """The open connections by host. Where `keep` is off, each is closed after its request."""

    def __init__(self) -> None:
        self.keep = False
        self._open: dict[tuple[str, frozenset[str]], _Open] = {}

    @asynccontextmanager
    async def to(self, place: str, manners: Manners) -> AsyncIterator[httpx.AsyncBaseTransport]:
        """The transport to a "host:port", for one request."""
        key = (place, manners.allow)
        now = asyncio.get_running_loop().time()
        kept = self._open.get(key) or _Open(transport=Guarded(manners))
        if self.keep:
            self._open[key] = kept
        kept.users += 1
        try:
            yield kept.transport
        finally:
            kept.users -= 1
            kept.used_at = asyncio.get_running_loop().time()
            if self._open.get(key) is not kept:
                await kept.transport.aclose()
            await self._sweep(now)

    async def close(self) -> None:
        """Close all."""
        for key in list(self._open):
            await self._open.pop(key).transport.aclose()

    async def _sweep(self, now: float) -> None:
        unused = sorted((kept.used_at, key) for key, kept in self._open.items() if not kept.users)
        for place, (used_at, key) in enumerate(unused):
            if now - used_at > IDLE or len(unused) - place > MOST:
                await self._open.pop(key).transport.aclose()
