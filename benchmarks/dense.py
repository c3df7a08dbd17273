"""Texts full of hits through a whole run, on both databases: entries of the EU register, each with some 46 passages for a topic.

    python benchmarks/dense.py [ENTRIES …]

Each number of ENTRIES (default: 500 and 4,000) is measured by itself, in processor seconds of this process. There is a watch of all
topics, so that each entry owes an alert of its 46 passages. The time for a hit must not grow with what was kept before.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
from collect import addresses
from register import HEAD, NOW, TAIL, WORDS, Sent, entry
from sqlalchemy import func, select, update

from monitor.collect import collect
from monitor.evidence import Blobs
from monitor.keeping import Keeper
from monitor.lexicon import load
from monitor.model import Watch
from monitor.query.matcher import Matcher
from monitor.store import sources as states
from monitor.store import watches
from monitor.store.database import Connection, Database
from monitor.store.migrate import migrate
from monitor.store.tables import hits, sources
from monitor.watching import Watching
from sources import registry
from sources.web import Web

SENTENCE = "Nous suivons le dossier {} {} sur la reconnaissance faciale et l'identification biométrique dans l'espace public. "
SENTENCES = 23  # of two words each that a topic knows


def told(number: int) -> str:
    """An entry whose sentences are all others."""
    words = "".join(SENTENCE.format(number, n) for n in range(SENTENCES))
    return entry(number).replace(WORDS * 25, words).replace(WORDS * 20, "")


class Dense(Sent):
    """The file with those entries."""

    def _parts(self) -> Iterator[bytes]:
        yield HEAD.format(self.entries).encode()
        yield from (told(number).encode() for number in range(self.entries))
        yield TAIL.encode()


def prepare(connection: Connection, identity: str) -> None:
    """A source that was read before, so that what is new is told, and somebody who wants to hear of every topic."""
    entry_ = states.Entry(id=identity, platform="eu_register", kind="filing", title="EU register", enabled=True)
    states.register(connection, [entry_], NOW)
    connection.execute(update(sources).values(watermark=NOW - timedelta(days=1)))
    channel = watches.put_channel(connection, "dana", "mail", "json://localhost", trusted=True, now=NOW)
    everything = Watch(id=0, subscriber_id=0, name="all", topics=frozenset({"*"}), channels=frozenset({channel}))
    watches.put_watch(connection, "dana", everything, NOW)


async def measure(url: str, entries: int) -> str:
    """One line of the table."""
    source, lexicon = registry.build("eu_register", {}, timezone="Europe/Brussels"), load()
    with closing(Database(url)) as database, tempfile.TemporaryDirectory() as folder:
        migrate(database)
        await database.run(prepare, source.publisher.id)
        watching = Watching(lambda rules: Matcher(lexicon, rules))
        await watching.current(database)
        web = Web.of(source, transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=Dense(entries))), now=lambda: NOW)
        keeper = Keeper(blobs=Blobs(Path(folder)), span=timedelta(days=1))
        started = time.process_time()
        result = await collect(source, web=web, database=database, watching=watching, keeper=keeper, clock=lambda: NOW)
        took = time.process_time() - started
        found = await database.ask(lambda connection: connection.execute(select(func.count()).select_from(hits)).scalar_one())
    assert result.count.new == result.alerts == entries
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    return f"| {kind} | {entries:,} | {found:,} | {took:.1f} | {entries / took:,.0f} | {took / found * 1e6:.0f} |"


def main() -> None:
    print("| database | entries | hits | CPU s | entries/s | µs a hit |")
    print("|---|---|---|---|---|---|")
    for entries in [int(size) for size in sys.argv[1:]] or [500, 4_000]:
        with addresses() as urls:
            for url in urls:
                print(asyncio.run(measure(url, entries)), flush=True)


if __name__ == "__main__":
    main()
