"""A group in a real browser, with and without JavaScript: it triages with the keyboard, and every signed-in page passes axe."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from browser.conftest import Site
from browser.test_access import LOOKS, wrong
from browser.test_reader import link
from playwright.async_api import Browser, BrowserContext, Locator, Page
from walk.town import FACE

DANA, LEE = "dana@paper.example", "lee@paper.example"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


async def follow(page: Page, what: Locator) -> None:
    """Click, and wait for the page that it leads to."""
    async with page.expect_navigation():
        await what.click()


async def press(page: Page, key: str) -> None:
    """The same with a key."""
    async with page.expect_navigation():
        await page.keyboard.press(key)


async def sign_up(site: Site, page: Page, email: str) -> None:
    """A watch of one's own, confirmed: whoever has one is signed in."""
    await page.goto(f"{site.url}/watch/preview?q=parrots")
    await page.get_by_label("Your e-mail address").fill(email)
    await follow(page, page.get_by_role("button", name="Be told"))
    await site.poll()
    await page.goto(link(site, "confirm"))
    await follow(page, page.get_by_role("button", name="Begin the watch"))


async def begin(site: Site, page: Page) -> None:
    """A group with a watch, by its pages alone."""
    await page.goto(f"{site.url}/mine")
    await follow(page, page.get_by_role("link", name="Your groups"))
    await page.get_by_label("What it is called").fill("The privacy desk")
    await page.get_by_label("Your name, as the others see it").fill("Dana")
    await follow(page, page.get_by_role("button", name="Begin the group"))
    await follow(page, page.get_by_role("link", name="Share a watch"))
    await page.get_by_label("Facial recognition", exact=True).check()
    await follow(page, page.get_by_role("button", name="See what it would have found"))
    await follow(page, page.get_by_role("button", name="Share the watch"))
    assert await page.get_by_role("heading", name="Facial recognition").is_visible()


async def invite(site: Site, owner: Page, guest: Page) -> None:
    """Lee is invited, and joins by the mail."""
    await owner.get_by_label("Name", exact=True).fill("Lee")
    await owner.get_by_label("E-mail address").fill(LEE)
    await follow(owner, owner.get_by_role("button", name="Invite"))
    await site.poll()
    await guest.goto(link(site, "join"))
    await guest.get_by_label("Tell me by mail").uncheck()
    await follow(guest, guest.get_by_role("button", name="Join the group"))
    assert await guest.get_by_role("heading", name="Inbox of The privacy desk").is_visible()


@asynccontextmanager
async def a_desk(site: Site, chromium: Browser, *, scripts: bool) -> AsyncIterator[tuple[Page, Page]]:
    """The pages of Dana and of Lee, whose group has four open hits."""
    contexts = [await chromium.new_context(java_script_enabled=scripts) for _ in range(2)]
    dana, lee = [await context.new_page() for context in contexts]
    await sign_up(site, dana, DANA)
    await begin(site, dana)
    await invite(site, dana, lee)
    site.monitor.wait(hours=2)
    site.monitor.town.meet(4102, FACE, "Facial recognition in parks", "Facial recognition at the library", "Facial recognition budget")
    await site.poll()
    yield dana, lee
    for context in contexts:
        await context.close()


async def focused(page: Page) -> str:
    """The passage of the hit that has the focus."""
    return str(await page.evaluate("document.activeElement.closest('article.item')?.querySelector('p:not(.small)').textContent ?? ''"))


async def passages(page: Page) -> list[str]:
    return await page.locator("article.item > p:not(.small):not(.stand)").all_text_contents()


async def test_a_group_triages_with_the_keyboard(site: Site, chromium: Browser) -> None:
    async with a_desk(site, chromium, scripts=True) as (dana, lee):
        await follow(dana, dana.get_by_role("link", name="To the inbox"))
        assert len(await passages(dana)) == 4
        await dana.keyboard.press("j")
        first, second, third, fourth = await passages(dana)
        assert await focused(dana) == first
        await dana.keyboard.press("j")
        await dana.keyboard.press("k")
        await press(dana, "r")
        assert (await passages(dana), await focused(dana)) == ([second, third, fourth], second)

        await dana.keyboard.press("x")
        await dana.keyboard.press("o")  # in the list of reasons, letters choose: "Only mentioned in passing"
        await press(dana, "Enter")
        assert (await passages(dana), await focused(dana)) == ([third, fourth], third)

        await dana.keyboard.press("a")
        await dana.keyboard.press("L")
        await press(dana, "Enter")
        assert await focused(dana) == third
        await dana.keyboard.press("n")
        await dana.keyboard.type("Is this the same vendor as in 2020? j k r x")
        await press(dana, "Control+Enter")
        await dana.keyboard.press("/")
        await dana.keyboard.type("nothing that is there")
        await dana.keyboard.press("Escape")
        assert await focused(dana) == third

        await lee.goto(f"{lee.url.partition('?')[0]}?show=mine")
        assert await passages(lee) == [third]
        assert await lee.get_by_text("Is this the same vendor as in 2020?").is_visible()
        await follow(lee, lee.get_by_role("link", name=re.compile("Not relevant")))
        assert await lee.get_by_text("Dana: not relevant · Only mentioned in passing").is_visible()
        await lee.keyboard.press("j")
        await press(lee, "u")
        assert await passages(lee) == []
        assert site.monitor.rows("SELECT verdict, count(*) FROM inbox GROUP BY verdict ORDER BY verdict") == [("open", 3), ("relevant", 1)]


