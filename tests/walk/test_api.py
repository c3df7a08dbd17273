"""The API: what the commands print, page by page; every error says in one form what is wrong."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from walk.conftest import SOURCE, Monitor, a_monitor
from walk.inbox import Inbox
from walk.test_deeds import browser
from walk.town import FACE, PLATES

from monitor.service import opened
from monitor.web import application


async def walked(client: httpx.AsyncClient, path: str, **asked: Any) -> list[dict[str, Any]]:
    """All items of a listing, one to a page."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        answer = (await client.get(f"/api/v1/{path}", params={**asked, "limit": 1, **({"after": after} if after else {})})).json()
        found += answer["items"]
        after = answer["next"]
        if after is None:
            return found


async def test_search_hits_and_records_are_walked_to_their_end(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    monitor.town.meet(4102, PLATES)
    await monitor.poll()
    async with browser(monitor) as client:
        found = await walked(client, "search", q="recognition OR readers")
        records = await walked(client, "records")
        hits = await walked(client, "hits")
        key = records[0]["record"]
        one = (await client.get(f"/api/v1/records/{SOURCE}/{key}")).json()
    assert [item["title"] for item in found] == ["Public Safety Committee, 2 December 2026"] * 2
    assert sorted(record["record"] for record in records) == sorted(item["key"] for item in found)
    assert len(hits) == monitor.count("hits")
    assert one["key"] == key


async def test_sources_and_the_tally_are_told(monitor: Monitor) -> None:
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    async with browser(monitor) as client:
        (source,) = (await client.get("/api/v1/sources")).json()
        tally = (await client.get("/api/v1/tally", params={"by": "year"})).json()
        nobody = (await client.get("/api/v1/tally", params={"vendor": "nobody at all"})).json()
    assert (source["id"], source["outcome"]) == (SOURCE, "ok")
    assert tally["by"] == "year"
    assert nobody["lines"] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("search?q=face+AND", 400),
        ("search?q=face&after=x", 400),
        ("search", 422),
        ("search?q=face&limit=0", 422),
        ("search?q=face&kind=opera", 422),
        ("hits?after=-1", 422),
        ("hits?after=99999999999999999999", 422),
        ("tally?by=colour", 422),
        (f"records/{SOURCE}/nothing", 404),
        ("nothing", 404),
        ("../v2/hits", 404),
        ("records/%0A/x", 404),
        ("records/%00/x", 422),
        ("hits?limt=5", 422),
        ("export/hits.xls", 422),
        ("search?q=%00face", 422),
    ],
)
async def test_every_error_is_a_problem_with_its_reason(monitor: Monitor, path: str, status: int) -> None:
    async with browser(monitor) as client:
        answer = await client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


async def test_a_method_that_there_is_not_and_a_mistake_of_ours_are_problems_too(monitor: Monitor) -> None:
    monitor.change(lambda connection: connection.execute(text("DROP TABLE amounts")))
    async with opened(monitor.settings, catalog=monitor.sources, clock=lambda: monitor.now) as service:
        transport = httpx.ASGITransport(app=application(service), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="https://monitor.example") as client:
            refused, broken = await client.delete("/api/v1/hits"), await client.get("/api/v1/amounts")
    assert [(answer.status_code, answer.headers["content-type"]) for answer in (refused, broken)] == [
        (405, "application/problem+json"),
        (500, "application/problem+json"),
    ]
    assert refused.headers["allow"] == "GET"
    assert "amounts" not in broken.text.replace("/amounts", "")


async def test_it_describes_itself(monitor: Monitor) -> None:
    async with browser(monitor) as client:
        described = (await client.get("/api/v1/openapi.json")).json()
    assert {"/search", "/hits", "/records", "/sources", "/tally"} <= described["paths"].keys()


async def test_two_processes_on_postgresql_count_the_requests_of_a_network_together(
    migrated_postgres_url: str, tmp_path: Path, letters: Inbox
) -> None:
    monitor = a_monitor(migrated_postgres_url, tmp_path, letters)
    async with browser(monitor) as one, browser(monitor) as other:
        answers = [await client.get("/api/v1/nothing") for _ in range(61) for client in (one, other)]
        refused = [answer.status_code for answer in answers].count(429)
        monitor.wait(minutes=5)
        assert (await one.get("/api/v1/sources")).status_code == 200
    assert refused == 2
    assert monitor.count("askers") == 1


async def test_who_asks_too_fast_is_told_to_wait(monitor: Monitor) -> None:
    async with browser(monitor) as client:
        answers = [await client.get("/api/v1/nothing") for _ in range(121)]
        assert [answer.status_code for answer in answers] == [404] * 120 + [429]
        assert answers[-1].headers["retry-after"] == "60"
        monitor.wait(minutes=1)
        assert (await client.get("/api/v1/sources")).status_code == 200
