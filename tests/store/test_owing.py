"""Owing and telling once, in the tables."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from making import NOW, hit, meeting, watch
from sqlalchemy import Connection, select

from monitor import decide
from monitor.model import Delivery, Hit, Place, Receipt, Watch
from monitor.store import alerts, documents, hits, lease, letters, owing, records, runs, tables, watches
from monitor.store import sources as states
from monitor.store.database import Database
from sources.model import Kind

SOURCE = "us-zz-springhaven"


@pytest.fixture
def connection(database: Database):  # type: ignore[no-untyped-def]
    """A transaction in a database with one source, one record and one channel."""
    with database.engine.begin() as opened:
        entry = states.Entry(id=SOURCE, platform="legistar", kind="meeting", title="Springhaven", enabled=True)
        states.register(opened, [entry], NOW)
        add_record(opened, "1")
        watches.put_channel(opened, "dana", "mail", "json://localhost", trusted=True, now=NOW)
        yield opened


def add_record(connection: Connection, key: str, *, links: bool = False) -> int:
    record = meeting(key) if links else meeting(key, links=())
    revision = decide.revise(record, None)
    assert revision is not None
    run = runs.begin(connection, SOURCE, NOW)
    ids = records.save(connection, SOURCE, ZoneInfo("America/Chicago"), run, [revision], NOW)
    documents.attach(connection, [(ids[0], revision)], SOURCE, NOW)
    return ids[0]


def find(connection: Connection, *found: Hit, record_id: int = 1, quiet: bool = False, watching: tuple[Watch, ...] = (watch(),)) -> int:
    stored = hits.save(connection, [hits.Found(record_id=record_id, revision=1, hit=h, quiet=quiet) for h in found], NOW)
    owed = decide.owed([s.found.hit for s in stored], watching, SOURCE, Kind.MEETING)
    return owing.owe(connection, stored, owed, NOW)


def told(connection: Connection) -> list[tuple[int, str, int]]:
    """Alert, state and number of hits."""
    rows = select(tables.alerts.c.id, tables.alerts.c.state).order_by(tables.alerts.c.id)
    of = [row[0] for row in connection.execute(select(tables.alert_hits.c.alert_id))]
    return [(row.id, row.state, of.count(row.id)) for row in connection.execute(rows)]


def send(connection: Connection, alert_id: int, delivery: Delivery = Delivery.SENT, now=NOW) -> alerts.State:  # type: ignore[no-untyped-def]
    return alerts.settle(connection, alerts.envelope(connection, alert_id), [Receipt(delivery=delivery, service="json")], now)


def test_two_passages_of_one_record_are_one_alert(connection: Connection) -> None:
    assert find(connection, hit("facial recognition"), hit("iris scan")) == 1
    assert told(connection) == [(1, "queued", 2)]


def test_a_passage_found_again_is_not_told_again(connection: Connection) -> None:
    find(connection, hit())
    send(connection, 1)
    assert find(connection, hit()) == 0
    assert find(connection, hit(place=Place(part_key="9"))) == 0
    assert told(connection) == [(1, "sent", 1)]


def test_the_page_that_prints_a_queued_passage_joins_its_alert(connection: Connection) -> None:
    add_record(connection, "2", links=True)
    find(connection, hit())
    assert find(connection, hit(place=Place(document_id=1, page=3))) == 0
    assert told(connection) == [(1, "queued", 2)]


def test_a_new_passage_of_a_record_already_told_is_a_new_alert(connection: Connection) -> None:
    find(connection, hit())
    send(connection, 1)
    assert find(connection, hit("iris scan")) == 1
    assert told(connection) == [(1, "sent", 1), (2, "queued", 1)]


def test_an_alert_in_the_hands_of_a_sender_does_not_grow(connection: Connection) -> None:
    find(connection, hit())
    assert lease.claim(connection, tables.alerts, 1, NOW)
    find(connection, hit("iris scan"))
    assert told(connection) == [(1, "queued", 1), (2, "queued", 1)]


def test_a_matter_told_in_committee_is_not_told_again_in_council(connection: Connection) -> None:
    matter = f"{SOURCE} thread 26-0017"
    find(connection, hit(story=matter))
    council = add_record(connection, "2")
    assert find(connection, hit(story=matter), record_id=council) == 0
    assert told(connection) == [(1, "queued", 1)]


def test_the_past_is_kept_and_told_to_nobody_even_when_it_is_printed_again(connection: Connection) -> None:
    assert find(connection, hit(), quiet=True) == 0
    assert find(connection, hit(place=Place(part_key="9"))) == 0
    assert connection.execute(select(tables.hits.c.place).order_by(tables.hits.c.id)).scalars().all() == ["part:2", "part:9"]


def test_two_channels_are_each_told_once(connection: Connection) -> None:
    watches.put_channel(connection, "dana", "chat", "json://localhost/2", trusted=True, now=NOW)
    both = (watch(1, channels=frozenset({1, 2})), watch(2, channels=frozenset({2})))
    assert find(connection, hit(), watching=both) == 2
    assert told(connection) == [(1, "queued", 1), (2, "queued", 2)]


def test_two_topics_in_one_passage_are_one_alert_that_names_both(connection: Connection) -> None:
    assert find(connection, hit(), hit(rule="topic:vendors")) == 1
    assert told(connection) == [(1, "queued", 2)]


def test_an_alert_waits_for_the_documents_of_its_record_and_not_without_end(connection: Connection) -> None:
    record = add_record(connection, "2", links=True)
    find(connection, hit(), record_id=record)
    assert lease.due(connection, tables.alerts, NOW, 9) == []
    assert lease.due(connection, tables.alerts, NOW + documents.HOLD, 9) == [1]
    owing.hurry(connection, [record], NOW)
    assert lease.due(connection, tables.alerts, NOW, 9) == []
    documents.close(connection, 1, documents.State.GONE, "404")
    owing.hurry(connection, [record], NOW)
    assert lease.due(connection, tables.alerts, NOW, 9) == [1]


def test_a_failed_send_stays_queued_with_a_longer_wait_each_time(connection: Connection) -> None:
    find(connection, hit())
    assert send(connection, 1, Delivery.FAILED) is alerts.State.QUEUED
    assert lease.due(connection, tables.alerts, NOW + timedelta(minutes=2), 9) == []
    assert lease.due(connection, tables.alerts, NOW + timedelta(minutes=3), 9) == [1]
    send(connection, 1, Delivery.FAILED)
    assert lease.due(connection, tables.alerts, NOW + timedelta(minutes=8), 9) == []


def test_an_alert_is_given_up_after_three_days_and_kept(connection: Connection) -> None:
    find(connection, hit())
    assert send(connection, 1, Delivery.FAILED, NOW + timedelta(days=3, seconds=1)) is alerts.State.FAILED
    assert told(connection) == [(1, "failed", 1)]


def test_a_row_is_claimed_by_one_and_is_free_again_when_the_lease_runs_out(connection: Connection) -> None:
    find(connection, hit())
    assert lease.claim(connection, tables.alerts, 1, NOW)
    assert not lease.claim(connection, tables.alerts, 1, NOW)
    assert lease.claim(connection, tables.alerts, 1, NOW + lease.LEASE)


def test_a_source_that_is_switched_off_is_never_due(connection: Connection) -> None:
    assert lease.due(connection, tables.sources, NOW, 9) == [SOURCE]
    states.register(connection, [], NOW)
    assert lease.due(connection, tables.sources, NOW, 9) == []


def test_of_an_alert_with_thousands_of_passages_some_are_read_and_all_are_counted(connection: Connection) -> None:
    find(connection, *(hit(f"facial recognition number {number}", place=Place(part_key=str(number))) for number in range(2_100)))
    (letter,) = letters.letters(connection, [alerts.envelope(connection, 1)], lambda _: "UTC")
    assert (len(letter.evidence), letter.passages) == (letters.MOST, 2_100)
