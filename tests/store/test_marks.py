"""The marks by which a platform knows what it need not ask for again."""

from datetime import timedelta

import pytest
from making import NOW
from sqlalchemy import Connection, event, insert

from monitor.store import sources as states
from monitor.store.database import Database
from monitor.store.marks import BESIDE, LATEST, Marks
from monitor.store.tables import records

LARGE, SMALL = "us-zz-portal", "us-zz-springhaven"
NUMBER = LATEST + 3 * BESIDE


def fill(connection: Connection, source_id: str, number: int) -> None:
    entry = states.Entry(id=source_id, platform="sam", kind="notice", title=source_id, enabled=True)
    states.register(connection, [entry], NOW)
    same = {"source_id": source_id, "kind": "notice", "fingerprint": "", "revision": 1, "title": "", "url": "", "first_seen": NOW}
    rows = [{**same, "key": f"{n}", "mark": f"mark {n}", "last_seen": NOW + timedelta(seconds=n)} for n in range(number)]
    connection.execute(insert(records), rows)


async def loaded(database: Database, source_id: str, number: int) -> Marks:
    await database.run(fill, source_id, number)
    marks = Marks(database, source_id)
    await database.ask(marks.load)
    return marks


@pytest.fixture
def asked(database: Database) -> list[str]:
    """The statements that the database is asked from now on."""
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    return statements


async def test_every_record_has_its_mark_however_many_there_are(database: Database) -> None:
    marks = await loaded(database, LARGE, NUMBER)
    assert [marks(f"{n}") for n in range(NUMBER)] == [f"mark {n}" for n in range(NUMBER)]
    assert (marks("new"), marks("new")) == (None, None)


async def test_a_list_in_the_order_of_the_last_one_costs_a_question_for_a_thousand(database: Database, asked: list[str]) -> None:
    marks = await loaded(database, LARGE, NUMBER)
    asked.clear()
    for n in range(NUMBER):
        marks(f"{n}")
    assert len([one for one in asked if one.startswith("SELECT")]) == 2 * (NUMBER - LATEST) // BESIDE


async def test_a_source_with_few_records_is_asked_for_once(database: Database, asked: list[str]) -> None:
    await database.run(fill, LARGE, NUMBER)
    marks = await loaded(database, SMALL, 3)
    asked.clear()
    assert [marks(key) for key in ("0", "2", "9", str(NUMBER - 1))] == ["mark 0", "mark 2", None, None]
    assert asked == []
