"""A monitor in a process of its own, that a test kills at any moment: one pass over a town, as `monitor poll` does it."""

import asyncio
import multiprocessing
from datetime import datetime
from multiprocessing.process import BaseProcess

from walk.town import Town

from monitor.running import poll_with
from monitor.service import opened
from monitor.settings import Settings

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["walk.killed"])


def begin(settings: Settings, town: Town, source: str, now: datetime) -> BaseProcess:
    """Start a pass; it ends by itself, or by a kill."""
    process = _processes.Process(target=_pass, args=(settings.model_dump(), town, source, now))
    process.start()
    return process


def _pass(settings: dict[str, object], town: Town, source: str, now: datetime) -> None:
    asyncio.run(_poll(Settings(**settings), town, source, now))


async def _poll(settings: Settings, town: Town, source: str, now: datetime) -> None:
    async with opened(settings, transport=town.transport(), clock=lambda: now) as service:
        await poll_with(service, [source], lambda _: None)
