"""Each line of the log says which run of which source, which document or which message it comes from, and no secret."""

import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import httpx
import pytest
import structlog
from pydantic import SecretStr
from walk.conftest import SOURCE, Monitor
from walk.town import FACE, Town

from monitor.commands.logs import to_stderr

SECRET = "9f3c1b7e"  # made up
LIBRARY = logging.getLogger("a library")


class Gossip(Town):
    """A town whose answers make a library warn of something."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        LIBRARY.warning("asked for %s", request.url.path)
        return super().answer(request)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Logged as the service does, to where a test can read it; and as the tests do again afterwards."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    written = StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    to_stderr(logging.INFO, as_json=True)
    yield written
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture
def gossip(monitor: Monitor) -> Monitor:
    """A monitor of such a town, with a password in the address that it tells."""
    monitor.town = Gossip()
    return monitor.but(now=monitor.now, notify=SecretStr(monitor.inbox.url.replace("//", f"//press:{SECRET}@")))


def lines(log: StringIO) -> list[dict[str, Any]]:
    assert SECRET not in log.getvalue()
    return [json.loads(line) for line in log.getvalue().splitlines()]


async def test_all_that_a_run_causes_names_it_and_what_follows_names_its_row(gossip: Monitor, log: StringIO) -> None:
    gossip.town.meet(4101, FACE)
    await gossip.poll()
    said = lines(log)
    ((run,),) = gossip.rows("SELECT id FROM runs")
    listing = [line for line in said if line["event"].startswith("asked for /v1/")]
    assert {(line["source"], line["run"]) for line in listing} == {(SOURCE, run)}
    ended = next(line for line in said if line["event"] == "run")
    assert (ended["source"], ended["run"], ended["outcome"]) == (SOURCE, run, "ok")
    file = next(line for line in said if line["event"].startswith("asked for") and line not in listing)
    read = next(line for line in said if line["event"] == "document")
    assert (file["document"], read["document"], "run" in read) == (1, 1, False)
    assert next(line["alert"] for line in said if line["event"] == "alert") == 1


async def test_two_runs_are_told_apart(gossip: Monitor, log: StringIO) -> None:
    gossip.town.meet(4101, FACE)
    await gossip.poll()
    gossip.wait(hours=13)
    await gossip.poll()
    ids = [identity for (identity,) in gossip.rows("SELECT id FROM runs ORDER BY id")]
    assert [line["run"] for line in lines(log) if line["event"] == "run"] == ids
    assert len(ids) == 2


async def test_a_fault_of_ours_is_logged_with_its_run(gossip: Monitor, log: StringIO) -> None:
    class Broken(Gossip):
        def answer(self, request: httpx.Request) -> httpx.Response:
            raise RuntimeError(f"a fault of ours at {request.url.path}")

    gossip.town = Broken()
    await gossip.poll()
    ((run,),) = gossip.rows("SELECT id FROM runs")
    failed = next(line for line in lines(log) if line["event"] == "run failed")
    assert (failed["source"], failed["run"]) == (SOURCE, run)
    assert "RuntimeError: a fault of ours" in failed["exception"]
