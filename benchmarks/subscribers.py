"""Milliseconds and statements that one hit costs with so many subscribers to its topic, on both databases.

    python benchmarks/subscribers.py [SUBSCRIBERS …]

Default: 1, 100 and 1,000 subscribers, each with a watch and a channel of its own, a third of them with daily digests. The
baseline is the bare insert of as many rows in the same database. Whatever their number, the statements stay the same.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event, insert

from monitor import decide
from monitor.model import Cadence, Hit, Match, Passage, Place, Revision, Rhythm, Sense, Watch
from monitor.store import hits, owing, records, runs, watches
from monitor.store import sources as states
from monitor.store.database import Connection, Database
from monitor.store.migrate import migrate
from monitor.store.tables import told
from sources.model import Kind, Record

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from postgres import throw_away  # the server of the tests

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOURCE = "us-zz-benchmark"
TIMES = 20


def subscribe(connection: Connection, number: int) -> None:
    """So many subscribers to the topic."""
    for one in range(number):
        channel = watches.put_channel(connection, f"desk {one}", "hook", f"json://127.0.0.1/{one}", trusted=True, now=NOW)
        rhythm = Rhythm(cadence=Cadence.DAILY if one % 3 == 0 else Cadence.NOW)
        topics = frozenset({"facial-recognition"})
        watch = Watch(id=0, subscriber_id=0, name="faces", topics=topics, channels=frozenset({channel}), rhythm=rhythm)
        watches.put_watch(connection, f"desk {one}", watch, NOW)


def record(connection: Connection, number: int) -> int:
    """A meeting in ten days."""
    starts = NOW + timedelta(days=10)
    found = Record(key=str(number), kind=Kind.MEETING, title="Council", url="https://example.org/", starts=starts)
    change = Revision(record=found, fingerprint="f", number=1, record_id=None, fresh=frozenset())
    run = runs.begin(connection, SOURCE, NOW)
    return records.save(connection, SOURCE, ZoneInfo("UTC"), run, [change], NOW)[0]


def hit(number: int) -> Hit:
    match = Match(rule="topic:facial-recognition", start=0, end=4, text="face", term="face", sense=Sense.SUBJECT, why="named as such")
    passage = Passage(text="face", start=0, end=4, digest=f"digest {number}")
    return Hit(match=match, passage=passage, place=Place(), story=f"{SOURCE} record {number}")


def owe(connection: Connection, watching: Sequence[Watch], number: int, record_id: int) -> int:
    """What a run does with one hit: what is new, who watches, what is owed. The watches are at hand, as in the service."""
    stored = hits.save(connection, [hits.Found(record_id=record_id, revision=1, hit=hit(number))], NOW)
    owed = decide.owed([one.found.hit for one in stored], watching, SOURCE, Kind.MEETING)
    return owing.owe(connection, stored, owed, NOW)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    yield statements
    event.remove(database.engine, "before_cursor_execute", count)


def measure(url: str, number: int) -> str:
    with closing(Database(url)) as database:
        migrate(database)
        with database.engine.begin() as connection:
            states.register(connection, [states.Entry(id=SOURCE, platform="p", kind="meeting", title="B", enabled=True)], NOW)
            subscribe(connection, number)
            ids = [record(connection, one) for one in range(TIMES)]
            watching = watches.list_watches(connection)
        with counted(database) as statements:
            started = time.perf_counter()
            for one in range(TIMES):
                with database.engine.begin() as connection:
                    assert owe(connection, watching, one, ids[one]) == number
            spent = (time.perf_counter() - started) / TIMES
        least = bare(database, number)
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
        return f"| {kind} | {number:,} | {1000 * spent:.1f} | {len(statements) // TIMES} | {1000 * least:.1f} | {spent / least:.1f} |"


def bare(database: Database, number: int) -> float:
    """The time of one insert of so many rows."""
    with database.engine.begin() as connection:
        channel_ids = [channel.id for channel in watches.list_channels(connection)]
        rows = [{"channel_id": channel, "story": "bare", "digest": "bare", "alert_id": 1} for channel in channel_ids]
        started = time.perf_counter()
        connection.execute(insert(told), rows)
        return (time.perf_counter() - started) * max(1, number // len(rows))


def main() -> None:
    print(__doc__.partition("\n")[0] + "\n")
    print("| database | subscribers | ms a hit | statements a hit | ms of one bare insert | hit ÷ insert |")
    print("|---|---|---|---|---|---|")
    for number in [int(given) for given in sys.argv[1:]] or [1, 100, 1_000]:
        with tempfile.TemporaryDirectory() as folder, throw_away() as server:
            for url in (f"sqlite:///{folder}/monitor.db", server.get_uri()):
                print(measure(url, number), flush=True)


if __name__ == "__main__":
    main()
