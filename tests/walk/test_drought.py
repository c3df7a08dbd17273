"""A source that is read without fault and has nothing new for strangely long: the operator is told once, and when it is over."""

from datetime import timedelta

from pydantic import SecretStr
from sqlalchemy import insert, update
from walk.conftest import SOURCE, START, Monitor
from walk.test_deeds import browser
from walk.test_operator import PAGE, TOKEN, sign_in

from monitor import drought
from monitor.store import tables
from monitor.store.database import Connection

DAY = timedelta(days=1)


def a_source(connection: Connection, name: str, every: int, silent: int, times: int = 15) -> None:
    """A source that had something new every so many days, and then nothing for so many."""
    source = {
        "id": f"us-zz-{name}",
        "platform": "legistar",
        "kind": "meeting",
        "title": name.capitalize(),
        "enabled": True,
        "due_at": START,
    }
    connection.execute(insert(tables.sources), source | {"outcome": "ok"})
    for age in range(silent + times * every, silent - 1, -every):
        publish(connection, name, age)


def publish(connection: Connection, name: str, age: int) -> None:
    """A run so many days ago that found something."""
    run = {"source_id": f"us-zz-{name}", "outcome": "ok", "started_at": START - age * DAY, "ended_at": START - age * DAY, "new": 3}
    connection.execute(insert(tables.runs), run)


def test_silent_daily_feeds_are_one_message_and_a_weekly_council_is_none(monitor: Monitor) -> None:
    def tell_twice(connection: Connection) -> tuple[int, int]:
        a_source(connection, "feed", every=1, silent=6)
        a_source(connection, "wire", every=1, silent=7)
        a_source(connection, "council", every=7, silent=9)
        return drought.tell(connection, START), drought.tell(connection, START + DAY)

    assert monitor.change(tell_twice) == (2, 2)
    ((subject, text),) = monitor.rows("SELECT subject, text FROM reports")
    assert subject == "2 sources publish nothing new"
    assert "us-zz-feed (legistar) is read without fault, and has nothing new since 2026-11-14. Usually that takes 1 day" in text


def test_when_it_is_over_that_is_told_too(monitor: Monitor) -> None:
    def speak(connection: Connection) -> int:
        a_source(connection, "feed", every=1, silent=6)
        drought.tell(connection, START)
        publish(connection, "feed", 0)
        return drought.tell(connection, START) + drought.tell(connection, START)

    assert monitor.change(speak) == 0
    assert monitor.rows("SELECT subject FROM reports ORDER BY id") == [("Feed publishes nothing new",), ("Feed publishes again",)]


def learn(connection: Connection) -> None:
    """A council of one meeting a week that has been silent for sixteen days."""
    a_source(connection, "springhaven", every=7, silent=16)
    drought.tell(connection, START)


async def test_the_page_of_a_place_says_what_is_usual_and_what_is_strange(monitor: Monitor) -> None:
    monitor.change(learn)
    async with browser(monitor) as client:
        text = (await client.get(f"/places/{SOURCE}")).text
    assert "usually every 7 days, expected by 2026-11-11" in text
    assert "nothing new since 2026-11-04, which is strange" in text
    assert "none known" not in text


async def test_the_operator_sees_what_was_expected_of_a_source_beside_what_was_seen(monitor: Monitor) -> None:
    monitor = monitor.but(now=monitor.now, operator_token=SecretStr(TOKEN))
    monitor.change(learn)
    async with browser(monitor) as client:
        await sign_in(client)
        text = (await client.get(PAGE)).text
    assert "Last on 2026-11-04; that nothing comes is strange after 2026-11-18." in text
    assert "On 2 of the last thirty days, where 4 were to be expected." in text


async def test_of_a_source_that_is_not_known_for_long_no_page_says_what_is_usual(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    async with browser(monitor) as client:
        text = (await client.get(f"/places/{SOURCE}")).text
    assert "usually every" not in text
    assert "none known" in text


def test_a_source_that_cannot_be_read_is_told_as_that(monitor: Monitor) -> None:
    def broken(connection: Connection) -> int:
        a_source(connection, "feed", every=1, silent=6)
        connection.execute(update(tables.sources).values(outcome="unavailable"))
        return drought.tell(connection, START)

    assert monitor.change(broken) == 0
    assert monitor.count("reports") == 0
