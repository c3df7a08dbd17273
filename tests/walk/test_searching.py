"""The search page: what it can be narrowed by, the filters it has, and feeds that are sent once; all by links, without a script."""

import re
from html import unescape

import httpx
import pytest
from walk.conftest import Monitor
from walk.test_deeds import browser
from walk.town import FACE, PLATES

LINK = re.compile(r'<a href="(/search\?[^"]*)">([^<]*)</a> <span class="count">(\d+)</span>')
TOTAL = re.compile(r"(\d+) records?, the newest first")


async def seen(client: httpx.AsyncClient, address: str) -> str:
    answer = await client.get(address)
    assert answer.status_code == 200
    return answer.text


async def test_each_count_is_the_number_of_records_that_its_link_leads_to(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    monitor.town.meet(4102, f"{FACE} and {PLATES}")
    monitor.town.meet(4103, PLATES)
    await monitor.poll()
    async with browser(monitor) as client:
        html = await seen(client, "/search?q=recognition+OR+readers")
        links = {unescape(address): int(count) for address, _, count in LINK.findall(html)}
        assert len(links) > 4
        for address, count in links.items():
            narrower = TOTAL.search(await seen(client, address))
            assert narrower
            assert int(narrower[1]) == count
        [narrower] = [await seen(client, address) for address in links if "topic%3Afacial" in address]
    assert "<code>topic:facial-recognition</code>" in narrower
    assert "the topic facial-recognition" in narrower  # explained
    assert 'href="/search?q=%28recognition+OR+readers%29"' in narrower  # taken away


async def test_an_address_with_a_kind_leads_to_the_query_with_its_filter(monitor: Monitor) -> None:
    async with browser(monitor) as client:
        moved = await client.get("/search?q=face+OR+iris&kind=filing")
        refused = await client.get("/search?q=face&kind=thing")
    assert (moved.status_code, moved.headers["location"]) == (303, "/search?q=%28face+OR+iris%29+kind%3Afiling")
    assert refused.status_code == 400


@pytest.mark.parametrize("form", ["atom", "json", "ics"])
async def test_a_feed_is_sent_once_by_its_tag_and_by_its_date_and_again_when_something_changed(monitor: Monitor, form: str) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        first = await client.get(f"/search.{form}?q=recognition")
        tagged = await client.get(f"/search.{form}?q=recognition", headers={"If-None-Match": first.headers["etag"]})
        dated = await client.get(f"/search.{form}?q=recognition", headers={"If-Modified-Since": first.headers["last-modified"]})
    assert (first.status_code, tagged.status_code, dated.status_code) == (200, 304, 304)
    assert (tagged.content, dated.content) == (b"", b"")
    monitor.wait(hours=13)
    monitor.town.meet(4101, f"Second reading: {FACE}")
    await monitor.poll()
    async with browser(monitor) as client:
        headers = {"If-Modified-Since": first.headers["last-modified"]}
        again = await client.get(f"/search.{form}?q=recognition", headers=headers)
        nonsense = await client.get(f"/search.{form}?q=recognition", headers={"If-Modified-Since": "yesterday"})
    assert (again.status_code, nonsense.status_code) == (200, 200)
    assert again.headers["last-modified"] > first.headers["last-modified"] or again.headers["etag"] != first.headers["etag"]
