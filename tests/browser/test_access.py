"""Every page, wide and narrow, light and dark, passes what axe checks of WCAG 2.2 AA, needs no sideways scrolling, and is small."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from axe_playwright_python.async_playwright import Axe
from browser.conftest import Site
from playwright.async_api import Browser, Page
from walk.conftest import SOURCE
from walk.town import FACE, PLATES

from monitor.model import Watch
from monitor.store import sources as states
from monitor.store import tokens, watches
from monitor.store.database import Connection
from monitor.store.tokens import Grant
from monitor.tickets import Purpose
from monitor.web.sessions import COOKIE, OPERATOR

PATHS = (
    "/",
    "/search?q=recognition",
    "/search?q=(recognition+OR+readers)+topic:facial-recognition+kind:meeting",
    "/search?q=(",
    "/topics",
    "/topics/facial-recognition",
    "/vendors/nec",
    "/places/us-zz",
    "/places/us-zz-springhaven",
    "/thread?source=us-zz-springhaven&name=55",
    "/about",
    "/privacy",
    "/records/1",
    "/watch",
    "/watch/preview?q=recognition",
    "/calendar",
    "/sources",
    "/status",
    "/mine",
    "/ledger",
)
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LOOKS: tuple[dict[str, Any], ...] = (
    {"viewport": {"width": 1100, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
)
LARGEST = 100_000  # bytes


async def wrong(page: Page) -> list[str]:
    """What axe finds, each with the first place of it."""
    found = (await Axe().run(page, options=RULES)).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


async def faults(site: Site, chromium: Browser, paths: Sequence[str], session: str = "") -> dict[str, list[str]]:
    """What is wrong with each of these pages, in each look."""
    found = {}
    for look in LOOKS:
        context = await chromium.new_context(**look)
        if session:
            await context.add_cookies([{"name": COOKIE, "value": session, "url": site.url}])
        page = await context.new_page()
        for path in paths:
            answer = await page.goto(f"{site.url}{path}")
            assert answer is not None
            wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            sideways = [f"{wide} pixels too wide"] if wide > 0 else []
            large = [f"{size} bytes"] if (size := len(await answer.body())) > LARGEST else []
            found[f"{path} at {look['viewport']['width']}"] = [*await wrong(page), *sideways, *large]
        await context.close()
    return {where: what for where, what in found.items() if what}


async def test_no_page_keeps_anybody_out(site: Site, chromium: Browser) -> None:
    site.monitor.town.meet(4101, "Roll call", FACE, matters=(None, 55))
    site.monitor.town.meet(4102, PLATES, FACE, matters=(54, 55))
    await site.poll()
    assert await faults(site, chromium, [*PATHS, "/operator", *(f"/es{path}" for path in PATHS)]) == {}


async def test_no_page_of_ones_own_does_either(site: Site, chromium: Browser) -> None:
    now, service = site.monitor.now, site.service
    assert service.tickets is not None

    def settle(connection: Connection) -> int:
        reader = watches.subscriber(connection, "dana", now)
        channel = watches.put_channel(connection, "dana", "mail", "mail://dana@paper.example", trusted=False, now=now)
        watch = Watch(id=0, subscriber_id=0, name="faces", query="recognition", channels=frozenset({channel}))
        watches.put_watch(connection, "dana", watch, now)
        tokens.issue(connection, reader, "a program", [Grant.ALERTS], now)
        states.pause(connection, SOURCE, "a program", now)
        return reader

    reader = await service.database.run(settle)
    session = service.tickets.issue(Purpose.SESSION, str(reader), now + timedelta(days=1))
    mine = ("/mine", "/mine/programs", "/groups")
    assert await faults(site, chromium, [*mine, *(f"/es{path}" for path in mine)], session) == {}
    session = service.tickets.issue(Purpose.SESSION, OPERATOR, now + timedelta(days=1))
    operators = ("/operator", f"/operator/sources/{SOURCE}")
    assert await faults(site, chromium, [*operators, *(f"/es{path}" for path in operators)], session) == {}
