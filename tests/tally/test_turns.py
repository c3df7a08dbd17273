"""Turns in the ledger are told once, to whoever follows vendors there, and never those of the past."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from making import NOW
from sqlalchemy import select, update
from tally.archive import PORTAL, REGISTER, SOURCES, STATE, booked, notice, report, store

from monitor import turning
from monitor.ledger.turns import Quarter, Record, doubled
from monitor.model import Watch
from monitor.store import runs, watches
from monitor.store.database import Connection, Database
from monitor.store.tables import reports
from monitor.store.tables import runs as runs_table
from sources.model import Record as Published

TODAY = NOW.date()
DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=1)


def follow(connection: Connection, *topics: str) -> None:
    """Somebody follows these topics everywhere."""
    channel = watches.put_channel(connection, "desk", "mail", "json://localhost", trusted=False, now=NOW)
    watch = Watch(id=0, subscriber_id=0, name="theirs", topics=frozenset(topics), channels=frozenset({channel}))
    watches.put_watch(connection, "desk", watch, NOW)


def add(database: Database, source: str, *given: Published) -> None:
    with database.engine.begin() as connection:
        store(connection, source, *given)
    booked(database)


def told(database: Database, now: datetime = NOW) -> list[str]:
    """What was owed so far, after looking."""
    with database.engine.begin() as connection:
        turning.tell(connection, now)
        return list(connection.execute(select(reports.c.subject).order_by(reports.c.id)).scalars())


def begin(database: Database, *topics: str) -> None:
    with database.engine.begin() as connection:
        follow(connection, *(topics or ("vendors",)))
        read_before(connection)
    assert told(database) == []


def read_before(connection: Connection, *but: str) -> None:
    """All sources were read to the end the day before, except these."""
    store(connection, PORTAL)
    for source in SOURCES:
        runs.begin(connection, source, NOW - DAY)
    ended = update(runs_table).values(ended_at=NOW - DAY, outcome="ok")
    connection.execute(ended.where(runs_table.c.source_id.not_in(but)))


def test_a_first_contract_in_a_state_is_told_once(database: Database) -> None:
    begin(database)
    add(database, STATE, notice("1", "100", on=TODAY))
    assert told(database) == ["The first contract of NEC in US-YY that we know of"]
    add(database, STATE, notice("2", "200", on=TODAY))
    assert told(database, LATER) == ["The first contract of NEC in US-YY that we know of"]


def test_lobbying_that_doubled_within_a_quarter_is_told_with_both_sums(database: Database) -> None:
    begin(database, "*")
    add(database, REGISTER, recent("a", "30000", "2026 Q2"))
    assert told(database) == []
    add(database, REGISTER, recent("b", "60000", "2026 Q3"))
    assert told(database) == ["NEC spent 60,000 USD on lobbying in 2026 Q3, after 30,000 USD in 2026 Q2"]


def recent(key: str, value: str, period: str) -> Published:
    found = report(key, value, period=period)
    return Published(**{name: getattr(found, name) for name in Published.__dataclass_fields__} | {"published": TODAY})


def test_what_was_there_at_first_and_what_is_long_past_is_never_told(database: Database) -> None:
    with database.engine.begin() as connection:
        follow(connection, "vendors")
        read_before(connection)
    add(database, STATE, notice("1", "100", on=TODAY))
    assert told(database) == []
    add(database, PORTAL, notice("2", "100", on=date(2019, 1, 1)))
    assert told(database) == []


def test_what_fills_the_archive_is_no_news_however_recent(database: Database) -> None:
    with database.engine.begin() as connection:
        follow(connection, "vendors")
        read_before(connection, STATE)
    assert told(database) == []
    add(database, STATE, notice("1", "100", on=TODAY))
    assert told(database) == []


def test_who_follows_other_topics_is_not_told(database: Database) -> None:
    begin(database, "iris")
    add(database, STATE, notice("1", "100", on=TODAY))
    assert told(database) == []


def quarter(period: str, total: int | None, unknown: int = 0) -> Quarter:
    record = Record(day=TODAY, seen=NOW, source=REGISTER, title="", url="")
    known = None if total is None else Decimal(total)
    return Quarter(vendor="NEC", period=period, currency="USD", total=known, unknown=unknown, record=record)


def test_nothing_doubles_after_nothing_after_the_unknown_or_after_a_gap() -> None:
    assert list(doubled([quarter("2025 Q4", 10), quarter("2026 Q1", 20)])) != []
    others = [("2025 Q4", 0, 0), ("2025 Q4", None, 1), ("2025 Q4", 10, 1), ("2025 Q3", 10, 0), ("2025", 10, 0)]
    for before in [quarter(period, total, unknown) for period, total, unknown in others]:
        assert list(doubled([before, quarter("2026 Q1", 20)])) == []
    assert list(doubled([quarter("2025 Q4", 10), quarter("2026 Q1", 19)])) == []
