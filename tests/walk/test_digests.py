"""Digests, quiet hours and mutes on the whole way: what leaves when, and as how many messages."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from walk.conftest import SOURCE, Monitor
from walk.town import FACE, PLATES

from monitor.model import Cadence, Rhythm, Watch
from monitor.store import mutes, watches
from monitor.store.owing import MOST_AN_HOUR

CHICAGO = "America/Chicago"
NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)  # 12:00 in Chicago


def subscribe(monitor: Monitor, *, quiet: tuple[time, time] | None = None, muted: frozenset[str] = frozenset(), **rhythm: Any) -> int:
    """A reporter in Chicago who watches two topics; the subscriber's id."""

    def put(connection: Any) -> int:
        watches.set_hours(connection, "desk", CHICAGO, quiet, monitor.now)
        channel = watches.put_channel(connection, "desk", "hook", monitor.inbox.url, trusted=True, now=monitor.now)
        topics = frozenset({"facial-recognition", "license-plate-readers"})
        watch = Watch(
            id=0, subscriber_id=0, name="faces", topics=topics, channels=frozenset({channel}), rhythm=Rhythm(**rhythm), muted=muted
        )
        watches.put_watch(connection, "desk", watch, monitor.now)
        return watches.subscriber(connection, "desk", monitor.now)

    return monitor.change(put)


@pytest.fixture
def quiet_operator(monitor: Monitor) -> Monitor:
    """A monitor whose operator asked for nothing: every message is a subscriber's."""
    return monitor.but(notify=None, now=NOON)


