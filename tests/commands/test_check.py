"""`monitor sources check`: what it says of sources that were asked, that were not, and that do not answer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from commands.conftest import SOURCE, Tell
from walk.conftest import Monitor

from monitor.commands.checking import first
from monitor.store import sources as states
from monitor.store.database import Database
from sources import registry
from sources.errors import Outcome
from sources.web import Web

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


def test_a_source_that_was_never_asked_is_said_to_be_so(tell: Tell) -> None:
    told = tell("sources", "check", SOURCE)
    assert told.code == 0
    assert "ok: asks webapi.legistar.com" in told.out
    assert "never asked yet" in told.out
    assert tell("sources", "check", SOURCE, "--json").json["last_answered"] is None


def test_what_a_run_of_the_service_saw_is_when_the_source_last_answered(archive: Monitor, tell: Tell) -> None:
    assert tell("sources", "check", SOURCE, "--json").json["last_answered"] == "2026-11-20T12:00:00+00:00"


async def test_a_check_is_remembered_as_an_answer_only_where_it_was_one(archive: Monitor) -> None:
    database = Database(archive.settings.database_url)
    later = archive.now + timedelta(days=3)
    try:
        await database.run(states.save_check, SOURCE, Outcome.BLOCKED, later)
        assert await database.ask(states.answered) == {SOURCE: archive.now}
        await database.run(states.save_check, SOURCE, Outcome.OK, later)
        assert await database.ask(states.answered) == {SOURCE: later}
    finally:
        database.close()


NAMELESS = {"success": 1, "payload": {"projects": {"1": {}}}}


def projects(count: int) -> httpx.Response:
    listed = {str(number): {"ProjectID": str(number), "ProjectName": f"Project {number}"} for number in range(count)}
    return httpx.Response(200, json={"success": 1, "payload": {"projects": listed or []}})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda _: projects(3), (Outcome.OK, "Project 0")),
        (lambda _: projects(0), (Outcome.OK_EMPTY, "nothing new")),
        (lambda _: httpx.Response(403), (Outcome.BLOCKED, "answered 403")),
        (lambda _: httpx.Response(503), (Outcome.UNAVAILABLE, "answered 503")),
        (
            lambda _: httpx.Response(200, json=NAMELESS),
            (Outcome.LAYOUT_CHANGED, "could not be read"),
        ),
    ],
)
async def test_a_site_is_asked_for_its_first_record_and_named_as_what_it_answered(
    answer: Callable[[httpx.Request], httpx.Response], expected: tuple[Outcome, str]
) -> None:
    source = registry.build("bonfire", {"tenant": "elm", "read_from": "list"})
    found = await first(source, Web(hosts=source.hosts, transport=httpx.MockTransport(answer), now=lambda: NOW), NOW)
    assert found.outcome is expected[0]
    assert expected[1] in found.detail
