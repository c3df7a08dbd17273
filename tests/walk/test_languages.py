"""Pages in another language: by what the browser asks for and by the address, with links that stay, numbers and days of its own."""

import asyncio
import re

import pytest
from walk.conftest import Monitor
from walk.test_deeds import browser
from walk.town import FACE, PLATES

SPANISH = {"accept-language": "fr;q=0.9, es-MX, en;q=0.5"}
PAGES = (
    *("/", "/search", "/search?q=recognition", "/records/1", "/watch", "/watch/preview?q=recognition", "/calendar", "/ledger"),
    *("/sources", "/status", "/topics", "/mine", "/operator", "/nothing"),
)
OWN_LINK = re.compile(r'(?:href|action)="(/[^"]*)"')


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es-MX", "es"),
        ("fr, es;q=0.4", "es"),
        ("en, es;q=0.9", "en"),
        ("fr", "en"),
        ("es;q=0", "en"),
        ("*", "en"),
        ("es;q=x,,;q", "en"),
        ("", "en"),
    ],
)
async def test_a_page_speaks_what_the_browser_asks_for(monitor: Monitor, accepted: str, language: str) -> None:
    async with browser(monitor) as client:
        answer = await client.get("/search", headers={"accept-language": accepted})
    assert f'<html lang="{language}">' in answer.text
    assert (answer.headers["content-language"], answer.headers["vary"]) == (language, "Accept-Language")
    assert ("Buscar en el archivo" in answer.text) == (language == "es")


async def test_an_address_says_the_language_whatever_the_browser_asks_for(monitor: Monitor) -> None:
    async with browser(monitor) as client:
        spanish = (await client.get("/es/search?q=face+AND")).text
        english = (await client.get("/en/search?q=face+AND", headers=SPANISH)).text
        cookies = len(client.cookies)
    assert "escriba una palabra después del operador" in spanish
    assert "write a word after the operator" in english
    assert 'href="/en/search?q=face+AND" lang="en"' in spanish
    assert cookies == 0


@pytest.mark.parametrize("path", PAGES)
async def test_links_stay_in_the_language_of_the_address(monitor: Monitor, path: str) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        html = (await client.get(f"/es{path}")).text
    ours = [link for link in OWN_LINK.findall(html) if not link.startswith("/static/")]
    assert len(ours) > 8
    assert [link for link in ours if not re.match(r"/(?:es|en)(?:/|$|\?)", link)] == []


async def test_a_redirect_stays_in_the_language_of_the_address(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        moved = await client.get("/es/alerts/1")
    assert (moved.status_code, moved.headers["location"]) == (303, "/es/records/1#found")


async def test_days_numbers_and_plurals_are_those_of_the_language(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    monitor.town.meet(4102, PLATES, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        first, record = [(await client.get(path, headers=SPANISH)).text for path in ("/", "/records/1")]
        found = (await client.get('/search?q="license plate readers" amount:1000..2000', headers=SPANISH)).text
    assert "<b>2</b> registros" in first
    assert "recognition: named as such" not in first
    assert "Reconocimiento facial: nombrado como tal" in first
    assert "2 dic 2026, 18:00 CST" in record
    assert re.search(r"dentro de \d+ días", record)
    assert "con un importe de 1000 a 2000" in found


async def test_the_api_and_feeds_speak_english_to_everybody(monitor: Monitor) -> None:
    async with browser(monitor) as client:
        answer = (await client.get("/api/v1/search?q=face+AND", headers=SPANISH)).json()
    assert "write a word after the operator" in answer["detail"]


async def test_two_readers_at_once_each_hear_their_own_language(monitor: Monitor) -> None:
    async with browser(monitor) as client:
        answers = await asyncio.gather(*(client.get("/es/status" if even else "/en/status") for even in (True, False) * 10))
    assert [f'lang="{"es" if even else "en"}">' in answer.text for even, answer in zip((True, False) * 10, answers, strict=True)] == [
        True
    ] * 20
