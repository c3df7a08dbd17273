"""A monitor whose pages are served on loopback, and Debian's Chromium to visit them; skipped with a word where there is none."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Browser, async_playwright
from pydantic import SecretStr
from walk.conftest import SOURCE, Monitor, a_monitor
from walk.inbox import inbox
from walk.mail import Post, mailing

from monitor.running import poll_with
from monitor.service import Service, opened
from monitor.web import application


@dataclass(kw_only=True)
class Site:
    """A monitor that runs, with its pages at `url`."""

    url: str
    monitor: Monitor
    service: Service
    post: Post

    async def poll(self) -> None:
        """Have the town read, and what is due sent."""
        await poll_with(self.service, [SOURCE], lambda _: None)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    port = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{port.getsockname()[1]}"
    with inbox() as letters:
        async with mailing(a_monitor(f"sqlite:///{tmp_path / 'monitor.db'}", tmp_path, letters)) as (bare, post):
            monitor = bare.but(now=bare.now, base_url=url, operator_token=SecretStr("a-token-of-this-test-alone"))
            async with serving(monitor, port) as service:
                yield Site(url=url, monitor=monitor, service=service, post=post)


@asynccontextmanager
async def serving(monitor: Monitor, port: socket.socket) -> AsyncIterator[Service]:
    """The service of a monitor, with its pages on this port."""
    catalog, network = monitor.sources, monitor.town.transport()
    async with opened(monitor.settings, catalog=catalog, transport=network, clock=lambda: monitor.now) as service:
        server = uvicorn.Server(uvicorn.Config(application(service), log_config=None, access_log=False, lifespan="off"))
        served = asyncio.create_task(server._serve(sockets=[port]))  # without its handlers of signals, which are the test's
        yield service
        server.should_exit = True
        await served
