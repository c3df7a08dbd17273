"""Sources with their clocks and gaps, places and threads with their pages and feeds, and what is said of readers."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from walk.conftest import SOURCE, Monitor
from walk.test_deeds import browser
from walk.town import FACE

from monitor.store.clocks import Clock, clocks
from monitor.store.sources import State
from monitor.web.places import Region, world

NOW = datetime(2026, 11, 25, tzinfo=UTC)


async def seen(monitor: Monitor, path: str) -> str:
    async with browser(monitor) as client:
        answer = await client.get(path)
    assert answer.status_code == 200
    return answer.text


async def test_a_source_has_three_clocks_and_its_gaps_are_stated(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    well = monitor.change(lambda connection: clocks(connection, date(2026, 12, 3)))[0]
    assert (well.published, well.fetched, well.shown, well.records, well.well) == (date(2026, 12, 2), monitor.now, monitor.now, 1, True)
    fetched = monitor.now
    monitor.town.weather = "redesigned"
    monitor.wait(hours=13)
    await monitor.poll()
    broken = monitor.change(lambda connection: clocks(connection, date(2026, 12, 1)))[0]
    assert (broken.published, broken.fetched, broken.shown, broken.well) == (None, fetched, fetched, False)
    for path in ("/sources", f"/places/{SOURCE}", "/places/us-zz", "/places/us"):
        html = await seen(monitor, path)
        assert "layout-changed" in html
        assert "13 hours ago" in html


async def test_a_place_shows_what_comes_what_was_found_its_topics_and_its_feeds(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    html = await seen(monitor, "/places/us-zz")
    assert "<mark>facial recognition</mark>" in html
    assert "2026-12-02 18:00 CST" in html  # on the clock of the place
    assert "/search?q=topic%3Afacial-recognition%20state%3Aus-zz" in html
    assert 'href="/watch?where=us-zz-%2A"' in html
    assert "1 record, the newest first" in await seen(monitor, "/search?q=topic:facial-recognition+state:us-zz")
    feed = json.loads(await seen(monitor, "/places/us-zz.json"))
    assert [item["title"] for item in feed["items"]] == ["Public Safety Committee, 2 December 2026"]
    assert "facial recognition" in feed["items"][0]["content_text"]
    async with browser(monitor) as client:
        first = await client.get("/places/us-zz.ics")
        again = await client.get("/places/us-zz.ics", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)


async def test_a_town_has_all_its_sources_and_a_register_only_itself(monitor: Monitor) -> None:
    town = monitor.sources[SOURCE]
    bids = replace(town, publisher=replace(town.publisher, id="us-zz-springhaven-bids", title="Springhaven Bids"))
    register = replace(town, publisher=replace(town.publisher, id="us-federal-register", division="ocd-division/country:us"))
    of = {one.publisher.id: one for one in (town, bids, register)}
    async with browser(replace(monitor, sources=of)) as client:
        assert (await client.get("/places/us-zz-springhaven")).text.count("Springhaven, ZZ") == 0
        html = (await client.get("/places/us-zz-springhaven-bids")).text
        alone = (await client.get("/places/us-federal-register")).text
    assert "<h1>Springhaven</h1>" in html
    assert "Springhaven Bids" in html
    assert "Springhaven Bids" not in alone


async def test_a_matter_has_a_page_with_its_steps_and_feeds_which_its_records_link(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE, matters=(55,))
    await monitor.poll()
    monitor.wait(hours=13)
    monitor.town.meet(4102, f"Second reading: {FACE}", matters=(55,))
    await monitor.poll()
    address = f"/thread?source={SOURCE}&name=55"
    assert address.replace("&", "&amp;") in await seen(monitor, "/records/1")
    html = await seen(monitor, address)
    assert html.count('<li><a href="/records/') == 2
    assert 'class="dot"' in html
    feed = json.loads(await seen(monitor, f"/thread.json?source={SOURCE}&name=55"))
    assert [item["url"].rpartition("/")[2] for item in feed["items"]] == ["2", "1"]
    assert "BEGIN:VEVENT" in await seen(monitor, f"/thread.ics?source={SOURCE}&name=55")


@pytest.mark.parametrize(
    "path", ["/places/us-yy", "/places/x", "/places/us-zz.rss", "/thread?source=x&name=y", f"/thread?source={SOURCE}&name=y"]
)
async def test_what_is_not_read_has_no_page(monitor: Monitor, path: str) -> None:
    async with browser(monitor) as client:
        assert (await client.get(path)).status_code == 404


async def test_who_runs_it_and_what_is_kept_is_said_on_every_page_also_of_a_private_monitor(monitor: Monitor) -> None:
    named = monitor.but(now=monitor.now, contact="desk@paper.example", private=True)
    about, privacy = await seen(named, "/about"), await seen(named, "/privacy")
    assert "desk@paper.example" in about
    assert "7 days where you do not confirm" in privacy
    assert "desk@paper.example" in privacy
    assert 'href="/privacy"' in await seen(monitor, "/")


def test_the_map_has_the_number_of_sources_that_are_read_in_each_state() -> None:
    def clock(id_: str) -> Clock:
        state = State(
            id=id_, title=id_, platform="legistar", kind="meeting", enabled=True, due_at=NOW, watermark=None, outcome=None, detail="",
            failures=0, last_run_at=None, last_ok_at=None, told=None, silence_told=False,
        )  # fmt: skip
        return Clock(source=state, records=0, published=None, shown=None, missing=0, waiting=0, problems=0)

    drawn = world(
        [
            Region(code="us-ca", name="California", on=[clock("us-ca-a"), clock("us-ca-b")], off=3),
            Region(code="gb-eng", name="", on=[clock("gb-eng-a")], off=0),
        ]
    )
    assert drawn is not None
    assert 'href="/places/us-ca"' in drawn.picture
    assert drawn.rows == (("California", "2"),)
    assert world([]) is None
