"""A database behind one method: a function is run in one transaction, in a thread.

The functions are plain and synchronous. Through SQLAlchemy's asynchronous drivers every statement costs a hop between
threads; this way a whole transaction costs one (docs/decisions.md).
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from time import monotonic
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from monitor.store.sealing import Vault

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4
STEPS = 100_000  # of SQLite's machine between two looks at the clock: about a millisecond
CANCELLED = "57014"  # https://www.postgresql.org/docs/current/errcodes-appendix.html
BUSY_SECONDS = 30  # how long a second process waits for SQLite's one writer


__all__ = ["Connection", "Database", "DatabaseError", "TookTooLong", "is_away"]

DatabaseError = DBAPIError
"""What a database that went away raises."""

CANNOT = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOMEM,
    }
)
CANNOT_CLASSES = ("08", "53", "57", "58")  # PostgreSQL: the connection, resources, whoever runs the server, the system


def is_away(error: BaseException) -> bool:
    """Whether the database itself cannot just now: it is away, or its disk is full. The same may come off later."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in CANNOT  # the rest of the number says where it happened
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError) and (state is None or state.startswith(CANNOT_CLASSES))


class TookTooLong(Exception):
    """A question that was stopped, since it took longer than it may."""


class UnknownDatabase(ValueError):
    """Neither SQLite nor PostgreSQL; the message says what to write."""


class Database:
    """SQLite or PostgreSQL, by URL. Close it with `close`. Raises UnknownDatabase.

    With the `key` of the installation, the addresses of channels are sealed.
    """

    def __init__(self, url: str, *, key: bytes | None = None) -> None:
        self.url = _with_driver(make_url(url))
        self.read_only = _cannot_be_written(self.url)
        """Whether this is a SQLite file that may only be read: a backup, or that of another user."""
        self.engine = _engine(_reading(self.url) if self.read_only else self.url)
        self.engine.dialect.vault = Vault(key) if key else None  # type: ignore[attr-defined]  # for the type Sealed
        self._reading = self.engine.execution_options(reading=True)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the one-process database."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def address(self) -> str:
        """The address as PostgreSQL's own clients take it. Holds the password."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    async def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns, run in one transaction: all of it happens or nothing."""
        return await self._transact(self.engine, lambda connection: work(connection, *args, **kwargs))

    async def ask(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for what only reads: it does not wait for SQLite's one writer."""
        return await self._transact(self._reading, lambda connection: work(connection, *args, **kwargs))

    def ask_here(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same in the calling thread, for a question that is answered sooner than a thread is found."""
        with self._reading.begin() as connection:
            return work(connection, *args, **kwargs)

    async def ask_within(self, seconds: float, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for what a stranger asks: a statement that takes longer is stopped. Raises TookTooLong."""

        def limited(connection: Connection) -> T:
            with _limit(connection, seconds):
                return work(connection, *args, **kwargs)

        return await self._transact(self._reading, limited)

    async def _transact(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        def transact() -> T:
            with engine.begin() as connection:
                return work(connection)

        # The thread says what it says in the language of whoever asks.
        return await asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, transact)

    def close(self) -> None:
        """Let go of threads and connections."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


@contextmanager
def _limit(connection: Connection, seconds: float) -> Iterator[None]:
    """Stop statements inside that take longer: PostgreSQL does it by a setting, SQLite asks back while it works."""
    try:
        if connection.dialect.name == "sqlite":
            with _asking_back(connection, seconds):
                yield
        else:
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
            yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == CANCELLED or getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise TookTooLong from error
        raise


@contextmanager
def _asking_back(connection: Connection, seconds: float) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    end = monotonic() + seconds
    driver.set_progress_handler(lambda: monotonic() > end, STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


def _with_driver(url: URL) -> URL:
    if url.get_backend_name() in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite")
    raise UnknownDatabase(f"MONITOR_DATABASE: {url.drivername} is not supported; write sqlite:///FILE or postgresql://…")


def _cannot_be_written(url: URL) -> bool:
    if url.get_backend_name() != "sqlite" or not url.database or not Path(url.database).exists():
        return False
    return not (os.access(url.database, os.W_OK) and os.access(Path(url.database).absolute().parent, os.W_OK))


def _reading(url: URL) -> URL:
    """SQLite opens a WAL file that it cannot write beside only if told that nobody else does."""
    live = Path(f"{url.database}-wal").exists()
    query = {"uri": "true", "mode": "ro", **({} if live else {"immutable": "1"})}
    return url.set(database=f"file:{quote(str(url.database))}", query=query)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=THREADS)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, pool_size=THREADS)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event opens the transaction, not the driver
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # A deferred transaction that reads and then writes failed 485 of 800 times under concurrency; this one 0.
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")
