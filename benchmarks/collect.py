"""Records per second through a run, new, changed and unchanged, on both databases, beside the bare inserts of the same rows.

    python benchmarks/collect.py [FOLDER] [ITEMS …]

FOLDER holds `nyc_event_items.jsonl.zst` (default: ../shared/corpus/scale; without it nothing is measured): agenda items of one
city, joined to the meetings that they were on. Each number of ITEMS (default: 1,000 and 20,000) is measured in a process of its
own, so that its peak memory is its own. The archive stays between its three runs: the second has one item in ten of the meetings
changed, the third nothing.
"""

import asyncio
import io
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import zstandard
from sqlalchemy import insert

from monitor import decide
from monitor.collect import collect
from monitor.evidence import Blobs
from monitor.keeping import Keeper
from monitor.lexicon import load
from monitor.query.matcher import Matcher
from monitor.store import sources as states
from monitor.store.database import Connection, Database
from monitor.store.migrate import migrate
from monitor.store.runs import Count
from monitor.store.tables import parts, records
from monitor.watching import Watching
from sources import codec
from sources.model import Kind, Part, Record, Unchanged
from sources.source import Known, Publisher, Source
from sources.web import Web

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from postgres import throw_away  # the server of the tests

SCALE = Path(__file__).parents[2] / "shared" / "corpus" / "scale"
FILE = "nyc_event_items.jsonl.zst"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
BATCH = 50
PUBLISHER = Publisher(
    id="us-zz-benchmark", title="Benchmark", site="https://example.org/", division="ocd-division/country:us", timezone=ZoneInfo("UTC")
)


@dataclass(frozen=True, kw_only=True)
class Listed(Source[Record]):
    """A publisher whose records come from a file, one by one, as pages come from a site."""

    kind = Kind.MEETING
    meetings: Callable[[], Iterator[Record]]

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset({"example.org"})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Record | Unchanged, None]:  # noqa: ARG002  # the base names them
        for meeting in self.meetings():
            yield meeting

    def read(self, row: Record) -> Record:
        return row


def meetings(folder: Path, items: int) -> Iterator[Record]:
    """Meetings with so many items in all."""
    with (folder / FILE).open("rb") as packed:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8")
        rows = (json.loads(line) for line in islice(lines, items))
        for path, group in groupby(rows, key=lambda row: row["path"]):
            found = list(group)
            first = found[0]
            yield Record(
                key=path,
                kind=Kind.MEETING,
                title=first["body"],
                url=first["url"],
                body=first["body"],
                starts=datetime.fromisoformat(first["date"]),
                parts=tuple(Part(key=row["id"], title=row["title"] or row["text"], text=row["text"]) for row in found),
            )


def amended(meeting: Record, number: int) -> Record:
    """One meeting in ten has another first item."""
    if number % 10 or not meeting.parts:
        return meeting
    return replace(meeting, parts=(replace(meeting.parts[0], text=f"{meeting.parts[0].text} (amended)"), *meeting.parts[1:]))


def amended_meetings(folder: Path, items: int) -> Iterator[Record]:
    """The same meetings with those changes."""
    return (amended(meeting, number) for number, meeting in enumerate(meetings(folder, items)))


def bare(connection: Connection, batch: list[Record]) -> None:
    """The least that keeps a batch: its records and parts, without asking what is known."""
    rows = [
        {
            "source_id": PUBLISHER.id, "key": f"bare {r.key}", "kind": r.kind.value, "fingerprint": "", "revision": 1, "title": r.title,
            "url": codec.dumps(r), "first_seen": NOW, "last_seen": NOW,
        }
        for r in batch
    ]  # fmt: skip
    ids = connection.execute(insert(records).returning(records.c.id, sort_by_parameter_order=True), rows).scalars().all()
    items = [
        {"record_id": i, "key": p.key, "digest": "", "revision": 1, "position": n, "number": p.number, "title": p.title, "text": p.text}
        for i, r in zip(ids, batch, strict=True)
        for n, p in enumerate(r.parts)
    ]
    if items:
        connection.execute(insert(parts), items)


async def timed_bare(database: Database, listed: Iterator[Record]) -> float:
    started = time.perf_counter()
    while batch := list(islice(listed, BATCH)):
        await database.run(bare, batch)
    return time.perf_counter() - started


async def timed_run(database: Database, watching: Watching, listed: Callable[[], Iterator[Record]], now: datetime) -> tuple[float, Count]:
    source = Listed(publisher=PUBLISHER, meetings=listed)
    web = Web.of(source, transport=httpx.MockTransport(lambda _: httpx.Response(404)))
    with tempfile.TemporaryDirectory() as folder:
        keeper = Keeper(blobs=Blobs(Path(folder)), span=timedelta(days=1))
        started = time.perf_counter()
        result = await collect(source, web=web, database=database, watching=watching, keeper=keeper, clock=lambda: now)
        return time.perf_counter() - started, result.count


async def measure(url: str, folder: Path, items: int) -> str:
    """One line of the table."""
    first, second = partial(meetings, folder, items), partial(amended_meetings, folder, items)
    lexicon = load()
    with closing(Database(url)) as database:
        migrate(database)
        entry = states.Entry(id=PUBLISHER.id, platform="benchmark", kind="meeting", title="Benchmark", enabled=True)
        await database.run(states.register, [entry], NOW)
        watching = Watching(lambda rules: Matcher(lexicon, rules))
        await watching.current(database)
        before = megabytes()
        new, listed = await timed_run(database, watching, first, NOW)
        changed, count = await timed_run(database, watching, second, NOW + timedelta(hours=2))
        same, unchanged = await timed_run(database, watching, second, NOW + timedelta(hours=4))
        peak = megabytes()
        least = await timed_bare(database, first())
    assert count.changed == -(-listed.new // 10)
    assert unchanged.unchanged == listed.new
    hashed = timed_hashing(first())
    rates = " | ".join(f"{items / seconds:,.0f}" for seconds in (new, changed, same, least))
    ratios = f"{new / least:.1f} | {same / hashed:.1f}"
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    return f"| {kind} | {items:,} | {listed.new:,} | {rates} | {ratios} | {before:.0f} | {peak - before:.0f} |"


def timed_hashing(listed: Iterator[Record]) -> float:
    """The least that tells an unchanged record: reading it and hashing it."""
    started = time.perf_counter()
    for meeting in listed:
        decide.fingerprint(meeting)
    return time.perf_counter() - started


def megabytes() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def addresses() -> Iterator[tuple[str, str]]:
    """A fresh database of each kind."""
    with tempfile.TemporaryDirectory() as folder, throw_away() as server:
        yield f"sqlite:///{folder}/monitor.db", server.get_uri()


def _line(url: str, folder: Path, items: int) -> str:
    return asyncio.run(measure(url, folder, items))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SCALE
    if not (folder / FILE).exists():
        print(f"nothing measured: there is no {FILE} in {folder}")
        return
    print(__doc__.partition("\n")[0])
    print("MB: before the first run, and what the three runs add at their peak.\n")
    print("| database | items | meetings | new/s | 1/10 changed/s | unchanged/s | inserts/s | new ÷ bare | same ÷ hash | MB | MB more |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    processes = multiprocessing.get_context("spawn")
    for items in [int(size) for size in sys.argv[2:]] or [1_000, 20_000]:
        with addresses() as urls:
            for url in urls:
                with processes.Pool(1) as alone:
                    print(alone.apply(_line, (url, folder, items)), flush=True)


if __name__ == "__main__":
    main()
