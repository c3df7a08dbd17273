"""One process of the monitor in the world: until SIGTERM.

python -m simulated.worker DATABASE FOLDER towns|pages NUMBER WORLD-PORT INBOX-URL
"""

import asyncio
import logging
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import structlog
from pydantic import SecretStr

from monitor.running import working
from monitor.service import opened
from monitor.settings import Settings
from simulated import towns
from sources.source import Source


class Loopback(httpx.AsyncBaseTransport):
    """Leads every request to the world, with a header that says whom it was meant for."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=32, max_keepalive_connections=16))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["X-World-Host"] = request.url.host
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Nothing: the service closes its transport after each source, and connections are to be kept."""


async def work(settings: Settings, catalog: Mapping[str, Source[Any]], port: int) -> None:
    """Poll, read and send until told to stop."""
    stopped = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    alone = settings.database is None
    async with opened(settings, catalog=catalog, transport=Loopback(port), alone=alone) as service, working(service):
        await stopped.wait()


def main() -> None:
    """Read the arguments and work."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    database, folder, kind, number, port, inbox = sys.argv[1:]
    catalog = {"towns": towns.sources, "pages": towns.pages}[kind](int(number))
    settings = Settings(
        data=Path(folder) / "data",
        config=Path(folder) / "config",
        database=None if database.startswith("sqlite") else SecretStr(database),
        notify=SecretStr(inbox),
        allow=("127.0.0.1",),
        polls=16,
        tick_seconds=0.25,
    )
    asyncio.run(work(settings, catalog, int(port)))


if __name__ == "__main__":
    main()
