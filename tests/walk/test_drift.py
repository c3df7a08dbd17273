"""A field that a source used to fill and hardly fills any more: the operator is told once, and when it is filled again."""

from datetime import timedelta

from sqlalchemy import insert
from walk.conftest import SOURCE, START, Monitor
from walk.test_vitals import numbers

from monitor import drift
from monitor.store import fills, tables
from monitor.store.database import Connection

DAY = timedelta(days=1)


def a_source(connection: Connection, name: str) -> None:
    """A source whose records had a place and items on each second day of a month."""
    row = {"id": f"us-zz-{name}", "platform": "legistar", "kind": "meeting", "title": name.capitalize(), "enabled": True, "due_at": START}
    connection.execute(insert(tables.sources), row)
    for age in range(60, 10, -2):
        publish(connection, name, age, places=4)


def publish(connection: Connection, name: str, age: int, places: int) -> None:
    """Five new records so many days ago, of which so many have a place, and all have items."""
    asked, filled = {"location": 5, "items": 5}, {"location": places, "items": 5}
    fills.add(connection, f"us-zz-{name}", (START - age * DAY).date(), asked, filled)


def test_a_form_that_lost_a_field_is_told_once_for_all_its_sources(monitor: Monitor) -> None:
    def lose(connection: Connection) -> tuple[int, int]:
        for name in ("elm", "oak", "ash"):
            a_source(connection, name)
            for age in (5, 3, 1):
                publish(connection, name, age, places=5 if name == "ash" else 0)
        return drift.tell(connection, START), drift.tell(connection, START + DAY)

    assert monitor.change(lose) == (2, 2)
    ((subject, text),) = monitor.rows("SELECT subject, text FROM reports")
    assert subject == "2 fields that sources on legistar used to fill are hardly filled any more"
    assert "us-zz-elm (legistar): since 2026-11-15 0% of 15 records have location, where 80% had it before." in text


def test_when_it_is_filled_again_that_is_told_too_and_then_nothing(monitor: Monitor) -> None:
    def lose_and_find(connection: Connection) -> int:
        a_source(connection, "elm")
        for age in (5, 3, 1):
            publish(connection, "elm", age, places=0)
        drift.tell(connection, START)
        publish(connection, "elm", -1, places=5)
        return drift.tell(connection, START + DAY) + drift.tell(connection, START + 2 * DAY)

    assert monitor.change(lose_and_find) == 0
    told = monitor.rows("SELECT subject FROM reports ORDER BY id")
    assert told == [("Elm: hardly any record has location any more",), ("Elm: records have location again",)]


def test_what_is_older_than_half_a_year_is_forgotten(monitor: Monitor) -> None:
    def age(connection: Connection) -> int:
        a_source(connection, "elm")
        return drift.tell(connection, START + 200 * DAY)

    assert monitor.change(age) == 0
    assert monitor.count("fills") == 0


async def test_what_a_run_stores_is_counted_once_and_the_archive_of_a_first_run_is_not(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    assert monitor.count("fills") == 0
    for number in (4102, 4103):
        monitor.wait(hours=13)
        monitor.town.meet(number, "Roll call")
        await monitor.poll()
        await monitor.poll()  # which finds nothing new
    days = monitor.change(lambda connection: next(iter(fills.moving(connection, START.date(), START.date()))).days)
    assert sum(day.asked["items"] for day in days) == sum(day.filled["items"] for day in days) == 2


async def test_it_is_a_number_and_the_clock_looks_for_it(monitor: Monitor) -> None:
    def lose(connection: Connection) -> None:
        a_source(connection, SOURCE.removeprefix("us-zz-"))
        for age in (5, 3, 1):
            publish(connection, SOURCE.removeprefix("us-zz-"), age, places=0)

    monitor.change(lose)
    monitor.town.meet(4101, "Roll call")
    await monitor.poll()
    assert (await numbers(monitor))["monitor_troubles{fill}"] == 0
    monitor.wait(days=1)
    await monitor.poll()
    assert (await numbers(monitor))["monitor_troubles{fill}"] == 1
    assert monitor.rows("SELECT detail FROM chores WHERE id = 'drift'") == [("1 fields hardly filled any more",)]
