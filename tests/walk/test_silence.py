"""Silence is explained: to who watches a source that broke, in each digest, after two quiet weeks; and the canary breaks it."""

from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr
from walk.conftest import SOURCE, Monitor
from walk.town import FACE

from monitor import canary
from monitor.model import Cadence, Rhythm, Scope, Watch
from monitor.store import reports, watches

START = datetime(2026, 11, 20, 12, tzinfo=UTC)


def subscribe(monitor: Monitor, name: str, *, sources: tuple[str, ...] = (), cadence: Cadence = Cadence.NOW) -> None:
    """A subscriber with one watch of all topics."""

    def put(connection: Any) -> None:
        channel = watches.put_channel(connection, name, "hook", monitor.inbox.url, trusted=True, now=monitor.now)
        watch = Watch(
            id=0,
            subscriber_id=0,
            name=f"{name}'s watch",
            topics=frozenset({"*"}),
            scope=Scope(sources=frozenset(sources)),
            channels=frozenset({channel}),
            rhythm=Rhythm(cadence=cadence),
        )
        watches.put_watch(connection, name, watch, monitor.now)

    monitor.change(put)


async def test_who_watches_a_source_by_name_is_told_once_that_it_is_silent_and_once_that_it_speaks(monitor: Monitor) -> None:
    monitor = monitor.but(notify=None, now=START)
    subscribe(monitor, "desk", sources=(SOURCE,))
    subscribe(monitor, "everywhere")
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    monitor.town.weather = "down"
    for _ in range(8):
        monitor.wait(hours=13)
        await monitor.poll()
    assert monitor.inbox.subjects == ["Springhaven City Council cannot be read for now"]
    assert "does not mean that there is nothing" in monitor.inbox.messages[0]["message"]
    monitor.town.weather = "fine"
    monitor.wait(hours=13)
    await monitor.poll()
    monitor.wait(minutes=1)
    await monitor.poll()
    assert monitor.inbox.subjects[1:] == ["Springhaven City Council is read again"]


async def test_a_digest_says_what_was_looked_through_and_what_was_not(monitor: Monitor) -> None:
    monitor = monitor.but(notify=None, now=START)
    subscribe(monitor, "desk", cadence=Cadence.WEEKLY)
    monitor.town.meet(4101, FACE, day="2026-12-20")
    await monitor.poll()
    monitor.now = datetime(2026, 11, 23, 7, tzinfo=UTC)  # Monday
    await monitor.poll()
    assert "Looked through for you: 1 source, each to the end within two days." in monitor.inbox.messages[0]["message"]
    monitor.town.meet(4102, f"Amendment: {FACE} in parks", day="2026-12-21")
    monitor.wait(hours=2)
    await monitor.poll()
    monitor.town.weather = "redesigned"
    monitor.now = datetime(2026, 11, 30, 7, tzinfo=UTC)
    await monitor.poll()
    assert "Late or broken: Springhaven City Council (last on 23 November)." in monitor.inbox.messages[1]["message"]


async def test_after_two_quiet_weeks_a_note_says_that_nothing_was_found(monitor: Monitor) -> None:
    monitor = monitor.but(notify=None, now=START)
    subscribe(monitor, "desk")
    monitor.town.meet(4101, "Roll call")
    for _ in range(29):
        await monitor.poll()
        monitor.wait(days=1)
    assert monitor.inbox.subjects == ["Nothing found in 14 days"]
    text = monitor.inbox.messages[0]["message"]
    assert "Nothing was found in 14 days for “desk's watch”." in text
    assert "Looked through for you: 1 source" in text


async def test_an_outage_of_a_platform_is_one_message(monitor: Monitor) -> None:
    def break_three(connection: Any) -> None:
        for place in ("Elm", "Oak", "Ash"):
            subjects = (f"{place} does not answer", "{number} sources on legistar do not answer")
            reports.gather(connection, "legistar unavailable", subjects, f"us-zz-{place.lower()}: 503", monitor.now)

    monitor.town.meet(4101, "Roll call")
    monitor.change(break_three)
    monitor.wait(minutes=1)
    await monitor.poll()
    assert monitor.inbox.subjects == ["3 sources on legistar do not answer"]
    assert all(f"us-zz-{place}: 503" in monitor.inbox.messages[0]["message"] for place in ("elm", "oak", "ash"))


async def test_the_canary_arrives_once_a_day(monitor: Monitor) -> None:
    monitor = monitor.but(notify=None, canary=SecretStr(monitor.inbox.url), now=START)
    monitor.town.meet(4101, "Roll call")
    for _ in range(3):
        await monitor.poll(SOURCE, canary.SOURCE)
        monitor.wait(hours=12)
    assert [subject for subject in monitor.inbox.subjects if "Canary notice number" in subject] == [
        "The monitor's canary: Canary notice number in “Canary notice number 20261120”",
        "The monitor's canary: Canary notice number in “Canary notice number 20261121”",
    ]


async def test_the_operator_is_told_once_a_day_that_the_canary_does_not_arrive(monitor: Monitor) -> None:
    monitor = monitor.but(canary=SecretStr("json://127.0.0.1:1/"), now=START)
    monitor.town.meet(4101, "Roll call")
    for _ in range(28):
        await monitor.poll(SOURCE, canary.SOURCE)
        monitor.wait(hours=1)
    assert monitor.inbox.subjects == ["The canary is silent"]
    assert "last delivered on 2026-11-20 12:00 UTC" in monitor.inbox.messages[0]["message"]
