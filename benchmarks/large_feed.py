"""A file of the size of SAM.gov's through the whole service: killed in the middle, resumed, and read again the next day.

    python benchmarks/large_feed.py [MEGABYTES …]

A file of so many megabytes (default: 24 and 240) is made up as it is sent. One notice in a hundred is about something that a topic
knows, and the operator wants to hear of it. The first pass is killed when a third is stored; the second resumes it; a day later
the file comes again. Each pass is a process of its own, so that its peak memory is its own. It fails where a notice is missing, where
one is told twice, and where memory grows with the file.
"""

import asyncio
import multiprocessing
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path

from large_file import MEGABYTE, NOW, Portal, megabytes, timed_bare
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import DBAPIError

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from walk.inbox import Inbox, inbox

from monitor.running import poll_with
from monitor.service import opened
from monitor.settings import Settings
from monitor.store.database import Database
from monitor.store.tables import alerts, records
from sources import registry

SOURCE = "us-zz-opportunities"
MOST = 160  # megabytes of memory that a pass may add to what the service has anyway, whatever the size of the file
STORED = func.count(records.c.id)
TOLD = 100  # one notice in so many is told

_processes = multiprocessing.get_context("spawn")


def one_pass(settings: Settings, size: int, now: datetime, pipe: Pipe) -> None:
    """A whole pass, as `monitor poll` makes it; says how much memory it had before and at its peak."""
    before = megabytes()
    asyncio.run(_poll(settings, size, now))
    pipe.send((before, megabytes()))


async def _poll(settings: Settings, size: int, now: datetime) -> None:
    source = registry.build("sam", {}, id=SOURCE, title="Opportunities", timezone="America/New_York")
    async with opened(settings, catalog={SOURCE: source}, transport=Portal(size), clock=lambda: now) as service:
        await poll_with(service, [SOURCE], lambda _: None)


def begin(settings: Settings, size: int, now: datetime) -> tuple[BaseProcess, Pipe]:
    """A pass in a process of its own."""
    here, there = _processes.Pipe(duplex=False)
    process = _processes.Process(target=one_pass, args=(settings, size, now, there))
    process.start()
    return process, here


def finish(settings: Settings, size: int, now: datetime) -> tuple[float, float]:
    """The seconds that a pass takes, and the megabytes that it adds."""
    started = time.perf_counter()
    process, pipe = begin(settings, size, now)
    process.join()
    assert process.exitcode == 0
    before, peak = pipe.recv()
    return time.perf_counter() - started, peak - before


def count(settings: Settings, of: ColumnElement[int]) -> int:
    """What a count in the database gives; none before there are tables."""
    try:
        with closing(Database(settings.database_url)) as database, database.engine.connect() as connection:
            return int(connection.execute(select(of)).scalar_one())
    except DBAPIError:
        return 0


def measure(size: int, letters: Inbox, folder: Path) -> str:
    """One line of the table."""
    settings = Settings(data=folder, config=folder / "config", notify=letters.url, allow=("127.0.0.1",))
    _, rows = timed_bare(size)
    process, _ = begin(settings, size, NOW)
    while process.is_alive() and count(settings, STORED) < rows // 3:
        time.sleep(0.5)
    process.kill()
    process.join()
    killed_at = count(settings, STORED)
    assert 0 < killed_at < rows, f"killed at {killed_at} of {rows}"
    resumed, more = finish(settings, size, NOW + timedelta(minutes=20))
    assert count(settings, STORED) == rows
    again, same = finish(settings, size, NOW + timedelta(days=1))
    told = count(settings, func.count(alerts.c.record_id.distinct()))
    assert count(settings, func.count(alerts.c.id)) == told == rows // TOLD, "a notice was told twice, or not at all"
    assert max(more, same) < MOST, f"{max(more, same):.0f} MB more: over the limit"
    rates = f"{(rows - killed_at) / resumed:,.0f} | {rows / again:,.0f}"
    return f"| {size // MEGABYTE} | {rows:,} | {killed_at:,} | {told:,} | {rates} | {more:.0f} | {same:.0f} |"


def main() -> None:
    print(__doc__.partition("\n")[0])
    print("\n| MB of file | rows | stored at the kill | told, once each | resumed: new/s | next day: rows/s | MB more | next day |")
    print("|---|---|---|---|---|---|---|---|")
    for size in [int(each) for each in sys.argv[1:]] or [24, 240]:
        with inbox() as letters, tempfile.TemporaryDirectory() as folder:
            print(measure(size * MEGABYTE, letters, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
