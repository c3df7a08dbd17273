"""What a stranger asks is stopped where it takes too long, and nothing else is."""

from contextlib import suppress

import pytest
from sqlalchemy import Connection, text

from monitor.store.database import Database, DatabaseError, TookTooLong

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"
SHORT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT count(*) FROM n"


def answer(connection: Connection, query: str) -> int:
    return int(connection.execute(text(query)).scalar_one())


async def test_a_question_that_takes_too_long_is_stopped_and_the_next_one_is_answered(database: Database) -> None:
    for _ in range(5):  # more than there are connections
        with pytest.raises(TookTooLong):
            await database.ask_within(0.05, answer, ENDLESS)
    assert await database.ask_within(60, answer, SHORT) == 200_000


async def test_the_limit_ends_with_the_question(database: Database) -> None:
    with suppress(TookTooLong):
        await database.ask_within(0.001, answer, ENDLESS)
    assert [await database.ask(answer, SHORT) for _ in range(5)] == [200_000] * 5


async def test_what_is_wrong_for_another_reason_stays_what_it_is(database: Database) -> None:
    with pytest.raises(DatabaseError, match="nowhere"):
        await database.ask_within(60, answer, "SELECT 1 FROM nowhere")
