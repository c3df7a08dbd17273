"""A monitor in a process of its own, that a test kills at any moment: one pass over a town, as `monitor poll` does it."""

import asyncio
import multiprocessing
from datetime import datetime
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

import httpx

from monitor.running import poll_with
from monitor.service import opened
from monitor.settings import Settings
from sources.source import Source

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["walk.killed"])


class Place(Protocol):
    """What publishes: a town, or a portal."""

    def transport(self) -> httpx.MockTransport: ...


def begin(settings: Settings, town: Place, sources: dict[str, Source[Any]], now: datetime) -> BaseProcess:
    """Start a pass; it ends by itself, or by a kill."""
    process = _processes.Process(target=_pass, args=(settings, town, sources, now))
    process.start()
    return process


def _pass(settings: Settings, town: Place, sources: dict[str, Source[Any]], now: datetime) -> None:
    asyncio.run(_poll(settings, town, sources, now))


async def _poll(settings: Settings, town: Place, sources: dict[str, Source[Any]], now: datetime) -> None:
    async with opened(settings, catalog=sources, transport=town.transport(), clock=lambda: now) as service:
        await poll_with(service, list(sources), lambda _: None)
