"""The pages over what a run has stored: each answers, shows where to read it, and renders nothing that a record wants to be markup."""

import json
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from walk.conftest import Monitor
from walk.test_deeds import browser
from walk.town import FACE

from monitor.model import Watch
from monitor.store import watches
from monitor.store.database import Connection

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)> facial recognition "><b>'


async def visited(monitor: Monitor, path: str, **headers: str) -> tuple[int, str]:
    async with browser(monitor) as client:
        answer = await client.get(path, headers=headers)
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search",
        "/search?q=facial+recognition",
        "/records/1",
        "/calendar",
        "/sources",
        "/status",
        "/topics",
        "/topics/facial-recognition",
        "/places/us-zz",
        "/thread?source=us-zz-springhaven&name=55",
    ],
)
async def test_text_of_a_record_is_text_on_every_page(monitor: Monitor, path: str) -> None:
    monitor.town.meet(4101, HOSTILE, matters=(55,))
    await monitor.poll()
    status, html = await visited(monitor, path)
    assert status == 200
    assert "<script>" not in html
    assert "<img" not in html
    assert "<b>" not in html.replace('<b class="bad">', "") or path in ("/", "/status", "/sources")  # figures are bold there


async def test_an_alert_leads_to_its_record_with_passage_page_and_original(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        moved = await client.get("/alerts/1")
        html = (await client.get(moved.headers["location"])).text
    assert (moved.status_code, moved.headers["location"]) == (303, "/records/1#found")
    assert "<mark>facial recognition</mark>" in html
    assert "4101_A_Agenda.pdf#page=2" in html
    assert "https://springhaven.legistar.com/MeetingDetail.aspx?LEGID=4101" in html
    assert "2026-12-02 18:00 CST" in html  # on the clock of the place


async def test_a_search_says_what_it_looks_for_and_a_wrong_one_what_is_wrong(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    _, html = await visited(monitor, "/search?q=%22facial+recognition%22")
    assert "the phrase “facial recognition”" in html
    assert 'href="/records/1"' in html
    status, html = await visited(monitor, "/search?q=face+AND")
    assert (status, 'role="alert"' in html) == (400, True)


async def test_a_search_is_a_feed_that_is_sent_once(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        first = await client.get("/search.atom?q=facial")
        again = await client.get("/search.atom?q=facial", headers={"If-None-Match": first.headers["etag"]})
        as_json = json.loads((await client.get("/search.json?q=facial")).text)
    entries = ET.fromstring(first.content).findall("{http://www.w3.org/2005/Atom}entry")  # noqa: S314  # our own
    assert [entry.findtext("{http://www.w3.org/2005/Atom}title") for entry in entries] == ["Public Safety Committee, 2 December 2026"]
    assert (again.status_code, again.content) == (304, b"")
    assert (
        as_json["items"][0]["external_url"]
        == "https://springhaven.legistar.com/MeetingDetail.aspx?LEGID=4101&GID=311&G=5B1C77F0-0000-4000-8000-5072696E6748"
    )


@pytest.mark.parametrize("path", ["/search.ics?q=facial", "/calendar.ics"])
async def test_meetings_to_come_are_a_calendar(monitor: Monitor, path: str) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    _, text = await visited(monitor, path)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]) == "Public Safety Committee, 2 December 2026"
    assert event.decoded("dtstart").isoformat() == "2026-12-03T00:00:00+00:00"


async def test_a_record_shows_what_changed_in_it(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    monitor.wait(hours=13)
    monitor.town.meet(4101, "Roll call", f"{FACE} <b>in parks</b>")
    await monitor.poll()
    _, html = await visited(monitor, "/records/1")
    assert "revision 2" in html
    assert "&lt;b&gt;in parks&lt;/b&gt;" in html.partition("What changed")[2]


async def test_topics_and_vendors_lead_to_their_search_feed_and_watch(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        html = (await client.get("/topics")).text
        links = [
            html.partition(f'aria-label="Be told of {name}"')[0].rpartition('href="')[2].partition('"')[0]
            for name in ("NEC", "Facial recognition")
        ]
        previews = [(await client.get(link)).text for link in links]
    assert all("This would have found 1 record" in preview for preview in previews)


HUGE = 10**20  # more than any column holds


@pytest.mark.parametrize(
    "path",
    ["/records/99", "/alerts/99", "/nothing", "/search.rss?q=face", "/records/x"]
    + [path.format(HUGE) for path in ("/records/{}", "/alerts/{}", "/alerts/{}.ics", "/copies/{}")],
)
async def test_what_there_is_not_is_said_in_a_page(monitor: Monitor, path: str) -> None:
    status, _ = await visited(monitor, path)
    assert status in (404, 422)


@pytest.mark.parametrize("path", ["/", "/records/1", "/status", "/calendar", "/topics", "/api/v1/hits"])
async def test_what_a_subscriber_looks_for_is_shown_to_nobody_else(monitor: Monitor, path: str) -> None:
    def put(connection: Connection) -> None:
        channel = watches.put_channel(connection, "desk", "secret desk", monitor.inbox.url, trusted=True, now=monitor.now)
        watch = Watch(id=0, subscriber_id=0, name="leads on roll calls", query='"roll call"', channels=frozenset({channel}))
        watches.put_watch(connection, "desk", watch, monitor.now)

    monitor.change(put)
    monitor.town.meet(4101, "Roll call", FACE)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 2
    status, shown = await visited(monitor, path)
    assert status == 200
    assert "secret desk" not in shown
    assert "leads on roll calls" not in shown
    assert "<mark>Roll call</mark>" not in shown
    assert '"rule":"watch' not in shown.replace(" ", "")
    assert '"roll call"' not in shown.lower()
