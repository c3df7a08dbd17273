"""Mails that arrived at a real mail server, opened as a mail program shows them: nothing runs off a phone, everything can be reached."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from browser.conftest import Site
from extract.pdf_file import of_texts
from playwright.async_api import Browser
from walk.town import FACE, PLATES

from monitor import channels
from monitor.model import Cadence, Rhythm, Watch
from monitor.store import watches

CONTRACT = (
    "The city manager presented three offers for the system.\nThe vendor shall provide iris recognition cameras for the holding cells.\n"
    "The total shall not exceed $450,000.00 over five years."
)
PICTURES = ("at-once", "digest", "silence", "confirm")


def subscribe(connection: Any, site: Site, cadence: Cadence) -> None:
    """A reporter with one watch of three topics."""
    watches.set_hours(connection, "dana", "America/Chicago", None, site.monitor.now)
    url = channels.channel("dana@paper.example")
    channel = watches.put_channel(connection, "dana", "mail", url, trusted=True, now=site.monitor.now)
    topics = frozenset({"facial-recognition", "license-plate-readers", "iris"})
    watch = Watch(id=0, subscriber_id=0, name="Biometrics", topics=topics, channels=frozenset({channel}), rhythm=Rhythm(cadence=cadence))
    watches.put_watch(connection, "dana", watch, site.monitor.now)


async def at_once(site: Site) -> None:
    """An alert of an item, and of a contract attached to another."""
    await site.service.database.run(subscribe, site, Cadence.NOW)
    site.monitor.town.meet(4101, "Roll call", FACE, "Approve the contract with the vendor")
    site.monitor.town.attach(4101, 3, 701, "contract.pdf", of_texts("Agreement", CONTRACT))
    await site.poll()


async def digest(site: Site) -> None:
    """A day's records of several topics."""
    await site.service.database.run(subscribe, site, Cadence.DAILY)
    site.monitor.town.meet(4101, "Roll call", FACE)
    site.monitor.town.meet(4102, PLATES, day="2026-12-09")
    site.monitor.town.meet(4103, "Approve the contract with the vendor", day="2026-12-16")
    site.monitor.town.attach(4103, 1, 701, "contract.pdf", of_texts("Agreement", CONTRACT))
    await site.poll()
    site.monitor.wait(days=1, hours=2)
    await site.poll()


async def silence(site: Site) -> None:
    """The note after two weeks without a find."""
    await site.service.database.run(subscribe, site, Cadence.NOW)
    site.monitor.town.meet(4101, "Roll call")
    for _ in range(16):
        await site.poll()
        site.monitor.wait(days=1)


async def confirm(site: Site) -> None:
    """The mail that a sign-up is confirmed with."""
    import httpx
    from walk.test_signing_up import ask

    async with httpx.AsyncClient(base_url=site.url) as client:
        await ask(client)
    await site.poll()


@pytest.mark.parametrize("arrange", [at_once, digest, silence, confirm])
async def test_a_mail_can_be_read_on_a_phone_and_on_a_desk(site: Site, chromium: Browser, tmp_path: Path, arrange: Any) -> None:
    await arrange(site)
    mail = site.post.mails[-1]
    ended = mail["List-Unsubscribe"].strip("<>")
    assert (mail["List-Unsubscribe-Post"], ended in site.post.text()) == ("List-Unsubscribe=One-Click", True)
    html = mail.get_body(("html",))
    assert html is not None
    for width, name in ((390, "phone"), (900, "desk")):
        page = await (await chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=True)).new_page()
        await page.set_content(html.get_content())
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        assert (await Axe().run(page)).response["violations"] == []
        picture = tmp_path / f"{arrange.__name__}-{name}.png"
        await page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 5_000
        await page.context.close()
