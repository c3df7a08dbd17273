"""The pages of topics and vendors: what they are, what was found last, by month, and how to follow them."""

import json

import pytest
from walk.conftest import Monitor
from walk.test_deeds import browser
from walk.town import FACE

from monitor.lexicon import load
from monitor.web.topics import slug

NEC = "Purchase of NeoFace Watch from NEC Corporation of America"


async def test_a_topic_has_a_page_with_its_words_examples_hits_months_and_ways_to_follow_it(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        page = (await client.get("/topics/facial-recognition")).text
        spanish = (await client.get("/es/topics/facial-recognition")).text
        feed = json.loads((await client.get("/topics/facial-recognition.json")).text)
        again = await client.get("/topics/facial-recognition.ics")
        followed = await client.get("/topics/facial-recognition.ics", headers={"If-None-Match": again.headers["etag"]})
    assert "<mark>facial recognition</mark>" in page
    assert "<title>2026-12: 1 record</title>" in page
    assert "<td>2026-12</td><td>1</td>" in page
    assert 'href="/vendors/clearview-ai"' in page
    assert 'href="/watch/preview?topic=facial-recognition"' in page
    assert "(=FRT OR =AFRS) NEAR/30 (facial OR face OR faces)" in page
    assert "Reconocimiento facial" in spanish
    assert [item["title"] for item in feed["items"]] == ["Public Safety Committee, 2 December 2026"]
    assert (again.status_code, followed.status_code) == (200, 304)


async def test_a_vendor_has_a_page_with_its_names_hits_months_ledger_and_ways_to_follow_it(monitor: Monitor) -> None:
    monitor.town.meet(4101, NEC)
    await monitor.poll()
    async with browser(monitor) as client:
        page = (await client.get("/vendors/nec")).text
        found = (await client.get("/search?q=vendor:nec")).text
        feed = (await client.get("/vendors/nec.atom")).text
    assert "<mark>NeoFace</mark>" in page
    assert "<title>2026-12: 1 record</title>" in page
    assert 'href="/ledger/vendor?name=NEC"' in page
    assert 'href="/topics/fingerprint"' in page
    assert "Public Safety Committee" in feed
    assert "1 record, the newest first" in found


@pytest.mark.parametrize("path", ["/topics/faces", "/topics/faces.atom", "/vendors/nobody", "/vendors/nec.rss", "/topics/drones.xml"])
async def test_what_is_not_watched_for_has_no_page(monitor: Monitor, path: str) -> None:
    async with browser(monitor) as client:
        assert (await client.get(path)).status_code == 404


def test_every_vendor_has_an_address_of_its_own() -> None:
    names = load().vendors
    assert len({slug(name) for name in names}) == len(names)
    assert all(slug(name) for name in names)
