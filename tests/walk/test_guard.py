"""What holds for every address, also for those that are added later: changes need a form of ours, nothing runs, nothing leads away."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import SecretStr
from walk.conftest import SOURCE, Monitor
from walk.mail import mailing
from walk.test_deeds import BASE
from walk.test_operator import TOKEN, sign_in
from walk.test_signing_up import DANA, ask, ticket
from walk.town import FACE

from monitor.service import opened
from monitor.web import application

SIGNED = ("/do/", "/told/", "/confirm/", "/refuse/", "/enter/", "/join/")
"""Addresses out of mails: the address itself is the proof, and mail programs post to some without a form (RFC 8058)."""
FILLED = {"source_id": SOURCE, "key": "facial-recognition", "name": "nec", "form": "atom"}
ASKED = "q=facial+recognition&name=NEC&topic=facial-recognition&next=//evil.example&url=https://evil.example/&return=https:evil.example"
POLICY = "default-src 'none'"
SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data:text)", re.IGNORECASE)


@asynccontextmanager
async def visiting(monitor: Monitor) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    """The pages, with what there are of them."""
    async with opened(monitor.settings, catalog=monitor.sources, transport=monitor.town.transport(), clock=lambda: monitor.now) as service:
        app = application(service)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE) as client:
            yield app, client


def addresses(app: FastAPI, method: str) -> Iterator[str]:
    """Every address that takes this method, with something filled in where it has a gap."""
    for route in app.routes:
        if isinstance(route, APIRoute) and method in route.methods:
            yield re.sub(r"\{(\w+)\}", lambda gap: FILLED.get(gap[1], "1"), route.path)


def contents(monitor: Monitor) -> dict[str, Any]:
    """All rows of all tables in which something is owed, asked for or told."""
    tables = ("subscribers", "channels", "watches", "watch_channels", "mutes", "judgements", "signups", "tokens", "suppressed", "alerts")
    return {table: sorted(monitor.rows(f"SELECT * FROM {table}"), key=str) for table in (*tables, "sources", "groups")}


@asynccontextmanager
async def lived_in(monitor: Monitor) -> AsyncIterator[tuple[Monitor, str]]:
    """A monitor with a record, an operator, and a reader, whose cookie comes with it."""
    async with mailing(monitor) as (bare, post):
        at_work = bare.but(now=bare.now, operator_token=SecretStr(TOKEN))
        at_work.town.meet(4101, FACE)
        await at_work.poll()
        async with visiting(at_work) as (_, client):
            await ask(client)
        await at_work.poll()
        async with visiting(at_work) as (_, client):
            await client.post(post.link("confirm"))
            assert "facial recognition" in (await client.get("/mine")).text
            session = client.cookies["session"]
        yield at_work, session


async def come_in(client: httpx.AsyncClient, who: str, session: str) -> None:
    if who == "a reader":
        client.cookies.set("session", session)
    elif who == "the operator":
        assert await sign_in(client) == 303


@pytest.mark.parametrize("who", ["anybody", "a reader", "the operator"])
async def test_no_change_is_made_without_a_form_that_was_shown_to_whoever_sends_it(monitor: Monitor, who: str) -> None:
    async with lived_in(monitor) as (at_work, session):
        async with visiting(at_work) as (app, client):
            strangers = ticket((await client.get("/watch/preview?q=face")).text)
            await come_in(client, who, session)
            tickets = ["", "form.2.9999999999.forged", *([strangers] if who != "anybody" else [])]
            changing = [path for path in addresses(app, "POST") if not path.startswith(SIGNED)]
            assert len(changing) > 12
            fields = {"do": "remove", "name": "x", "grant": "alerts", "email": DANA, "q": "face", "token": TOKEN, "zone": "UTC"}
            before = contents(at_work)
            got = {(path, (await client.post(path, data={**fields, "ticket": one})).status_code) for path in changing for one in tickets}
            assert {(path, status) for path, status in got if status != 403} == set()
        assert contents(at_work) == before


async def test_opening_an_address_changes_nothing(monitor: Monitor) -> None:
    async with lived_in(monitor) as (at_work, session):
        before, asked = contents(at_work), sum(at_work.town.asked.values())
        async with visiting(at_work) as (app, client):
            await come_in(client, "a reader", session)
            statuses = {path: (await client.get(f"{path}?{ASKED}")).status_code for path in addresses(app, "GET")}
            methods = {method for route in app.routes if isinstance(route, APIRoute) for method in route.methods}
        assert contents(at_work) == before
        assert sum(at_work.town.asked.values()) == asked  # no page asks the network
        assert methods <= {"GET", "POST", "HEAD"}
        assert {path: status for path, status in statuses.items() if status >= 500} == {}
        assert sum(status == 200 for status in statuses.values()) > 20


class Active(HTMLParser):
    """What a page would run, or load from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        loaded = [given[name] for name in ("src", "action", "formaction", "data", "srcset") if name in given]
        loaded += [given.get("href", "")] if tag in ("link", "base", "use") else []
        self.found += [f"{tag} loads {address}" for address in loaded if not re.match(r"/(?!/)|#|data:image/|\?|$", address)]
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        self.found += [f"{tag} {name}" for name, value in given.items() if SCRIPT.match(value)]
        if tag in ("iframe", "object", "embed", "base") or (tag == "script" and not given.get("src")):
            self.found.append(tag)


