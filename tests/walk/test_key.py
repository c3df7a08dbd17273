"""A publisher that allows so many calls a day to a key: they are counted across restarts, and the key is found nowhere."""

import asyncio
import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError
from tapes.sam_api.make import notice
from walk import killed
from walk.conftest import Monitor

from monitor.running import poll_with
from monitor.service import opened
from monitor.store.tables import metadata
from sources import registry
from sources.errors import Outcome

SOURCE = "us-zz-opportunities-api"
KEY = "hush-4f1d2c"
CALLS = 9
NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)


@dataclass(kw_only=True)
class Desk:
    """The API. It repeats the key wherever it can: in headers, bodies and links."""

    weather: str = "fine"
    asked: list[httpx.URL] = field(default_factory=list)

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != "api.sam.gov" or request.url.path == "/robots.txt":
            return httpx.Response(404)
        self.asked.append(request.url)
        said = f"api_key={request.url.params['api_key']}"
        day = int(request.url.params["postedFrom"][3:5])
        found = notice(day, title=f"Facial recognition {day}", resourceLinks=[f"https://x.example/?{said}"])
        fine = {"totalRecords": 1, "opportunitiesData": [found]}
        answers = {
            "fine": httpx.Response(200, json=fine),
            "throttled": httpx.Response(429, json={"message": f"over the quota of {said}"}),
            "refusing": httpx.Response(403, text=f"An invalid {said} was supplied"),
            "rebuilt": httpx.Response(200, json={"notices": said}),
            "moved": httpx.Response(302, headers={"location": f"https://api.sam.example/?{said}"}),
            "broken": httpx.Response(200, text=f"<html>{said}</html>"),
        }
        answer = answers[self.weather]
        answer.headers["x-asked"] = said
        return answer


@pytest.fixture
def desk(monitor: Monitor) -> Desk:
    publisher = {"id": SOURCE, "title": "Opportunities", "timezone": "America/New_York", "backfill": "2d"}
    monitor.sources = {SOURCE: registry.build("sam_api", {"key": KEY, "calls": CALLS}, **publisher)}
    monitor.now = NOON
    return Desk()


async def poll(monitor: Monitor, desk: Desk) -> Outcome:
    async with opened(monitor.settings, catalog=monitor.sources, transport=desk.transport(), clock=lambda: monitor.now) as service:
        (result,) = await poll_with(service, [SOURCE], lambda _: None)
    return result.outcome


async def test_the_calls_of_a_day_are_counted_across_restarts_and_no_more_are_made(monitor: Monitor, desk: Desk) -> None:
    outcomes = []
    for _ in range(6):
        outcomes.append(await poll(monitor, desk))
        monitor.wait(minutes=20)
    assert len(desk.asked) == CALLS
    assert (outcomes[0], outcomes[-1]) == (Outcome.OK, Outcome.UNAVAILABLE)
    assert "the 9 calls of this day are spent" in monitor.rows("SELECT detail FROM sources")[0][0]
    monitor.wait(hours=8)  # over midnight UTC
    assert await poll(monitor, desk) is Outcome.OK


async def test_a_run_that_was_killed_counts_as_having_spent_all_that_it_might(monitor: Monitor, desk: Desk) -> None:
    process = killed.begin(monitor.settings, _Slow(), monitor.sources, monitor.now)
    patience = time.monotonic() + 30
    while process.is_alive() and not _reserved(monitor):
        assert time.monotonic() < patience
    process.kill()
    process.join()
    monitor.wait(minutes=20)
    assert await poll(monitor, desk) is Outcome.UNAVAILABLE
    assert desk.asked == []


async def test_a_429_is_not_asked_again_before_midnight_utc(monitor: Monitor, desk: Desk) -> None:
    desk.weather = "throttled"
    assert await poll(monitor, desk) is Outcome.UNAVAILABLE
    assert len(desk.asked) == 1
    ((due,),) = monitor.rows("SELECT due_at FROM sources")
    assert str(due) >= "2026-11-21 00:05"


@pytest.mark.parametrize("weather", ["fine", "throttled", "refusing", "rebuilt", "moved", "broken"])
async def test_the_key_is_in_no_table_file_log_or_letter(
    weather: str, monitor: Monitor, desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    await poll(monitor, desk)
    monitor.wait(days=1)
    desk.weather = weather
    await poll(monitor, desk)
    assert desk.asked[-1].params["api_key"] == KEY
    shown = capfd.readouterr()
    kept = [
        *monitor.change(_everything),
        *(content for path in monitor.settings.data.rglob("*") if path.is_file() for content in _read(path)),
    ]
    assert any("Facial recognition" in text for text in kept)
    for text in (*kept, *(str(message) for message in monitor.inbox.messages), shown.out, shown.err):
        assert KEY not in text


def _everything(connection: Connection) -> list[str]:
    return [str(connection.execute(select(table)).all()) for table in metadata.sorted_tables]


def _read(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    yield content.decode("latin-1")
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content).decode("latin-1")


def _reserved(monitor: Monitor) -> bool:
    try:
        return bool(monitor.rows("SELECT 1 FROM runs WHERE requests > 0"))
    except DBAPIError:  # no tables yet
        return False


class _Slow:
    """An API that never answers."""

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    async def _answer(self, _request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(30)
        return httpx.Response(404)
