"""Who owns a SQLite database: the one process that polls, reads and sends. Commands that only look or change a watch need not."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.store.database import Database


class Owned(Exception):
    """Another process works on this database, or nobody may."""


@contextmanager
def owned(database: Database) -> Iterator[None]:
    """Own the database while inside. The lock dies with its process. Raises Owned where another has it; PostgreSQL is shared."""
    if not database.is_sqlite or not database.url.database:
        yield
        return
    if database.read_only:
        raise Owned(f"{database.url.database} or its folder cannot be written to: see MONITOR_DATA")
    file = Path(f"{database.url.database}.lock")
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Owned(
                f"{database.url.database} is in use: `monitor run` polls, reads and sends by itself; stop it first, "
                "or set MONITOR_DATABASE to PostgreSQL for several processes"
            ) from None
        yield
