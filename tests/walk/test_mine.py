"""A subscriber's own page: entered by a mail, changed by forms that only this site can show, and closed to everybody else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from walk.conftest import Monitor
from walk.mail import Post, mailing
from walk.test_deeds import browser
from walk.test_signing_up import DANA, confirmed, ticket
from walk.town import FACE


@asynccontextmanager
async def signed_in(monitor: Monitor) -> AsyncIterator[tuple[Monitor, Post, httpx.AsyncClient]]:
    """A reader with one watch, who opened the link that was mailed on request."""
    async with mailing(monitor) as (at_work, post):
        await confirmed(at_work, post)
        async with browser(at_work) as client:
            asked = await client.get("/mine")
            assert "Look into your mail" in (await client.post("/mine/link", data={"email": DANA, "ticket": ticket(asked.text)})).text
        await at_work.poll()
        async with browser(at_work) as client:
            opened = await client.post(post.link("enter"))
            assert (opened.status_code, opened.headers["location"]) == (303, "/mine")
            yield at_work, post, client


async def change(client: httpx.AsyncClient, path: str, **fields: str) -> int:
    page = await client.get("/mine")
    return (await client.post(path, data={**fields, "ticket": ticket(page.text)})).status_code


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        await confirmed(at_work, post)
        async with browser(at_work) as client:
            cookie = (await client.post(post.link("confirm"))).headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"))


async def test_a_watch_is_changed_paused_and_removed(monitor: Monitor) -> None:
    async with signed_in(monitor) as (at_work, _, client):
        assert await change(client, "/mine/watches/1", do="cadence", cadence="weekly") == 303
        assert await change(client, "/mine/watches/1", do="pause") == 303
        assert at_work.rows("SELECT cadence, paused FROM watches") in ([("weekly", 1)], [("weekly", True)])
        assert await change(client, "/mine/watches/1", do="resume") == 303
        assert at_work.count("watch_channels") == 1
        assert await change(client, "/mine/hours", zone="America/Chicago", until="07:00", **{"from": "22:00"}) == 303
        assert 'value="22:00"' in (await client.get("/mine")).text
        assert await change(client, "/mine/hours", zone="Mars/Base", until="", **{"from": ""}) == 400
        assert await change(client, "/mine/watches/1", do="remove") == 303
        assert await change(client, "/mine/watches/1", do="remove") == 404
        assert at_work.count("watches") == 0


async def test_what_became_of_each_message_is_shown(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        await confirmed(at_work, post)
        at_work.town.meet(4101, FACE)
        await at_work.poll()
        async with browser(at_work) as client:
            await client.post(post.link("confirm", 0))
            html = (await client.get("/mine")).text
    assert "Public Safety Committee, 2 December 2026" in html
    assert '<span class="good">sent</span>' in html


async def test_nobody_changes_what_is_somebody_elses(monitor: Monitor) -> None:
    async with signed_in(monitor) as (at_work, post, client):
        strange = ticket((await client.get("/mine")).text)
        client.cookies.clear()
        assert (await client.post("/mine/watches/1", data={"do": "remove", "ticket": strange})).status_code == 403
        own = ticket((await client.get("/mine")).text)
        assert (await client.post("/mine/watches/1", data={"do": "remove", "ticket": own})).status_code == 403
        forged = post.link("enter").rpartition("/")[2].replace("enter.1.", "session.1.")
        client.cookies.set("session", forged)
        assert "Send me the link" in (await client.get("/mine")).text
        assert at_work.count("watches") == 1


async def test_an_address_without_watches_is_told_so_by_mail_and_not_on_the_page(monitor: Monitor) -> None:
    async with mailing(monitor) as (at_work, post):
        async with browser(at_work) as client:
            asked = await client.get("/mine")
            assert "Look into your mail" in (await client.post("/mine/link", data={"email": DANA, "ticket": ticket(asked.text)})).text
        await at_work.poll()
        assert post.subjects == ["No watches at this address"]


async def test_forgetting_removes_everything_and_signing_out_the_session(monitor: Monitor) -> None:
    async with signed_in(monitor) as (at_work, _, client):
        assert await change(client, "/mine/forget") == 303
        assert (at_work.count("subscribers"), at_work.count("channels"), at_work.count("watches")) == (0, 0, 0)
        assert "Send me the link" in (await client.get("/mine")).text


async def test_a_link_to_the_watches_works_for_an_hour(monitor: Monitor) -> None:
    async with signed_in(monitor) as (at_work, post, client):
        at_work.wait(hours=2)
        assert (await client.post(post.link("enter"))).status_code == 404