@pytest.mark.parametrize("who", ["anybody", "a reader", "the operator"])
async def test_no_page_runs_or_loads_anything_of_strangers_and_none_leads_away(monitor: Monitor, who: str) -> None:
    async with lived_in(monitor) as (at_work, session), visiting(at_work) as (app, client):
        await come_in(client, who, session)
        for path in [*addresses(app, "GET"), "/static/site.css", "/nothing", "/static/nothing", "//evil.example/", "/es//evil.example/"]:
            answer = await client.get(f"{path}?{ASKED}")
            policy = answer.headers["content-security-policy"]
            assert policy.startswith(POLICY), path
            assert "unsafe" not in policy
            assert set(re.findall(r"https?:|\*|'[\w-]+'", policy)) <= {"'none'", "'self'"}
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert re.match(r"/(?![/\\])|$", answer.headers.get("location", "")), path
            if who != "anybody":
                assert "no-store" in answer.headers["cache-control"] or answer.headers["content-type"] != "text/html; charset=utf-8"
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert (path, Active(answer.text).found) == (path, [])


@pytest.mark.parametrize(
    "path", ["/search?q=a%00b", "/topics/a%00b", "/vendors/%00.atom", "/watch/preview?where=%00&q=a", "/%00", "/records/%00"]
)
async def test_a_nul_is_refused_before_any_database_sees_it(monitor: Monitor, path: str) -> None:
    async with visiting(monitor) as (_, client):
        assert (await client.get(path)).status_code == 400
        form = ticket((await client.get("/operator")).text)
        assert (await client.post("/watch", data={"q": "a\0b", "email": DANA, "ticket": form})).status_code == 400


async def test_no_page_of_others_fills_in_a_form_of_ours_not_even_that_of_a_mail(monitor: Monitor) -> None:
    async with visiting(monitor) as (app, client):
        posts = list(addresses(app, "POST"))
        assert any(address.startswith("/confirm/") for address in posts)
        for address in posts:
            answer = await client.post(address, headers={"Sec-Fetch-Site": "cross-site"})
            assert (answer.status_code, answer.headers["content-security-policy"].startswith(POLICY)) == (403, True), address
        assert (await client.post("/enter/1", headers={"Sec-Fetch-Site": "same-origin"})).status_code != 403
        answer = await client.post("/es/enter/1", headers={"Sec-Fetch-Site": "cross-site"})
        assert (answer.status_code, answer.text) == (403, "Este formulario lo envió una página de otro sitio.\n")
