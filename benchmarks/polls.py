"""What it costs to read a listing, and to poll one that has not changed, beside the bare parse of the same bytes.

    python benchmarks/polls.py [MEETINGS]

Each platform lists so many meetings (default: 300, as Grand Rapids does) of a place that does not exist, as its tapes do. CPU
milliseconds, the best of some rounds: `read` makes records of all, `same` knows the change mark of each, and `poll` is the whole
run of the service on SQLite that finds nothing changed. The bare parse is that of selectolax, json or icalendar.
"""

import asyncio
import json
import logging
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import structlog
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import func, select

from monitor.collect import collect
from monitor.evidence.blobs import Blobs
from monitor.keeping import Keeper
from monitor.lexicon import load
from monitor.query.matcher import Matcher
from monitor.store import sources as states
from monitor.store import tables
from monitor.store.database import Connection, Database
from monitor.store.migrate import migrate
from monitor.watching import Watching
from sources import registry
from sources.model import Record
from sources.source import Batch, Known, Source
from sources.web import Web

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from tapes.civicweb import make as civicweb
from tapes.ical import make as ical
from tapes.iqm2 import make as iqm2
from tapes.legistar import make as legistar
from tapes.municode import make as municode

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A source and what its site answers to the question for the list; to all others it answers that there is nothing."""

    platform: str
    options: dict[str, Any]
    body: bytes
    bare: Callable[[bytes], object]


def listings(meetings: int) -> list[Listing]:
    """The same meetings on five platforms, one after the other through the window."""
    days = [NOW + timedelta(days=40 - number % 120) for number in range(meetings)]
    rows = list(enumerate(days))
    file = "FileOpen.aspx?Type=14&ID={}&Inline=True|Agenda"
    events = [legistar.event(n, "City Council", f"{day:%Y-%m-%d}", "6:00 PM") for n, day in rows]
    pages = [iqm2.row(n, f"{day:%b %-d, %Y} 6:30 PM", "Council", "Scheduled", file.format(n)) for n, day in rows]
    portal = [civicweb.meeting(n, "Council", f"{day:%Y-%m-%d} 17:30", "Council", published=False) for n, day in rows]
    table = [municode.row("Council", f"{day:%-m/%-d/%Y}", "6:00 PM", municode.file("Agenda", f"{n:08x}")) for n, day in rows]
    dated = [ical.event(f"UID:{n}", f"DTSTART:{day:%Y%m%dT%H%M%SZ}", "SUMMARY:City Council") for n, day in rows]
    made: list[tuple[str, dict[str, Any], bytes, Callable[[bytes], object]]] = [
        ("legistar", {"client": "springhaven"}, json.dumps(events).encode(), json.loads),
        ("civicweb", {"host": "portalder.civicweb.net"}, json.dumps(portal).encode(), json.loads),
        ("iqm2", {"tenant": "elmfordny"}, iqm2.calendar(*pages).payload(), html),
        ("municode", {"page": "https://www.corbett.example/x"}, municode.published(1, *table).payload(), html),
        ("ical", {"url": "https://www.quarryhill.example/x"}, ical.calendar(*dated, zones=()).payload(), Calendar.from_ical),
    ]
    return [Listing(platform=platform, options=options, body=body, bare=bare) for platform, options, body, bare in made]


def html(body: bytes) -> object:
    """The bare parse of a page."""
    return LexborHTMLParser(body.decode())


class Site(httpx.AsyncBaseTransport):
    """Answers the first question with the list; what is asked then (an agenda) is empty or not there."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.asked = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if "EventItems" in request.url.path:
            return httpx.Response(200, content=b"[]")
        return httpx.Response(404 if "Detail_" in request.url.path else 200, content=self.body)


async def run(source: Source[Any], body: bytes, known: Known) -> Batch:
    """All that one reading gives."""
    web = Web(hosts=source.hosts, transport=Site(body), now=lambda: NOW)
    async with aclosing(source.records(web, NOW - timedelta(days=90), known)) as batches:
        return [item async for batch in batches for item in batch]


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU, of all threads."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best * 1000


async def polls(source: Source[Any], listing: Listing, url: str, folder: Path) -> tuple[float, int]:
    """CPU of a poll that finds nothing changed, and how many questions it asked. Nothing is stored but the run itself."""
    lexicon = load()
    with closing(Database(url)) as database:
        migrate(database)
        entry = states.Entry(id=source.publisher.id, platform=listing.platform, kind="meeting", title="", enabled=True)
        await database.run(states.register, [entry], NOW)
        watching = Watching(lambda rules: Matcher(lexicon, rules))
        await watching.current(database)
        poll = _poll(source, listing, database, watching, Keeper(blobs=Blobs(folder / "blobs"), span=timedelta(days=1)))
        await poll(NOW)
        before = await database.ask(stored)
        best, asked = float("inf"), 0
        for number in range(1, ROUNDS + 1):
            started = time.process_time()
            asked = await poll(NOW + timedelta(minutes=number))
            best = min(best, time.process_time() - started)
        assert await database.ask(stored) == before
    return best * 1000, asked


def _poll(
    source: Source[Any], listing: Listing, database: Database, watching: Watching, keeper: Keeper
) -> Callable[[datetime], Awaitable[int]]:
    async def poll(now: datetime) -> int:
        site = Site(listing.body)
        web = Web(hosts=source.hosts, transport=site, now=lambda: now)
        await collect(source, web=web, database=database, watching=watching, keeper=keeper, clock=lambda: now)
        return site.asked

    return poll


def stored(connection: Connection) -> list[int]:
    """How many rows there are of what a change would add."""
    kinds = (tables.records, tables.revisions, tables.parts, tables.links, tables.documents, tables.hits, tables.alerts)
    return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in kinds]


def line(listing: Listing) -> str:
    """One row of the table."""
    source = registry.build(listing.platform, listing.options, timezone="America/Chicago")
    marks = {item.key: item.mark for item in asyncio.run(run(source, listing.body, lambda _: None)) if isinstance(item, Record)}
    bare = cpu(lambda: listing.bare(listing.body))
    read = cpu(lambda: asyncio.run(run(source, listing.body, lambda _: None)))
    same = cpu(lambda: asyncio.run(run(source, listing.body, marks.get)))
    with tempfile.TemporaryDirectory() as folder:
        poll, asked = asyncio.run(polls(source, listing, f"sqlite:///{folder}/monitor.db", Path(folder)))
    kilobytes = len(listing.body) / 1000
    ratios = " | ".join(f"{value / bare:.1f}" for value in (read, same, poll))
    return f"| {listing.platform} | {len(marks)} | {kilobytes:,.0f} | {bare:.1f} | {ratios} | {poll:.1f} | {asked} |"


def main() -> None:
    meetings = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(__doc__.partition("\n")[0] + "\n")
    print("| platform | meetings | kB | bare ms | read ÷ bare | same ÷ bare | poll ÷ bare | poll ms | requests of the poll |")
    print("|---|---|---|---|---|---|---|---|---|")
    for listing in listings(meetings):
        print(line(listing), flush=True)


if __name__ == "__main__":
    main()
