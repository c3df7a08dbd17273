"""The operator finds a broken source, looks at the page that broke it and runs it again; nobody else does. And a private monitor."""

import httpx
import pytest
from pydantic import SecretStr
from walk.conftest import SOURCE, Monitor
from walk.test_deeds import browser
from walk.test_mine import signed_in
from walk.test_signing_up import ticket

from monitor.settings import SettingsError, load

TOKEN = "a-token-of-this-test-alone"
PAGE = f"/operator/sources/{SOURCE}"


async def sign_in(client: httpx.AsyncClient, token: str = TOKEN) -> int:
    entrance = await client.get("/operator")
    return (await client.post("/operator/enter", data={"token": token, "ticket": ticket(entrance.text)})).status_code


async def press(client: httpx.AsyncClient, button: str) -> int:
    page = await client.get(PAGE)
    return (await client.post(PAGE, data={"do": button, "ticket": ticket(page.text)})).status_code


async def test_an_operator_finds_a_broken_source_sees_the_page_and_runs_it_again(monitor: Monitor) -> None:
    monitor = monitor.but(now=monitor.now, operator_token=SecretStr(TOKEN))
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    monitor.town.weather = "redesigned"
    monitor.wait(hours=13)
    await monitor.poll()
    async with browser(monitor) as client:
        assert await sign_in(client) == 303
        overview = (await client.get("/operator")).text
        assert f'href="{PAGE}"' in overview
        assert "layout-changed" in overview
        source = (await client.get(PAGE)).text
        kept = source.partition(f'href="{PAGE}/pages/')[2].partition('"')[0]
        broken = await client.get(f"{PAGE}/pages/{kept}")
        assert "Our new portal" in broken.text
        assert broken.headers["content-type"] == "text/plain; charset=utf-8"
        assert broken.headers["content-security-policy"].endswith("; sandbox")
        assert (await client.get(f"{PAGE}/pages/{'0' * 64}")).status_code == 404
        assert await press(client, "run") == 303
        assert await press(client, "dance") == 400
    assert monitor.rows("SELECT count(*) FROM sources WHERE due_at > last_run_at") == [(0,)]


async def test_a_paused_source_is_not_due_until_it_is_switched_on(monitor: Monitor) -> None:
    monitor = monitor.but(now=monitor.now, operator_token=SecretStr(TOKEN))
    async with browser(monitor) as client:
        await sign_in(client)
        assert await press(client, "pause") == 303
        assert monitor.rows("SELECT count(*) FROM sources WHERE enabled") == [(0,)]
        assert await press(client, "resume") == 303
        assert monitor.rows("SELECT count(*) FROM sources WHERE enabled") == [(1,)]


async def test_a_pause_outlives_a_restart_and_says_since_when_and_by_whom(monitor: Monitor) -> None:
    monitor = monitor.but(now=monitor.now, operator_token=SecretStr(TOKEN))
    monitor.town.meet(4101, "Roll call")
    async with browser(monitor) as client:
        await sign_in(client)
        assert await press(client, "pause") == 303
    monitor.wait(hours=13)
    async with browser(monitor) as client:  # a start of its own, at which the catalog is registered again
        await sign_in(client)
        overview, source = (await client.get("/operator")).text, (await client.get(PAGE)).text
        assert monitor.rows("SELECT count(*) FROM sources WHERE enabled") == [(0,)]
        assert "since 2026-11-20 12:00 UTC by the operator&#39;s page" in overview
        assert "paused since 2026-11-20 12:00 UTC by the operator&#39;s page" in source
        assert await press(client, "pause") == 303
        assert "paused since 2026-11-20 12:00 UTC" in (await client.get(PAGE)).text
        assert await press(client, "resume") == 303
        assert "paused since" not in (await client.get(PAGE)).text
    await monitor.poll()
    assert monitor.count("records") == 1


async def test_nobody_but_the_operator_comes_in(monitor: Monitor) -> None:
    async with signed_in(monitor) as (at_work, _, client):
        own = (at_work.settings.data / "operator-token").exists()
        statuses = [(await client.get(path)).status_code for path in (PAGE, f"{PAGE}/pages/{'0' * 64}")]
        wrong = await sign_in(client, "guessed")
        posted = await client.post(PAGE, data={"do": "pause", "ticket": ticket((await client.get("/mine")).text)})
    assert (statuses, wrong, posted.status_code, own) == ([403, 403], 403, 403, False)
    assert monitor.rows("SELECT count(*) FROM sources WHERE enabled") == [(1,)]


async def test_a_token_is_made_where_none_is_set(monitor: Monitor) -> None:
    async with browser(monitor) as client:
        assert await sign_in(client, "") == 403
        made = (monitor.settings.data / "operator-token").read_text()
        assert await sign_in(client, made) == 303
    assert len(made) >= 40


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"MONITOR_OPERATOR_TOKEN: .*at least 20 characters"):
        load(operator_token="secret")


async def test_a_private_monitor_shows_nothing_to_who_is_not_signed_in(monitor: Monitor) -> None:
    monitor = monitor.but(now=monitor.now, private=True, operator_token=SecretStr(TOKEN))
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    paths = (
        "/",
        "/search?q=roll",
        "/search.atom?q=roll",
        "/records/1",
        "/sources",
        "/status",
        "/watch",
        "/calendar.ics",
        "/alerts/1",
        "/metrics",
    )
    async with browser(monitor) as client:
        assert {(await client.get(path)).status_code for path in paths} == {401}
        turned = await client.get("/records/1", headers={"Accept": "text/html"})
        assert (turned.status_code, turned.headers["location"]) == (303, "/mine")
        assert [(await client.get(path)).status_code for path in ("/mine", "/operator", "/static/site.css", "/healthz")] == [200] * 4
        assert await sign_in(client) == 303
        assert (await client.get("/records/1")).status_code == 200