async def test_a_daily_digest_leaves_as_one_message_at_its_hour(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    subscribe(monitor, cadence=Cadence.DAILY)
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    monitor.wait(hours=6)
    monitor.town.meet(4102, PLATES, day="2026-12-09")
    await monitor.poll()
    assert monitor.inbox.messages == []
    monitor.now = datetime(2026, 11, 21, 13, tzinfo=UTC)  # 7:00 in Chicago
    await monitor.poll()
    assert monitor.inbox.subjects == ["2 records: Facial recognition, License plate readers"]
    text = monitor.inbox.messages[0]["message"]
    assert text.index("Facial recognition") < text.index("License plate readers")
    assert "«facial recognition»" in text
    assert "4101_A_Agenda.pdf#page=2" in text
    assert monitor.rows("SELECT state, attempts FROM alerts") == [("sent", 1), ("sent", 1)]
    assert monitor.rows("SELECT state FROM digests") == [("sent",)]
    assert monitor.rows("SELECT alert_id, delivery FROM deliveries") == [(None, "sent")]


async def test_a_digest_stays_at_its_hour_when_the_clocks_change(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    monitor.now = datetime(2027, 3, 13, 18, tzinfo=UTC)
    subscribe(monitor, cadence=Cadence.DAILY)
    monitor.town.meet(4101, FACE, day="2027-04-02")
    await monitor.poll()
    monitor.now = datetime(2027, 3, 14, 11, 59, tzinfo=UTC)  # 6:59 by the new clock
    await monitor.poll()
    assert monitor.inbox.messages == []
    monitor.wait(minutes=1)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1


async def test_what_is_found_at_night_is_told_in_the_morning(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    subscribe(monitor, quiet=(time(22), time(7)))
    monitor.now = datetime(2026, 11, 21, 6, tzinfo=UTC)  # midnight in Chicago
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    assert monitor.inbox.messages == []
    monitor.now = datetime(2026, 11, 21, 13, tzinfo=UTC)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1


async def test_a_meeting_before_the_next_digest_is_told_at_once(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    subscribe(monitor, cadence=Cadence.WEEKLY)
    monitor.town.meet(4101, FACE, day="2026-11-21")
    monitor.town.meet(4102, PLATES, day="2026-12-09")
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1
    assert "facial recognition in item 1" in monitor.inbox.subjects[0]
    assert monitor.rows("SELECT count(*) FROM alerts WHERE state = 'queued' AND digest_id IS NOT NULL") == [(1,)]


async def test_a_meeting_that_is_moved_before_the_digest_leaves_it(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    subscribe(monitor, cadence=Cadence.WEEKLY)
    monitor.town.meet(4101, FACE, day="2026-12-09")
    monitor.town.meet(4102, PLATES, day="2026-12-09")
    await monitor.poll()
    assert monitor.inbox.messages == []
    monitor.wait(hours=2)
    monitor.town.say(4101, Date="2026-11-22T00:00:00")  # the digest is on Monday the 23rd
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1
    assert "Meeting: Sunday 22 November 2026" in monitor.inbox.messages[0]["message"]
    monitor.now = datetime(2026, 11, 23, 14, tzinfo=UTC)
    await monitor.poll()
    assert monitor.inbox.subjects[1:] == ["1 record: License plate readers"]


async def test_a_digest_survives_a_channel_that_is_down_for_a_day(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    subscribe(monitor, cadence=Cadence.DAILY)
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    monitor.inbox.closed = True
    monitor.now = datetime(2026, 11, 21, 13, tzinfo=UTC)
    for _ in range(24):
        await monitor.poll()
        monitor.wait(hours=1)
    assert monitor.inbox.messages == []
    monitor.inbox.closed = False
    monitor.wait(hours=12)
    await monitor.poll()
    assert monitor.inbox.subjects == ["1 record: Facial recognition"]
    assert monitor.rows("SELECT state FROM alerts") == [("sent",)]


async def test_news_of_a_record_joins_the_digest_that_still_waits(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    subscribe(monitor, cadence=Cadence.DAILY)
    monitor.town.meet(4101, FACE)
    await monitor.poll()
    monitor.wait(hours=3)
    monitor.town.meet(4101, FACE, PLATES)
    await monitor.poll()
    monitor.now = datetime(2026, 11, 21, 13, tzinfo=UTC)
    await monitor.poll()
    assert monitor.count("alerts") == 1
    assert len(monitor.inbox.messages) == 1
    assert "license plate readers" in monitor.inbox.messages[0]["message"]


async def test_a_flood_is_gathered_and_nothing_of_it_is_dropped(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    subscribe(monitor)
    flood = MOST_AN_HOUR + 70
    for number in range(flood):
        monitor.town.meet(5000 + number, f"Lot {number}: {FACE}")
    await monitor.poll()
    assert len(monitor.inbox.messages) == MOST_AN_HOUR
    monitor.wait(minutes=10)
    await monitor.poll()
    assert len(monitor.inbox.messages) == MOST_AN_HOUR + 1
    assert monitor.inbox.subjects[-1] == "70 records: Facial recognition"
    assert monitor.rows("SELECT state, count(*) FROM alerts GROUP BY state") == [("sent", flood)]


async def test_a_muted_story_is_told_no_more_to_this_subscriber_alone(monitor: Monitor) -> None:
    desk = subscribe(monitor)
    monitor.town.meet(4101, FACE, matters=(55,))
    await monitor.poll()
    assert len(monitor.inbox.messages) == 2  # the operator's and the desk's
    monitor.change(lambda connection: mutes.mute(connection, desk, f"{SOURCE} thread 55", monitor.now))
    monitor.wait(hours=2)
    monitor.town.meet(4101, f"Second reading: {FACE} in schools", matters=(55,))
    await monitor.poll()
    assert len(monitor.inbox.messages) == 3
    assert monitor.rows("SELECT count(*) FROM alerts a JOIN channels c ON c.id = a.channel_id WHERE c.name = 'hook'") == [(1,)]


async def test_a_passage_that_says_a_muted_phrase_is_not_told(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    subscribe(monitor, muted=frozenset({"parking garage"}))
    monitor.town.meet(4101, f"{PLATES} for the Parking-Garage", "Parking", f"{FACE} for garages")
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1
    assert "license plate" not in monitor.inbox.messages[0]["message"].lower()
    assert monitor.rows("SELECT count(*) FROM hits WHERE rule = 'topic:license-plate-readers'")[0][0] > 0


async def test_an_impatient_watch_on_the_same_channel_takes_its_record_out_of_the_digest(quiet_operator: Monitor) -> None:
    monitor = quiet_operator
    subscribe(monitor, cadence=Cadence.DAILY)
    monitor.town.meet(4101, FACE)
    await monitor.poll()

    def impatient(connection: Any) -> None:
        channel = watches.list_channels(connection, "desk")[0].id
        topics = frozenset({"license-plate-readers"})
        watch = Watch(id=0, subscriber_id=0, name="plates at once", topics=topics, channels=frozenset({channel}))
        watches.put_watch(connection, "desk", watch, monitor.now)

    monitor.wait(hours=2)
    monitor.change(impatient)
    monitor.town.meet(4101, FACE, PLATES)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1
    assert "facial recognition" in monitor.inbox.messages[0]["message"]
    assert "license plate readers" in monitor.inbox.messages[0]["message"]
    monitor.now = NOON + timedelta(days=1)
    await monitor.poll()
    assert len(monitor.inbox.messages) == 1  # the digest that it left has nothing else to say
