"""A file of a whole portal, read in one pass: killed in the middle it is read again, and nobody is told twice."""

import time
from collections import Counter
from dataclasses import dataclass, replace

import httpx
import pytest
from sqlalchemy.exc import DBAPIError
from tapes.sam.make import AT, row, table
from walk import killed
from walk.conftest import Monitor

from monitor.running import poll_with
from monitor.service import opened
from sources import registry
from sources.errors import Outcome

SOURCE = "us-zz-opportunities"
NOTICES = 600
TOLD = 30  # one notice in thirty is about something that a topic knows


@dataclass(kw_only=True)
class Depot:
    """A portal that publishes one file."""

    body: bytes

    def transport(self) -> httpx.MockTransport:
        """The portal, in place of the network."""
        return httpx.MockTransport(lambda request: httpx.Response(404) if request.url.path == "/robots.txt" else self._file())

    def _file(self) -> httpx.Response:
        return httpx.Response(200, content=self.body, headers={"content-type": "text/csv"})


def notices(number: int, *, late: int = 0) -> bytes:
    """So many notices with a deadline to come; the first `late` of them have been put off."""
    said = {True: "Lot {} of facial recognition cameras", False: "Lot {} of road salt"}
    rows = [
        row(
            each,
            Title=f"Contract {each}",
            Description=said[each % TOLD == 0].format(each),
            ResponseDeadLine=f"2026-12-{20 if each <= late else 15}T17:00:00-05:00",
        )
        for each in range(1, number + 1)
    ]
    return table(rows)


@pytest.fixture
def depot(monitor: Monitor) -> Depot:
    """The file, in place of the town that the monitor reads else."""
    publisher = {"id": SOURCE, "title": "Opportunities", "timezone": "America/New_York"}
    monitor.sources = {SOURCE: registry.build("sam", {}, **publisher)}
    monitor.now = AT
    return Depot(body=notices(NOTICES))


def lots(monitor: Monitor) -> Counter[str]:
    """How often each lot was told."""
    words = [word for message in monitor.inbox.messages for word in message["message"].replace(":", " ").split("Lot ")[1:]]
    return Counter(word.split()[0] for word in words)


def count(monitor: Monitor) -> int:
    """How many notices are stored; none before there are tables."""
    try:
        return monitor.count("records")
    except DBAPIError:
        return 0


async def finish(monitor: Monitor, depot: Depot) -> None:
    """A whole pass."""
    async with opened(monitor.settings, catalog=monitor.sources, transport=depot.transport(), clock=lambda: monitor.now) as service:
        await poll_with(service, [SOURCE], lambda _: None)


def kill_when_some_are_stored(monitor: Monitor, depot: Depot) -> int:
    """Begin a pass and end it as a power cut would; how many notices were stored by then."""
    process = killed.begin(monitor.settings, depot, monitor.sources, monitor.now)
    patience, stored = time.monotonic() + 30, 0
    while process.is_alive() and not stored:
        assert time.monotonic() < patience
        stored = count(monitor)
    process.kill()
    process.join()
    return count(monitor)


async def test_a_pass_that_was_killed_is_resumed_without_telling_anybody_twice(monitor: Monitor, depot: Depot) -> None:
    stored = kill_when_some_are_stored(monitor, depot)
    assert 0 < stored < NOTICES
    monitor.wait(minutes=20)  # the lease of the killed run runs out
    await finish(monitor, depot)
    assert monitor.count("records") == NOTICES
    expected = {str(each) for each in range(TOLD, NOTICES + 1, TOLD)}
    assert set(lots(monitor)) == expected
    assert monitor.count("alerts") == len(expected)
    assert sum(lots(monitor).values()) == len(expected)


async def test_the_file_of_the_next_day_tells_only_what_is_new_in_it(monitor: Monitor, depot: Depot) -> None:
    await finish(monitor, depot)
    before = lots(monitor)
    monitor.wait(days=1)
    depot = replace(depot, body=notices(NOTICES + TOLD, late=5))
    await finish(monitor, depot)
    assert lots(monitor) - before == {str(NOTICES + TOLD): 1}
    (run,) = monitor.rows("SELECT outcome, new, changed, unchanged FROM runs ORDER BY id DESC LIMIT 1")
    assert run == (Outcome.OK.value, TOLD, 5, NOTICES - 5)


async def test_a_file_that_is_far_shorter_than_the_last_ones_is_not_believed_until_it_stays_so(monitor: Monitor, depot: Depot) -> None:
    await finish(monitor, depot)
    before = monitor.rows("SELECT watermark FROM sources")
    outcomes = []
    for _ in range(4):
        monitor.wait(days=1)
        await finish(monitor, replace(depot, body=notices(NOTICES * 8 // 10)))
        outcomes.append(monitor.rows("SELECT outcome, watermark FROM sources"))
    doubted = [(Outcome.INCONCLUSIVE.value, before[0][0])]
    assert outcomes[:3] == [doubted] * 3
    assert outcomes[3] == [(Outcome.OK.value, outcomes[3][0][1])]
    (detail,) = monitor.rows("SELECT detail FROM runs WHERE outcome = 'inconclusive' ORDER BY id LIMIT 1")
    assert detail == ("480 listed, and 600 lately: less than 90% of it may be a file that was cut off",)
    assert "gives an empty answer" not in "".join(monitor.inbox.subjects)


async def test_a_file_that_is_a_little_shorter_is_whole(monitor: Monitor, depot: Depot) -> None:
    await finish(monitor, depot)
    monitor.wait(days=1)
    await finish(monitor, replace(depot, body=notices(NOTICES * 19 // 20)))
    assert monitor.rows("SELECT outcome FROM sources") == [(Outcome.OK.value,)]
