"""Titles, bodies and items full of markup are text wherever they are shown: pages, feeds, calendars, tables, JSON, mails."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from walk.conftest import Monitor
from walk.mail import mailing
from walk.test_guard import addresses, visiting
from walk.test_signing_up import ask

EVIL = "<x-evil onload=alert(1)>\"'&amp;{{ 7*7 }}{% raw %}</title></script><script>alert(2)</script>]]><!--"
LINES = "\r\nATTENDEE:mailto:evil@evil.example\r\nBcc: evil@evil.example"
BODY = f"=1+1{EVIL}{LINES} Committee"
ITEM = f"{EVIL} facial recognition {EVIL}"


class Elements(HTMLParser):
    """The names of the elements of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
async def hostile(monitor: Monitor) -> Monitor:
    """A monitor that has read what a hostile town published."""
    monitor.town.meet(4101, ITEM, f"Contract with NEC {EVIL}")
    monitor.town.say(4101, BodyName=BODY, Location=EVIL, Comment=EVIL)
    await monitor.poll()
    return monitor


async def test_on_no_page_in_no_language(hostile: Monitor) -> None:
    shown = 0
    async with visiting(hostile) as (app, client):
        paths = [f"{path}?q=facial&name=NEC&topic=facial-recognition" for path in addresses(app, "GET")]
        for path in [*paths, *(f"/es{path}" for path in paths)]:
            answer = await client.get(path)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            page = Elements(answer.text)
            assert (path, page.names & {"x-evil", "onload", "script"}) == (path, set())
            assert "49" not in page.text.replace("49,", "") or "{{ 7*7 }}" in page.text
            shown += "x-evil" in page.text
    assert shown >= 8


async def test_in_what_is_asked_for_neither(monitor: Monitor) -> None:
    async with visiting(monitor) as (_, client):
        for path in ("/search", "/watch/preview", "/ledger", "/ledger/records", "/ledger/vendor", "/topics/x", "/vendors/x", "/es/search"):
            answer = await client.get(
                path, params={"q": EVIL, "name": EVIL, "vendor": EVIL, "where": EVIL, "kind": "", "line": EVIL, "place": EVIL[:40]}
            )
            assert (path, Elements(answer.text).names & {"x-evil", "onload", "script"}) == (path, set())


@pytest.mark.parametrize("path", ["/search.{}?q=facial", "/topics/facial-recognition.{}", "/vendors/nec.{}"])
async def test_in_feeds_and_calendars(hostile: Monitor, path: str) -> None:
    async with visiting(hostile) as (_, client):
        atom = ET.fromstring((await client.get(path.format("atom"))).content)  # noqa: S314  # our own
        feed = (await client.get(path.format("json"))).json()
        calendar = (await client.get(path.format("ics"))).text
    names = {element.tag.rpartition("}")[2] for element in atom.iter()}
    assert names <= {
        "feed",
        "title",
        "id",
        "updated",
        "published",
        "link",
        "author",
        "name",
        "entry",
        "summary",
        "category",
        "subtitle",
        "content",
    }
    assert "<x-evil" in "".join(atom.itertext())
    assert "<x-evil" in feed["items"][0]["title"]
    assert "content_html" not in feed["items"][0]
    [event] = Calendar.from_ical(calendar).walk("VEVENT")
    assert "<x-evil" in event["summary"]
    assert "attendee" not in {name.lower() for name in event}
    assert re.search(r"^(ATTENDEE|Bcc)", calendar, re.MULTILINE) is None


async def test_in_tables_and_json(hostile: Monitor) -> None:
    async with visiting(hostile) as (_, client):
        for what in ("hits", "records"):
            table = (await client.get(f"/api/v1/export/{what}.csv")).text
            cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
            assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []
            assert any(cell.startswith("'=1+1") for cell in cells)
            answer = await client.get(f"/api/v1/{what}")
            assert answer.headers["content-type"] == "application/json"
            assert any("<x-evil" in json.dumps(item) for item in answer.json()["items"])


async def test_in_mails(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        async with visiting(at_work) as (_, client):
            await ask(client, q="facial")
        await at_work.poll()
        async with visiting(at_work) as (_, client):
            await client.post(post.link("confirm"))
        at_work.wait(hours=2)
        at_work.town.meet(4101, ITEM)
        at_work.town.say(4101, BodyName=BODY, Location=EVIL, Comment=EVIL)
        await at_work.poll()
    mail = post.mails[-1]
    html = mail.get_body(("html",))
    assert html is not None
    page = Elements(str(html.get_content()))
    assert page.names & {"x-evil", "onload", "script"} == set()
    assert "x-evil" in page.text
    assert "x-evil" in post.text()
    assert (mail["Bcc"], "\n" in str(mail["Subject"])) == (None, False)
    assert post.receivers[-1] == ["dana@paper.example"]
