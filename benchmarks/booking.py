"""How fast records get into the ledger, on both databases: a backlog of filings and notices, a day's worth, and all of them again.

    python benchmarks/booking.py [RECORDS]

RECORDS defaults to 20,000: half of them reports of lobbying with an amendment for one in thirty, half awards of which one in ten is told by
two portals; 3,000 organisations, one in fifty a vendor or a name that resembles one, all with numbers. What is timed is booking alone.
"""

import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import update

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from postgres import throw_away

from monitor import decide
from monitor.lexicon import Lexicon, load
from monitor.store import records, runs
from monitor.store import sources as states
from monitor.store.book import book
from monitor.store.database import Database
from monitor.store.migrate import migrate
from monitor.store.tables import records as table
from sources.model import Amount, AmountKind, Kind, Part, Party, Record, Role, Stage

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ORGANISATIONS = 3_000
VENDORS = (
    "Clearview AI, Inc.",
    "Axon Enterprise, Inc.",
    "Axon Enterprises Inc",
    "NEC Corporation of America",
    "Flock Group Inc",
    "Palantir USG",
)
DAY = 300  # records that change on a day
SOURCES = {"us-zz-register": Kind.FILING, "us-zz-portal": Kind.NOTICE, "us-yy-portal": Kind.NOTICE}


def made(count: int) -> Iterator[tuple[str, Record]]:
    """The records with their sources: the same every time."""
    chance = random.Random(7)  # noqa: S311  # no secret
    for number in range(count // 2):
        yield "us-zz-register", _report(number, chance)
        source = "us-yy-portal" if number % 10 == 1 else "us-zz-portal"
        yield source, _award(number - 1 if number % 10 == 1 else number, f"award-{number}", chance)


def _organisation(chance: random.Random) -> Party:
    number = int(ORGANISATIONS * chance.random() ** 2)
    name = VENDORS[number // 50 % len(VENDORS)] if number % 50 == 0 else f"Organisation {number} of {number % 97}, Inc."
    return Party(name=name, role=Role.CLIENT, ids=(("lda-client", str(100_000 + number)),))


def _report(number: int, chance: random.Random) -> Record:
    client, firm = _organisation(chance), f"Firm {chance.randrange(900)}"
    amends, period = number % 30 == 0, f"{chance.randrange(2015, 2027)} Q{chance.randrange(1, 5)}"
    return Record(
        key=f"report-{number}",
        kind=Kind.FILING,
        title=f"{client.name} by {firm}: {period}",
        url=f"https://register.example/{number}",
        thread=f"{firm}:{client.name}:{period}",
        type="Amendment" if amends else "Report",
        period=period,
        published=NOW - timedelta(days=chance.randrange(4_000)),
        parts=(Part(key="1", title="Science", codes=(chance.choice(("SCI", "HOM", "DEF")),), text="Cameras and software"),),
        parties=(Party(name=firm, role=Role.REGISTRANT), client),
        amounts=(Amount(kind=AmountKind.INCOME, value=Decimal(chance.randrange(1, 40) * 5_000), currency="USD"),),
    )


def _award(number: int, key: str, chance: random.Random) -> Record:
    own = random.Random(number)  # noqa: S311  # a contract that two portals tell is the same on both
    supplier = _organisation(own)
    day = date(2015, 1, 1) + timedelta(days=own.randrange(4_300))
    return Record(
        key=key,
        kind=Kind.NOTICE,
        title=f"Award {number}",
        url=f"https://portal.example/{key}",
        thread=f"process {key}",
        stage=Stage.AWARD,
        published=day + timedelta(days=chance.randrange(30)),
        signed=day,
        parties=(
            Party(name=f"Town {own.randrange(800)}", role=Role.BUYER),
            Party(name=supplier.name, role=Role.SUPPLIER, ids=(("UEI", f"UEI{supplier.ids[0][1]}"),)),
        ),
        amounts=(Amount(kind=AmountKind.AWARD, value=Decimal(own.randrange(1_000, 9_000_000)), currency="USD"),),
    )


def fill(database: Database, count: int) -> None:
    """Store the records as runs do."""
    with database.engine.begin() as connection:
        entries = [states.Entry(id=id_, platform="try", kind=kind.value, title=id_, enabled=True) for id_, kind in SOURCES.items()]
        states.register(connection, entries, NOW)
        by_source: dict[str, list[Record]] = {source: [] for source in SOURCES}
        for source, record in made(count):
            by_source[source].append(record)
        for source, listed in by_source.items():
            run = runs.begin(connection, source, NOW)
            changes = [change for record in listed if (change := decide.revise(record, None))]
            for start in range(0, len(changes), 1_000):
                records.save(connection, source, ZoneInfo("UTC"), run, changes[start : start + 1_000], NOW)


def booked(database: Database, lexicon: Lexicon) -> tuple[int, float, float]:
    """How many records were booked in how many seconds, and the longest that one transaction took."""
    done, longest, begun = 0, 0.0, time.perf_counter()
    while True:
        began = time.perf_counter()
        with database.engine.begin() as connection:
            number = book(connection, lexicon, NOW)
        longest = max(longest, time.perf_counter() - began)
        if not number:
            return done, time.perf_counter() - begun, longest
        done += number


def measure(address: str, count: int) -> None:
    """Fill a database, and say how long booking takes."""
    lexicon = load()
    with closing(Database(address)) as database:
        migrate(database)
        fill(database, count)
        _say("a backlog", booked(database, lexicon))
        with database.engine.begin() as connection:
            connection.execute(update(table).where(table.c.id % (count // DAY) == 0).values(to_book=True))
        _say("a day", booked(database, lexicon))
        with database.engine.begin() as connection:
            connection.execute(update(table).values(to_book=True))
        _say("all again", booked(database, lexicon))


def _say(what: str, took: tuple[int, float, float]) -> None:
    done, seconds, longest = took
    print(f"  {what:10} {done:7,} records in {seconds:6.1f} s: {done / seconds:6,.0f} a second; the longest transaction {longest:.2f} s")


def main() -> None:
    """Measure both databases."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with TemporaryDirectory() as folder:
        print(f"SQLite, {count:,} records")
        measure(f"sqlite:///{folder}/monitor.db", count)
    with throw_away() as server:
        print(f"PostgreSQL, {count:,} records")
        measure(server.get_uri(), count)


if __name__ == "__main__":
    main()
