"""A kill at each step of telling, one after the other: owing, claiming, sending, settling, of alerts, digests and reports."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from making import NOW, hit, watch
from sqlalchemy import Connection, delete
from walk.mortal import NEVER, Arrived, Killed, Mailbox, Mortal

from monitor import decide
from monitor.deliver import Outbox
from monitor.model import Cadence, Rhythm, Watch
from monitor.store import hits, lease, owing, records, reports, runs, watches
from monitor.store import sources as states
from monitor.store.database import Database
from monitor.store.tables import metadata
from monitor.work import TABLES, Queue, claim_and_do, due
from sources.model import Kind, Record

SOURCE = "us-zz-springhaven"
TOMORROW = NOW + timedelta(days=1)
PHONE, DESK, OPERATOR = "json://phone", "json://desk", "json://operator"
OWED = Counter([(PHONE, ("1",)), (PHONE, ("2",)), (DESK, ("1",)), (DESK, ("2",)), (OPERATOR, ())])


def prepare(connection: Connection) -> None:
    """Two meetings in a month, a watch that tells at once, one that tells daily, and the operator's channel."""
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))
    entry = states.Entry(id=SOURCE, platform="legistar", kind="meeting", title="Springhaven", enabled=True)
    states.register(connection, [entry], NOW)
    for owner, url in (("dana", PHONE), ("kim", DESK), (watches.OPERATOR, OPERATOR)):
        watches.put_channel(connection, owner, "hook", url, trusted=True, now=NOW)


def watching(database: Database) -> tuple[Watch, ...]:
    with database.engine.begin() as connection:
        channels = {channel.subscriber: channel for channel in watches.list_channels(connection)}
    at_once = watch(1, channels=frozenset({channels["dana"].id}))
    daily = watch(2, channels=frozenset({channels["kim"].id}), rhythm=Rhythm(cadence=Cadence.DAILY))
    return at_once, daily


def poll(connection: Connection, key: str, watched: tuple[Watch, ...], now: datetime) -> None:
    """What a run does with a meeting, in its one transaction; a second run finds nothing new."""
    known = records.known(connection, SOURCE, [key])
    found = Record(key=key, kind=Kind.MEETING, title="Council", url="https://springhaven.example", starts=NOW + timedelta(days=30))
    change = decide.revise(found, known.get(key))
    if change is None:
        return
    run = runs.begin(connection, SOURCE, now)
    (record_id,) = records.save(connection, SOURCE, ZoneInfo("UTC"), run, [change], now)
    said = hit(f"facial recognition in lot {key}", story=f"{SOURCE} record {key}")
    stored = hits.save(connection, [hits.Found(record_id=record_id, revision=1, hit=said)], now)
    owing.owe(connection, stored, decide.owed([said], watched, SOURCE, Kind.MEETING), now)
    if key == "2":
        reports.owe(connection, "Something broke", "A source is silent.", now)


async def live(database: Mortal, arrived: list[Arrived], watched: tuple[Watch, ...]) -> None:
    """A run on each of three days, and what is due after it, as a process does it until it ends or is killed."""
    clock = {"now": NOW}
    outbox = Outbox(
        database=database,
        channels=Mailbox(database, arrived),
        base_url=None,
        signer=None,
        tickets=None,
        timezone_of=lambda _: "UTC",
        clock=lambda: clock["now"],
    )
    for key, now in (("1", NOW), ("2", TOMORROW), ("2", TOMORROW + timedelta(days=1))):
        await database.run(poll, key, watched, now)
        clock["now"] = now + timedelta(hours=1)
        for queue in queues(outbox):
            for identity in await due(queue, database, clock["now"], 10):
                await claim_and_do(queue, identity, database, lambda: clock["now"])


def queues(outbox: Outbox) -> Iterator[Queue]:
    for name in ("alert", "digest", "report"):
        job: Any = getattr(outbox, name)
        yield Queue(name=name, at_once=1, job=lambda row, job=job: job(int(row)))


def settled(database: Database, message: Arrived) -> bool:
    """Whether the tables say that the message has left."""
    name, identity = message.key.split("-")[:2] if message.key else ("report", "")
    with database.engine.begin() as connection:
        rows = connection.execute(TABLES[name].select()).all()
    return [row.state for row in rows if str(row.id) == identity or not identity] == ["sent"]


async def test_a_kill_at_any_step_loses_nothing_and_repeats_only_what_was_caught_between_send_and_settling(database_url: str) -> None:
    last, caught = 0, 0
    for step in range(1, 1_000):
        arrived: list[Arrived] = []
        with closing(Database(database_url)) as lasting:
            with lasting.engine.begin() as connection:
                prepare(connection)
            watched = watching(lasting)
            with closing(Mortal(database_url, dies_at=step)) as mortal:
                try:
                    await live(mortal, arrived, watched)
                except Killed:
                    last = step
            repeated = [(one.url, one.lots) for one in arrived if not settled(lasting, one)]
            with lasting.engine.begin() as connection:
                lease.release_all(connection, list(TABLES.values()))
            with closing(Mortal(database_url, dies_at=NEVER)) as again:
                await live(again, arrived, watched)
        assert Counter((one.url, one.lots) for one in arrived) == OWED + Counter(repeated), step
        assert len(repeated) <= 1
        caught += len(repeated)
        if last < step:
            break
    assert last > 60
    assert caught == 3 * OWED.total()  # in the send, before settling, and at its end
