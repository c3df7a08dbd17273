"""How long a tally takes over a ledger of many sums, on both databases, beside a bare sum over the same table.

    python benchmarks/tally.py [SUMS]

SUMS defaults to 200,000: two years of all reports of US lobbying. The ledger is filled with rows as booking leaves them: 5,000
organisations of which 100 are vendors, one in fifty records with a hit of a topic. What is asked is what the command, the pages
and the API ask; each several times, and the middle is told.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, func, insert, select

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from postgres import throw_away

from monitor import tallying
from monitor.store.database import Database
from monitor.store.ledger_tables import entries, entry_subjects
from monitor.store.migrate import migrate
from monitor.store.tables import hits, records, sources
from monitor.store.tally import Asked, By

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TIMES = 7
STATES = ("ca", "ny", "tx", "fl", "md", "federal", "wa", "il")
ISSUES = ("HOM", "SCI", "DEF", "CPI", "TRD", "BUD")


def fill(connection: Connection, count: int) -> None:
    """A ledger with so many sums."""
    chance = random.Random(7)  # noqa: S311  # the same ledger every time
    names = [f"us-{state}-register" for state in STATES]
    given = {"platform": "try", "kind": "filing", "enabled": True, "due_at": NOW}
    connection.execute(insert(sources), [{"id": name, "title": name, **given} for name in names])
    for start in range(0, count, 20_000):
        ids = range(start + 1, min(start + 20_000, count) + 1)
        rows = [_entry(id_, chance, names) for id_ in ids]
        connection.execute(insert(records), [_record(row) for row in rows])
        connection.execute(insert(entries), rows)
        connection.execute(insert(hits), [_hit(id_) for id_ in ids if id_ % 50 == 0])
        subjects = [{"entry_id": row["id"], "sort": "issue", "subject": chance.choice(ISSUES)} for row in rows if row["kind"] == "lobbying"]
        connection.execute(insert(entry_subjects), subjects)


def _entry(id_: int, chance: random.Random, names: list[str]) -> dict[str, Any]:
    who = int(5_000 * chance.random() ** 2)
    value = None if chance.random() < 0.1 else chance.randrange(1, 5_000) * 100_000
    year, source = chance.randrange(2008, 2027), chance.choice(names)
    own = {"who": f"organisation {who}", "vendor": f"organisation {who}" if who < 100 else None, "name": f"Organisation {who}, Inc."}
    told = {"kind": chance.choice(("lobbying", "lobbying", "award", "contract")), "other": f"buyer {chance.randrange(3_000)}"}
    place = {"id": id_, "record_id": id_, "source_id": source, "place": source.rpartition("-")[0], "year": year, "day": date(year, 5, 1)}
    sums = {"value": value, "low": value, "high": value, "currency": "USD", "standing": chance.choice(("counted",) * 9 + ("replaced",))}
    rest = {
        "group_key": f"g{id_}",
        "echo": None,
        "name_key": f"N{who}",
        "period": f"{year} Q1",
        "notes": [],
        "in_house": False,
        "idle": False,
    }
    return own | told | place | sums | rest


def _record(row: dict[str, Any]) -> dict[str, Any]:
    own = {"id": row["id"], "source_id": row["source_id"], "key": str(row["id"]), "thread": row["group_key"], "dated": row["day"]}
    return own | {
        "kind": "filing",
        "fingerprint": "",
        "revision": 1,
        "title": "",
        "url": "",
        "first_seen": NOW,
        "last_seen": NOW,
        "to_book": False,
    }


def _hit(id_: int) -> dict[str, Any]:
    own = {"record_id": id_, "revision": 1, "rule": "topic:facial-recognition", "place": "title", "digest": "", "story": str(id_)}
    return own | {"term": "", "sense": "subject", "why": "", "passage": "", "start": 0, "end": 0, "found_at": NOW}


def questions() -> Iterator[tuple[str, Callable[[Connection], object]]]:
    """What is asked, by what it is called."""
    yield "bare sum", lambda connection: connection.execute(select(entries.c.who, func.sum(entries.c.value)).group_by(entries.c.who)).all()
    for by in By:
        yield f"all by {by.value}", lambda connection, by=by: tallying.answer(connection, Asked(by=by))  # type: ignore[misc]
    one = frozenset({"organisation 3"})
    yield "one vendor", lambda connection: tallying.answer(connection, Asked(who=one))
    yield "one vendor by year", lambda connection: tallying.answer(connection, Asked(who=one, by=By.YEAR))


def measure(address: str, count: int) -> None:
    """Fill a database, and say how long each question takes in the middle of several times."""
    with closing(Database(address)) as database:
        migrate(database)
        with database.engine.begin() as connection:
            fill(connection, count)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            middles = {name: _middle(connection, ask) for name, ask in questions()}
    bare = middles["bare sum"]
    for name, seconds in middles.items():
        print(f"  {name:20} {seconds * 1000:7.0f} ms  {seconds / bare:5.1f} times a bare sum")
    asked = [seconds for name, seconds in middles.items() if name != "bare sum"]
    print(f"  in the middle of all {statistics.median(asked) * 1000:7.0f} ms, at most {max(asked) * 1000:.0f} ms")


def _middle(connection: Connection, ask: Callable[[Connection], object]) -> float:
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        ask(connection)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    """Measure both databases."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with TemporaryDirectory() as folder:
        print(f"SQLite, {count:,} sums")
        measure(f"sqlite:///{folder}/monitor.db", count)
    with throw_away() as server:
        print(f"PostgreSQL, {count:,} sums")
        measure(server.get_uri(), count)


if __name__ == "__main__":
    main()
