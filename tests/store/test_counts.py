"""A source whose list shrinks all at once is told to the operator, once; one that is quiet on weekends is not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from making import NOW
from sqlalchemy import Connection, select

from monitor import health
from monitor.store import runs, tables
from monitor.store import sources as states
from monitor.store.database import Database
from sources.errors import Outcome

SOURCE = "us-zz-opportunities"


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A transaction in a database with one source."""
    with database.engine.begin() as opened:
        entry = states.Entry(id=SOURCE, platform="sam", kind="notice", title="Opportunities", enabled=True)
        states.register(opened, [entry], NOW)
        yield opened


def run(connection: Connection, *listed: int, outcome: Outcome = Outcome.OK) -> None:
    """Runs that listed so many rows, one after the other, as they are settled."""
    for count in listed:
        id_ = runs.begin(connection, SOURCE, NOW)
        health.after_count(connection, states.state(connection, SOURCE), outcome, count, NOW)
        runs.end(connection, id_, outcome, "", runs.Count(unchanged=count), NOW + timedelta(minutes=1))


def told(connection: Connection) -> list[str]:
    return list(connection.execute(select(tables.reports.c.subject)).scalars())


def test_a_list_that_drops_under_a_fifth_of_the_shortest_of_ten_is_told_once(connection: Connection) -> None:
    run(connection, *[100] * 10, 19, 18, 17)
    assert told(connection) == ["Opportunities lists far less than usual"]
    text = connection.execute(select(tables.reports.c.text)).scalar_one()
    assert "us-zz-opportunities (sam) listed 19, and never less than 100 in the 10 runs before." in text
    assert "monitor sources try us-zz-opportunities" in text


@pytest.mark.parametrize(
    "listed",
    [
        [100] * 9 + [5],  # too few runs to know what is usual
        [100] * 5 + [20, 22] + [100] * 5 + [21],  # quiet every weekend
        [19] * 10 + [1],  # so short that chance decides
        [100] * 10 + [20],
    ],
)
def test_what_may_be_chance_is_not_told(connection: Connection, listed: list[int]) -> None:
    run(connection, *listed)
    assert told(connection) == []


def test_a_list_that_is_proven_empty_or_was_not_read_whole_is_no_news_here(connection: Connection) -> None:
    run(connection, *[100] * 10)
    run(connection, 0, outcome=Outcome.OK_EMPTY)
    run(connection, 3, outcome=Outcome.UNAVAILABLE)
    run(connection, 90)
    assert told(connection) == []