async def test_the_keys_are_listed_and_can_be_turned_off(site: Site, chromium: Browser) -> None:
    async with a_desk(site, chromium, scripts=True) as (dana, _):
        await follow(dana, dana.get_by_role("link", name="To the inbox"))
        await dana.keyboard.press("?")
        assert await dana.get_by_role("dialog", name="Keys").is_visible()
        assert await wrong(dana) == []
        await dana.get_by_label("Single letters do this").uncheck()
        await dana.keyboard.press("Escape")
        await dana.keyboard.press("j")
        assert await focused(dana) == ""
        await dana.reload()
        await dana.keyboard.press("j")
        assert await focused(dana) == ""
        await dana.get_by_role("button", name="Keys (?)").click()
        await dana.get_by_label("Single letters do this").check()
        await dana.get_by_role("button", name="Close").click()
        await dana.keyboard.press("j")
        assert await focused(dana) != ""


async def test_a_group_triages_without_scripts_by_tab_and_enter(site: Site, chromium: Browser) -> None:
    async with a_desk(site, chromium, scripts=False) as (dana, lee):
        await follow(dana, dana.get_by_role("link", name="To the inbox"))
        first, second, *_ = await passages(dana)
        await tab_to(dana, "Relevant")
        await press(dana, "Enter")
        assert (await passages(dana))[0] == second
        await tab_to(dana, "Not relevant…")
        await dana.keyboard.press("Enter")
        await tab_to(dana, "Not relevant")
        await press(dana, "Enter")
        assert len(await passages(dana)) == 2
        item = dana.locator("article.item").first
        await item.locator("summary", has_text="Assign").click()
        await item.get_by_label("To").select_option("Lee")
        await follow(dana, item.get_by_role("button", name="Assign"))
        await item.locator("summary", has_text="Note").click()
        await item.get_by_label("A note for the others").fill("Lee, please ask the clerk.")
        await follow(dana, item.get_by_role("button", name="Add the note"))
        await lee.goto(f"{lee.url.partition('?')[0]}?show=mine")
        assert len(await passages(lee)) == 1
        assert await lee.get_by_text("Lee, please ask the clerk.").is_visible()
        await follow(lee, lee.get_by_role("link", name=re.compile("^Relevant")))
        assert await passages(lee) == [first]


async def tab_to(page: Page, words: str) -> None:
    """Press Tab until something that says exactly this has the focus, inside a hit."""
    said = "document.activeElement.closest('article.item') ? document.activeElement.textContent.trim() : ''"
    for _ in range(80):
        await page.keyboard.press("Tab")
        if await page.evaluate(said) == words:
            return
    raise AssertionError(f"{words!r} is not reached by Tab")


SIGNED_IN = (
    "/mine",
    "/mine/programs",
    "/watch/preview?q=recognition",
    "/groups",
    "/groups/{group}",
    "/groups/{group}/inbox",
    *(f"/groups/{{group}}/inbox?show={sort}" for sort in ("mine", "relevant", "irrelevant")),
    "/groups/{group}/inbox?mute=1",
    "/groups/{group}/inbox?q=nowhere",
)


async def test_no_page_of_who_is_signed_in_keeps_anybody_out(site: Site, chromium: Browser) -> None:
    async with a_desk(site, chromium, scripts=True) as (dana, _):
        await follow(dana, dana.get_by_role("link", name="To the inbox"))
        inbox = dana.url
        await dana.keyboard.press("j")
        await press(dana, "r")
        await dana.keyboard.press("x")
        await dana.keyboard.press("N")
        await press(dana, "Enter")
        await dana.goto(inbox)
        await dana.keyboard.press("j")
        await dana.keyboard.press("n")
        await dana.keyboard.type("A note")
        await press(dana, "Control+Enter")
        group = re.search(r"groups/(\d+)/", inbox)
        assert group
        found = {}
        for look in LOOKS:
            context = await chromium.new_context(**look)
            await context.add_cookies(await dana.context.cookies())
            found |= await looked_at(site, context, [path.format(group=group[1]) for path in SIGNED_IN])
            await context.close()
        assert {where: what for where, what in found.items() if what} == {}


async def test_the_operators_pages_and_an_invitation_keep_nobody_out(site: Site, chromium: Browser) -> None:
    site.monitor.town.meet(4101, FACE)
    await site.poll()
    site.monitor.town.weather = "redesigned"
    site.monitor.wait(hours=13)
    await site.poll()
    context = await chromium.new_context()
    page = await context.new_page()
    await page.goto(f"{site.url}/operator")
    await page.get_by_label("Token").fill("a-token-of-this-test-alone")
    await follow(page, page.get_by_role("button", name="Sign in"))
    found = await looked_at(site, context, ["/operator", "/operator/sources/us-zz-springhaven"])
    site.monitor.town.weather = "fine"
    owner = await (await chromium.new_context()).new_page()
    await sign_up(site, owner, DANA)
    await begin(site, owner)
    await owner.get_by_label("Name", exact=True).fill("Lee")
    await owner.get_by_label("E-mail address").fill(LEE)
    await follow(owner, owner.get_by_role("button", name="Invite"))
    await site.poll()
    found |= await looked_at(site, owner.context, ["/groups", owner.url.removeprefix(site.url), link(site, "join").removeprefix(site.url)])
    assert {where: what for where, what in found.items() if what} == {}


async def looked_at(site: Site, context: BrowserContext, paths: list[str]) -> dict[str, list[str]]:
    """What is wrong with these pages, as this reader sees them: by axe, by width, by size; each menu of a hit unfolded."""
    page, found = await context.new_page(), {}
    for path in paths:
        answer = await page.goto(f"{site.url}{path}")
        assert answer is not None
        assert answer.status == 200, path
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        size = page.viewport_size
        wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        sideways = [f"{wide} pixels too wide"] if wide > 0 else []
        large = [f"{length} bytes"] if (length := len(await answer.body())) > 100_000 else []
        found[f"{path} at {size and size['width']}"] = [*await wrong(page), *sideways, *large]
    return found
