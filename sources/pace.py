"""Pace: one request at a time to a host, some seconds between two, and none at all where it asked to be left alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from sources.connections import Connections
from sources.errors import Unavailable
from sources.robots import Rules

LONGEST_DEFERRAL = 900.0  # a Retry-After of days is honoured by asking again after 15 minutes


@dataclass(slots=True)
class Lane:
    """When one host may be asked again."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked_at: float = float("-inf")
    free_at: float = float("-inf")
    deferred_until: float = float("-inf")


class Pacer:
    """The pace of one process, shared by all its clients. Used as a context, it also keeps connections open."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self.clock = clock
        self.connections = Connections()
        self.rules: dict[str, Rules] = {}
        self._sleep = sleep
        self._lanes: dict[str, Lane] = {}

    @classmethod
    def hasty(cls) -> Self:
        """One that never waits: for tapes and for publishers who live in this process."""
        return cls(sleep=lambda _: asyncio.sleep(0))

    async def __aenter__(self) -> Self:
        self.connections.keep = True
        return self

    async def __aexit__(self, *_: object) -> None:
        self.connections.keep = False
        await self.connections.close()

    def lane(self, host: str) -> Lane:
        """What is known of a host ("host:port")."""
        return self._lanes.setdefault(host, Lane())

    def defer(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long, whoever wants to ask it."""
        lane = self.lane(host)
        lane.deferred_until = max(lane.deferred_until, self.clock() + min(seconds, LONGEST_DEFERRAL))

    @asynccontextmanager
    async def turn(self, host: str, pace: float, patience: float) -> AsyncIterator[None]:
        """The time of one request. Raises Unavailable where the host asked for more than `patience` seconds of rest."""
        lane = self.lane(host)
        async with lane.turn:
            await self._wait(lane, host, pace, patience)
            try:
                yield
            finally:
                lane.asked_at = self.clock()
                lane.free_at = lane.asked_at + pace

    async def _wait(self, lane: Lane, host: str, pace: float, patience: float) -> None:
        rest = lane.deferred_until - self.clock()
        if rest > patience:
            raise Unavailable(f"{host} asked to be left alone for another {rest:.0f} s", retry_after=timedelta(seconds=rest))
        seconds = max(lane.free_at, lane.asked_at + pace, lane.deferred_until) - self.clock()
        if seconds > 0:
            await self._sleep(seconds)
