"""The whole service in a process of its own, with its pages, and its log in a file of the data folder."""

import asyncio
import logging
import multiprocessing
import os
import sys
from multiprocessing.process import BaseProcess
from typing import Any

from walk.running import Fast
from walk.world import Detour

from monitor.commands import logs
from monitor.running import run_service
from monitor.settings import Settings
from sources.source import Source

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["walk.served"])

LOG = "log"


def begin(settings: Settings, sources: dict[str, Source[Any]], port: int, clock: Fast) -> BaseProcess:
    """Start the service; `port` is that of the world. It ends by a signal."""
    process = _processes.Process(target=_run, args=(settings, sources, port, clock))
    process.start()
    return process


def _run(settings: Settings, sources: dict[str, Source[Any]], port: int, clock: Fast) -> None:
    os.dup2(os.open(settings.data / LOG, os.O_CREAT | os.O_APPEND | os.O_WRONLY), 2)
    sys.stderr = open(2, "w", buffering=1)  # noqa: SIM115  # a descriptor, to the end of the process
    logs.to_stderr(logging.INFO, as_json=True)
    asyncio.run(run_service(settings, catalog=sources, transport=Detour(port), clock=clock))
