"""Brings the database to the current form, at every start. Two that start together wait for each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from alembic import command
from monitor.store.database import Database

FOLDER = Path(__file__).parents[2] / "alembic"
HOLD = text("SELECT pg_advisory_xact_lock(:key)")
LOCK = 7_305_112  # any number, as long as every version of the monitor takes the same


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Alone among those that change the form of this PostgreSQL database, however many start together. Waits for its turn."""
    with database.engine.begin() as connection:
        connection.execute(HOLD, {"key": LOCK})
        yield


class NewerDatabase(Exception):
    """The database was written by a later version of the monitor."""


class OlderDatabase(Exception):
    """The database was written by an earlier version, and cannot be written to."""


def migrate(database: Database, to: str = "head") -> None:
    """Upgrade to the newest revision, or to one before it, to try upgrades from there.

    Raises NewerDatabase rather than touch what a later version wrote. What can only be read is left as it is: OlderDatabase
    where that is not enough.
    """
    if database.read_only:
        _check(database)
        return
    with database.engine.connect() as connection, _unchecked(connection, sqlite=database.is_sqlite), connection.begin():
        if not database.is_sqlite:
            connection.execute(HOLD, {"key": LOCK})
        _upgrade(connection, to)
        if database.is_sqlite and (orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)):
            raise RuntimeError(f"the upgrade is taken back: rows point to what is no longer there: {orphans}")


@contextmanager
def _unchecked(connection: Connection, *, sqlite: bool) -> Iterator[None]:
    """To change a table, SQLite copies it and drops the old one; with foreign keys on, that deletes all rows that point to it."""
    if not sqlite:
        yield
        return
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys=OFF")  # has no effect within a transaction
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
        driver.close()


def config() -> Config:
    """Alembic's configuration, without an ini file."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    return settings


def _upgrade(connection: Connection, to: str) -> None:
    settings = config()
    settings.attributes["connection"] = connection
    try:
        command.upgrade(settings, to)
    except CommandError as error:
        newest = ScriptDirectory.from_config(settings).get_current_head()
        raise NewerDatabase(
            f"the database is newer than this version, which knows revisions up to {newest}: install the version that wrote it, "
            f"or restore a backup ({error})"
        ) from error


def _check(database: Database) -> None:
    newest = ScriptDirectory.from_config(config()).get_current_head()
    with database.engine.execution_options(reading=True).begin() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != newest:
        raise OlderDatabase(
            f"{database.url.database} is of revision {current}, this version reads {newest}, and the file or its folder cannot be written: "
            "copy it to where it can be, and it is upgraded there"
        )
