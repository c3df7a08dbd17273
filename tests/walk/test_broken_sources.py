"""A source that breaks is named for what it is, keeps its watermark, and is told to the operator once."""

import pytest
from walk.conftest import SOURCE, Monitor
from walk.town import FACE

from sources.errors import Outcome

BROKEN = [
    ("down", Outcome.UNAVAILABLE, "does not answer"),
    ("redesigned", Outcome.LAYOUT_CHANGED, "answers in a form that we do not know"),
    ("moved", Outcome.MOVED, "has moved to another address"),
    ("empty", Outcome.INCONCLUSIVE, "gives an answer that is empty or not whole, and proves nothing"),
    ("refusing", Outcome.BLOCKED, "refuses our requests"),
]


@pytest.mark.parametrize(("weather", "outcome", "words"), BROKEN)
async def test_it_is_named_keeps_its_watermark_and_is_told_once(monitor: Monitor, weather: str, outcome: Outcome, words: str) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    before = monitor.rows(f"SELECT watermark FROM sources WHERE id = '{SOURCE}'")
    monitor.town.weather = weather
    for _ in range(5):
        monitor.wait(hours=13)
        assert (await monitor.poll()).outcome is outcome
    assert monitor.rows(f"SELECT watermark FROM sources WHERE id = '{SOURCE}'") == before
    assert monitor.inbox.subjects == [f"Springhaven City Council {words}"]
    assert monitor.rows("SELECT state FROM reports") == [("sent",)]


async def test_what_was_published_meanwhile_is_told_after_the_recovery(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    monitor.town.weather = "redesigned"
    monitor.wait(hours=13)
    await monitor.poll()
    monitor.town.meet(4102, FACE)
    monitor.town.weather = "fine"
    monitor.wait(hours=13)
    await monitor.poll()
    monitor.wait(minutes=1)  # a report waits for others of its kind
    await monitor.poll()
    assert "Springhaven City Council answers in a form that we do not know" in monitor.inbox.subjects
    assert "Springhaven City Council is back" in monitor.inbox.subjects
    assert any("facial recognition" in message["message"] for message in monitor.inbox.messages)
    assert monitor.rows(f"SELECT outcome, failures, told FROM sources WHERE id = '{SOURCE}'") == [("ok", 0, None)]
