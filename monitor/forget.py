"""Retention: bytes without hits leave the disk when their time is over. Text, hash and headers stay."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.evidence import Blobs
from monitor.store import fetches
from monitor.store.database import Connection, Database

GRACE = timedelta(days=1)  # a file is older than its row by seconds; by a day only where the writer was killed in between
AT_ONCE = 500  # hashes asked for in one query


async def forget(blob_id: int, *, database: Database, blobs: Blobs, clock: Callable[[], datetime]) -> None:
    """Let the bytes of a blob that was claimed go, or give them more time.

    In two steps: first nobody may rely on them any more, then they are removed. Killed in between, it is done again.
    """
    if await database.run(fetches.begin_leaving, blob_id, clock()):
        await database.run(_remove, blob_id, blobs)


def _remove(connection: Connection, blob_id: int, blobs: Blobs) -> None:
    if fetches.still_leaving(connection, blob_id):
        blobs.remove(fetches.name(connection, blob_id))
        fetches.end_leaving(connection, blob_id)


async def sweep(database: Database, blobs: Blobs) -> int:
    """Remove files that no row knows, left by a process that was killed before its transaction; return how many.

    Their age is told by the clock that dated them, the machine's: by any other, what is being written now could seem old.
    """
    before = time.time() - GRACE.total_seconds()
    await asyncio.to_thread(blobs.sweep, before)
    removed = 0
    names = await asyncio.to_thread(lambda: list(blobs.names(older_than=before)))
    for start in range(0, len(names), AT_ONCE):
        for name in await database.ask(fetches.unknown, names[start : start + AT_ONCE]):
            await asyncio.to_thread(blobs.remove, name)
            removed += 1
    return removed
