"""The sites of all towns, served by one process on loopback: python -m simulated.publishers PORT LATENCY BROKEN

LATENCY is in seconds for each answer. Every BROKEN-th town answers 503 to everything. Requests say by X-World-Host whom they mean.
POST /publish?towns=N lets the first N towns that work publish a meeting with an item that is watched for; GET /asked tells how many
requests there were; GET /page/N is a page of 50 kB.
"""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import uvicorn

from simulated import towns
from simulated.towns import Meeting

TOWN = re.compile(r"town(\d+)")
FILE = re.compile(r"/(\d+)_A_Agenda\.pdf$")
STORED = re.compile(r"/MEET-Agenda-([0-9a-f]{8})")  # all of Municode's files are on one host
PAGE = re.compile(r"/page/(\d+)$")
ITEMS = re.compile(r"/events/(\d+)/eventitems", re.IGNORECASE)

Message = MutableMapping[str, Any]
Answer = tuple[int, bytes, str]


class World:
    """All towns. An ASGI application."""

    def __init__(self, latency: float, broken: int) -> None:
        self.latency = latency
        self.broken = broken
        self.news: frozenset[int] = frozenset()
        self.asked = 0
        self.today = datetime.now(UTC).date()

    async def __call__(
        self, scope: Mapping[str, Any], _receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """Answer a request."""
        headers = dict(scope["headers"])
        host = headers.get(b"x-world-host", b"").decode()
        status, body, media_type = await self._site(host, scope["path"]) if host and not PAGE.match(scope["path"]) else self._control(scope)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", media_type.encode())]})
        await send({"type": "http.response.body", "body": body})

    def _control(self, scope: Mapping[str, Any]) -> Answer:
        if page := PAGE.match(scope["path"]):
            return 200, towns.page(int(page[1]), self.today), "text/html; charset=utf-8"
        if scope["path"] == "/publish":
            wanted = int(parse_qs(scope["query_string"].decode())["towns"][0])
            working = (town for town in range(1_000_000) if not self._is_broken(town))
            self.news = frozenset(next(working) for _ in range(wanted))
        return 200, f"{self.asked}".encode(), "text/plain"

    async def _site(self, host: str, path: str) -> Answer:
        self.asked += 1
        await asyncio.sleep(self.latency)
        stored = STORED.search(path)
        if not (found := TOWN.search(host) or TOWN.search(path) or stored):
            return 404, b"no such host", "text/plain"
        town = int(stored[1], 16) // 100 if stored else int(found[1])
        if self._is_broken(town):
            return 503, b"Service Unavailable", "text/plain"
        listed = towns.meetings(town, self.today, news=town in self.news)
        if stored or (file := FILE.search(path)):
            event = int(stored[1], 16) if stored else int(file[1])
            return 200, towns.agenda_file(_numbered(listed, event)), "application/pdf"
        if items := ITEMS.search(path):
            return 200, towns.agenda_items(town, _numbered(listed, int(items[1]))), "application/json"
        return 200, *towns.listing(town, listed)

    def _is_broken(self, town: int) -> bool:
        return town % self.broken == self.broken - 1


def _numbered(listed: list[Meeting], event: int) -> Meeting:
    return next(meeting for meeting in listed if meeting.number == event % 100)


if __name__ == "__main__":
    port, latency, broken = sys.argv[1:]
    world = World(float(latency), int(broken))
    uvicorn.run(world, port=int(port), lifespan="off", log_level="warning", access_log=False)  # type: ignore[arg-type]
