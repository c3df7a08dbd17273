"""What readers do by the links in their messages: opened they ask, posted to they do it, and only for whom they were made."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from walk.conftest import SOURCE, Monitor
from walk.test_silence import START, subscribe
from walk.town import FACE, PLATES

from monitor.links import Deed, Signer
from monitor.service import opened
from monitor.web import application

BASE = "https://monitor.example"


@asynccontextmanager
async def browser(monitor: Monitor) -> AsyncIterator[httpx.AsyncClient]:
    """The pages of the monitor, without a network between."""
    async with opened(monitor.settings, catalog=monitor.sources, transport=monitor.town.transport(), clock=lambda: monitor.now) as service:
        transport = httpx.ASGITransport(app=application(service))
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            yield client


async def told(monitor: Monitor) -> Monitor:
    """A monitor with pages, of which a desk was told one alert."""
    monitor = monitor.but(notify=None, base_url=BASE, now=START)
    subscribe(monitor, "desk")
    monitor.town.meet(4101, FACE, matters=(55,))
    await monitor.poll()
    return monitor


def link(monitor: Monitor, words: str) -> str:
    found = re.search(rf"^{words}: (\S+)$", monitor.inbox.messages[-1]["message"], re.MULTILINE)
    assert found, monitor.inbox.messages[-1]["message"]
    return found[1]


async def test_opening_a_link_asks_and_does_nothing(monitor: Monitor) -> None:
    monitor = await told(monitor)
    async with browser(monitor) as client:
        for words in ("Not relevant", "Mute this matter", "Pause the watch", "Unsubscribe"):
            answer = await client.get(link(monitor, words))
            assert (answer.status_code, '<form method="post">' in answer.text) == (200, True)
    assert (monitor.count("mutes"), monitor.count("judgements"), monitor.count("suppressed")) == (0, 0, 0)
    assert monitor.rows("SELECT count(*) FROM watch_channels") == [(1,)]


async def test_a_matter_is_muted_by_its_link(monitor: Monitor) -> None:
    monitor = await told(monitor)
    async with browser(monitor) as client:
        for _ in range(2):  # a second click is no error
            assert (await client.post(link(monitor, "Mute this matter"))).status_code == 200
    assert monitor.rows("SELECT story FROM mutes") == [(f"{SOURCE} thread 55",)]
    monitor.wait(hours=2)
    monitor.town.meet(4101, f"Second reading: {FACE} in schools", matters=(55,))
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1


async def test_a_watch_is_paused_by_its_link(monitor: Monitor) -> None:
    monitor = await told(monitor)
    async with browser(monitor) as client:
        answer = await client.post(link(monitor, "Pause the watch"))
    assert "desk&#39;s watch" in answer.text
    monitor.wait(hours=2)
    monitor.town.meet(4102, PLATES)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1


async def test_unsubscribing_with_one_click_ends_everything_even_what_waits(monitor: Monitor) -> None:
    monitor = await told(monitor)
    address = link(monitor, "Unsubscribe")
    monitor.inbox.closed = True
    monitor.wait(hours=2)
    monitor.town.meet(4102, PLATES)
    await monitor.poll()
    async with browser(monitor) as client:
        answer = await client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert "You are unsubscribed" in answer.text
    monitor.inbox.closed = False
    monitor.wait(days=1)
    monitor.town.meet(4103, f"{FACE} in parks")
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1
    assert monitor.rows("SELECT state FROM alerts ORDER BY id") == [("sent",), ("dropped",)]
    assert monitor.count("suppressed") == 1


async def test_a_link_that_was_altered_or_made_by_another_monitor_does_nothing(monitor: Monitor) -> None:
    monitor = await told(monitor)
    good = link(monitor, "Unsubscribe")
    strange = Signer(b"another secret", BASE).url(Deed.UNSUBSCRIBE, 1)
    bad: list[Any] = [
        strange,
        good[:-1],
        good.replace("unsubscribe.1.", "unsubscribe.2."),
        f"{BASE}/do/",
        f"{BASE}/do/x.é.y",
        f"{BASE}/do/pause.1.",
    ]
    async with browser(monitor) as client:
        for address in bad:
            assert (await client.post(address)).status_code in (404, 405)
    assert monitor.rows("SELECT count(*) FROM watch_channels") == [(1,)]
