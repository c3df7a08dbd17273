"""Pace: one request at a time to a host, some seconds between two, and none at all where it asked to be left alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, Self

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


class Gate(Protocol):
    """Holds the pace among several processes."""

    async def take(self, host: str, pace: float, patience: float) -> None:
        """Return when this process may ask the host. Raises Unavailable where it wants to be left alone for longer than `patience`."""

    async def leave(self, host: str, pace: float) -> None:
        """The request is over; others may ask after `pace` seconds."""

    async def defer(self, host: str, seconds: float) -> None:
        """The host wants to be left alone by all."""


class Pacer:
    """The pace of one process, shared by all its clients; with a `gate`, that of several.

    Used as a context, it also keeps connections open.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        gate: Gate | None = None,
    ) -> None:
        self.clock = clock
        self._gate = gate
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

    async def defer(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long, whoever wants to ask it."""
        lane, rest = self.lane(host), min(seconds, LONGEST_DEFERRAL)
        lane.deferred_until = max(lane.deferred_until, self.clock() + rest)
        if self._gate is not None:
            await self._gate.defer(host, rest)

    @asynccontextmanager
    async def turn(self, host: str, pace: float, patience: float) -> AsyncIterator[None]:
        """The time of one request. Raises Unavailable where the host asked for more than `patience` seconds of rest."""
        lane = self.lane(host)
        async with lane.turn:
            await self._wait(lane, host, pace, patience)
            if self._gate is not None:
                await self._gate.take(host, pace, patience)
            try:
                yield
            finally:
                lane.asked_at = self.clock()
                lane.free_at = lane.asked_at + pace
                if self._gate is not None:
                    await self._gate.leave(host, pace)

    async def _wait(self, lane: Lane, host: str, pace: float, patience: float) -> None:
        rest = lane.deferred_until - self.clock()
        if rest > patience:
            raise left_alone(host, rest)
        seconds = max(lane.free_at, lane.asked_at + pace, lane.deferred_until) - self.clock()
        if seconds > 0:
            await self._sleep(seconds)


def left_alone(host: str, seconds: float) -> Unavailable:
    """What is raised about a host that wants no request for so long."""
    return Unavailable(f"{host} asked to be left alone for another {seconds:.0f} s", retry_after=timedelta(seconds=seconds))
