"""A reader in a real browser, with and without JavaScript: from the first page to a confirmed watch, its first alert, and the end of it."""

import re

import pytest
from browser.conftest import Site
from playwright.async_api import Browser
from walk.town import FACE, PLATES


def link(site: Site, page: str) -> str:
    found = re.search(rf"{re.escape(site.url)}/{page}[/.]\S+", site.post.text())
    assert found, site.post.text()
    return found[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_a_reader_signs_up_is_told_and_ends_it(site: Site, chromium: Browser, scripts: bool) -> None:
    site.monitor.town.meet(4101, FACE)
    await site.poll()
    page = await (await chromium.new_context(java_script_enabled=scripts)).new_page()
    await page.goto(site.url)
    await page.get_by_role("link", name="Be told").click()
    await page.get_by_label("Facial recognition", exact=True).check()
    await page.get_by_role("button", name="See what it would have found").click()
    assert await page.get_by_text("This would have found 1 record in 90 days").is_visible()
    await page.get_by_label("Your e-mail address").fill("dana@paper.example")
    await page.get_by_role("button", name="Be told").click()
    assert await page.get_by_role("heading", name="Look into your mail").is_visible()

    await site.poll()
    await page.goto(link(site, "confirm"))
    await page.get_by_role("button", name="Begin the watch").click()
    assert await page.get_by_role("heading", name="The watch has begun").is_visible()

    site.monitor.wait(hours=2)
    site.monitor.town.meet(4102, f"Second reading: {FACE}")
    await site.poll()
    assert len(site.post.mails) == 2
    await page.goto(link(site, "alerts"))
    assert "facial recognition" in await page.locator("mark").all_text_contents()

    await page.goto(f"{site.url}/mine")
    assert await page.get_by_role("heading", name="Facial recognition").is_visible()
    await page.goto(link(site, "do/unsubscribe"))
    await page.get_by_role("button", name="Unsubscribe").click()
    assert await page.get_by_text("You are unsubscribed").is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_an_operator_finds_a_broken_source_and_runs_it_again(site: Site, chromium: Browser, scripts: bool) -> None:
    site.monitor.town.meet(4101, FACE)
    await site.poll()
    site.monitor.town.weather = "redesigned"
    site.monitor.wait(hours=13)
    await site.poll()
    page = await (await chromium.new_context(java_script_enabled=scripts)).new_page()
    await page.goto(f"{site.url}/operator")
    await page.get_by_label("Token").fill("a-token-of-this-test-alone")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="Springhaven City Council").first.click()
    await page.get_by_role("link", name="The page as it was").first.click()
    assert "Our new portal" in await page.content()
    await page.go_back()
    site.monitor.town.weather = "fine"
    async with page.expect_navigation():  # a page that was gone back to cannot be loaded anew while it is being left
        await page.get_by_role("button", name="Run now").click()
    await site.poll()
    await page.reload()
    assert await page.locator("dd .good").first.text_content() == "ok"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_a_reporter_narrows_a_search_and_widens_it_again(site: Site, chromium: Browser, scripts: bool) -> None:
    site.monitor.town.meet(4101, FACE)
    site.monitor.town.meet(4102, PLATES)
    await site.poll()
    page = await (await chromium.new_context(java_script_enabled=scripts)).new_page()
    await page.goto(site.url)
    await page.get_by_role("searchbox").fill("recognition OR readers")
    await page.get_by_role("button", name="Search").click()
    assert await page.get_by_text("2 records, the newest first").is_visible()
    narrow = page.get_by_role("navigation", name="Narrow it down")
    await narrow.get_by_role("link", name="Facial recognition").click()
    assert await page.get_by_text("1 record, the newest first").is_visible()
    assert await page.get_by_role("searchbox").input_value() == "(recognition OR readers) topic:facial-recognition"
    await page.get_by_role("link", name="Take away topic:facial-recognition").click()
    assert await page.get_by_text("2 records, the newest first").is_visible()
