"""A worker or a scheduler in a process of its own, under a clock that runs fast, to be killed at any moment."""

import asyncio
import multiprocessing
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from typing import Any

from walk.world import Detour

from monitor import serving, work_shared
from monitor.running import working
from monitor.service import opened
from monitor.settings import Settings
from sources.source import Source

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["walk.running"])

STALLED = 12.0  # seconds until the job of a killed worker is put back; a living one is heard every ten


@dataclass(frozen=True, slots=True, kw_only=True)
class Fast:
    """A clock that all processes share: `speed` of its seconds to one of the machine's."""

    began: float
    start: datetime
    speed: float

    def __call__(self) -> datetime:
        """What it shows."""
        return self.start + timedelta(seconds=(time.time() - self.began) * self.speed)


def clock(start: datetime, speed: float) -> Fast:
    """A clock that shows `start` now."""
    return Fast(began=time.time(), start=start.astimezone(UTC), speed=speed)


def begin(
    settings: Settings, sources: dict[str, Source[Any]], port: int, clock: Fast, only: frozenset[str] = frozenset()
) -> tuple[BaseProcess, Event]:
    """Start a worker, which ends by a signal; and what is set when it works."""
    ready = _processes.Event()
    process = _processes.Process(target=_run, args=(settings, sources, port, clock, only, ready))
    process.start()
    return process, ready


def _run(settings: Settings, sources: dict[str, Source[Any]], port: int, clock: Fast, only: frozenset[str], ready: Event) -> None:
    work_shared.STALLED_SECONDS = STALLED
    asyncio.run(_work(settings, sources, port, clock, only, ready))


async def _work(settings: Settings, sources: dict[str, Source[Any]], port: int, clock: Fast, only: frozenset[str], ready: Event) -> None:
    stopped = asyncio.Event()
    serving.when_told(stopped.set)
    async with opened(settings, catalog=sources, transport=Detour(port), clock=clock, alone=False) as service, working(service, only):
        ready.set()
        await stopped.wait()
