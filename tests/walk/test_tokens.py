"""Tokens of programs: shown once, kept as a hash, good for what they were made for, theirs alone, and over when they are revoked."""

import re
from typing import Any

import httpx
import pytest
from walk.conftest import SOURCE, Monitor
from walk.test_deeds import browser
from walk.test_mine import signed_in
from walk.test_signing_up import ticket
from walk.town import FACE, PLATES

from monitor.model import Watch
from monitor.store import tokens, watches
from monitor.store.database import Connection
from monitor.store.tokens import Grant

SHOWN = re.compile(r"<code>(prm_[\w-]{43})</code>")


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def made(monitor: Monitor, owner: str, *grants: Grant) -> str:
    """A token of somebody who has a watch of roll calls and a channel."""

    def make(connection: Connection) -> str:
        channel = watches.put_channel(connection, owner, "desk", monitor.inbox.url, trusted=True, now=monitor.now)
        watch = Watch(id=0, subscriber_id=0, name=f"roll calls of {owner}", query='"roll call"', channels=frozenset({channel}))
        watches.put_watch(connection, owner, watch, monitor.now)
        return tokens.issue(connection, watches.subscriber(connection, owner, monitor.now), "a program", grants, monitor.now)

    return monitor.change(make)


async def test_a_subscriber_makes_a_token_which_is_shown_once_and_kept_as_a_hash(monitor: Monitor) -> None:
    async with signed_in(monitor) as (at_work, _, client):
        page = (await client.get("/mine/programs")).text
        answer = await client.post("/mine/programs", data={"name": "my <b>script</b>", "grant": "alerts", "ticket": ticket(page)})
        found = SHOWN.search(answer.text)
        assert found, answer.text
        again = await client.get("/mine/programs")
        assert answer.headers["cache-control"] == "no-store"
        assert found[1] not in again.text
        assert "my &lt;b&gt;script&lt;/b&gt;" in again.text
        assert found[1] not in str(at_work.rows("SELECT * FROM tokens"))
        mine = (await client.get("/api/v1/mine/watches", headers=bearer(found[1]))).json()
        assert [watch["name"] for watch in mine] == ["facial recognition"]
        assert "just now" in (await client.get("/mine/programs")).text
        same = await client.post("/mine/programs", data={"name": "my <b>script</b>", "grant": "read", "ticket": ticket(again.text)})
        assert (same.status_code, "There is a token of that name" in same.text) == (400, True)
        greedy = await client.post("/mine/programs", data={"name": "all", "grant": "operator", "ticket": ticket(again.text)})
        assert (greedy.status_code, at_work.count("tokens")) == (400, 1)
        assert (await client.post("/mine/programs/1", data={"ticket": ticket(again.text)})).status_code == 303
        refused = await client.get("/api/v1/mine/watches", headers=bearer(found[1]))
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer error="invalid_token"')


async def test_alerts_and_receipts_are_those_of_the_owner_of_the_token(monitor: Monitor) -> None:
    desk, other = made(monitor, "desk", Grant.ALERTS), made(monitor, "other", Grant.ALERTS)
    monitor.change(lambda connection: watches.set_paused(connection, "other", "roll calls of other", paused=True, now=monitor.now))
    monitor.town.meet(4101, "Roll call")
    monitor.town.meet(4102, "Roll call", FACE)
    await monitor.poll()
    async with browser(monitor) as client:

        async def get(path: str, token: str) -> Any:
            return (await client.get(f"/api/v1/mine/{path}", headers=bearer(token))).json()

        first = await get("alerts?limit=1", desk)
        second = await get(f"alerts?limit=1&after={first['next']}", desk)
        alert = await get(f"alerts/{first['items'][0]['id']}", desk)
        receipts = (await get("receipts", desk))["items"]
        assert (await get("alerts", other))["items"] == (await get("receipts", other))["items"] == []
        assert (await client.get(f"/api/v1/mine/alerts/{alert['id']}", headers=bearer(other))).status_code == 404
        assert [watch["paused"] for watch in await get("watches", other)] == [True]
    assert [each["items"][0]["watches"] for each in (first, second)] == [["roll calls of desk"]] * 2
    assert {hit["term"] for hit in alert["hits"]} == {'"roll call"'}
    assert sorted((one["alert"], one["delivery"]) for one in receipts) == sorted(
        (each["items"][0]["id"], "sent") for each in (first, second)
    )


@pytest.mark.parametrize("path", ["mine/watches", "mine/alerts", "mine/alerts/1", "mine/receipts", "operator/queues", "operator/sources"])
async def test_without_a_token_or_with_one_for_something_else_nothing_of_anybody_is_told(monitor: Monitor, path: str) -> None:
    reads = made(monitor, "desk", Grant.READ)
    async with browser(monitor) as client:
        for headers, status in (({}, 401), (bearer("prm_made-up"), 401), (bearer("x" * 5000), 401), (bearer(reads), 403)):
            answer = await client.get(f"/api/v1/{path}", headers=headers)
            assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
            assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_private_monitor_opens_its_archive_to_a_token_for_reading(monitor: Monitor) -> None:
    reads, alerts = made(monitor, "desk", Grant.READ), made(monitor, "other", Grant.ALERTS)
    monitor = monitor.but(now=monitor.now, private=True)
    async with browser(monitor) as client:
        for path in ("search?q=face", "hits", "records", "export/hits.csv", "openapi.json", "tally", "sources", "amounts"):
            got = [(await client.get(f"/api/v1/{path}", headers=headers)).status_code for headers in ({}, bearer(alerts), bearer(reads))]
            assert (path, got) == (path, [401, 403, 200])


async def order(client: httpx.AsyncClient, token: str, do: str) -> Any:
    return (await client.post(f"/api/v1/operator/sources/{SOURCE}", json={"do": do}, headers=bearer(token))).json()


async def test_an_operator_sees_queues_and_pauses_runs_and_resumes_a_source_from_a_program(monitor: Monitor) -> None:
    monitor.town.meet(4101, PLATES)
    await monitor.poll()
    token = made(monitor, "operator", Grant.OPERATOR)
    async with browser(monitor) as client:
        assert {each["name"] for each in (await client.get("/api/v1/operator/queues", headers=bearer(token))).json()} >= {"alert", "source"}
        paused = await order(client, token, "pause")
        assert (paused["enabled"], paused["paused_by"]) == (False, "a program")
        [listed] = (await client.get("/api/v1/operator/sources", headers=bearer(token))).json()
        assert listed == paused
        assert (await order(client, token, "resume"))["paused_at"] is None
        assert (await order(client, token, "run"))["due_at"] <= monitor.now.isoformat()
        assert (await order(client, token, "dance"))["status"] == 422
        missing = await client.post("/api/v1/operator/sources/us-zz-nowhere", json={"do": "run"}, headers=bearer(token))
        assert missing.status_code == 404


async def test_who_is_forgotten_takes_the_tokens_along(monitor: Monitor) -> None:
    async with signed_in(monitor) as (at_work, _, client):
        page = (await client.get("/mine/programs")).text
        token = SHOWN.search((await client.post("/mine/programs", data={"name": "x", "grant": "alerts", "ticket": ticket(page)})).text)
        assert token
        assert (await client.post("/mine/forget", data={"ticket": ticket((await client.get("/mine")).text)})).status_code == 303
        assert at_work.count("tokens") == 0
        assert (await client.get("/api/v1/mine/watches", headers=bearer(token[1]))).status_code == 401
