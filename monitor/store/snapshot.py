"""A whole database as one file, taken while others write to it, and brought back from one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from monitor.store.database import Database
from monitor.store.ledger_tables import metadata  # which has all tables, also those of monitor.store.tables
from monitor.store.migrate import NewerDatabase, config

OURS = frozenset(metadata.tables) | {"alembic_version", "text_words"}
"""The queue of PostgreSQL is none of them: it only hands out what is due, and does so again."""


class NoSnapshot(Exception):
    """A snapshot could not be taken or brought back; the message says why and what to do."""


def kind(database: Database) -> str:
    """The kind of database that a snapshot of this one can be brought back to."""
    return database.url.get_backend_name()


def revision(database: Database) -> str | None:
    """Which migration the database is at; None where there was none."""
    with database.engine.execution_options(reading=True).begin() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_revision(found: str) -> None:
    """Raises NewerDatabase where this version does not know this migration."""
    scripts = ScriptDirectory.from_config(config())
    if found not in {script.revision for script in scripts.walk_revisions()}:
        newest = scripts.get_current_head()
        raise NewerDatabase(
            f"the backup is of revision {found}, this version knows those up to {newest}: install the version that wrote it"
        )


def is_empty(database: Database) -> bool:
    """Whether nothing of ours is there."""
    return not _present(database)


def others(database: Database) -> int:
    """How many other connections use this PostgreSQL database; 0 on SQLite, where ownership says it."""
    if database.is_sqlite:
        return 0
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL"
    with database.engine.begin() as connection:
        return int(connection.execute(text(asked)).scalar_one())


def take(database: Database, target: Path) -> None:
    """Write the database as it is at one moment to a new file. Raises NoSnapshot."""
    if database.is_sqlite:
        _copy(Path(str(database.url.database)), target)
    else:
        tables = [f"--table={name}" for name in _present(database)]
        _ask(database, "pg_dump", "--format=plain", "--no-owner", "--no-privileges", f"--file={target}", *tables)


def bring_back(database: Database, snapshot: Path) -> None:
    """Put the snapshot in the place of what there is: all of it, or nothing is changed. Raises NoSnapshot.

    On SQLite the database must not be open anywhere.
    """
    if not database.is_sqlite:
        gone = "".join(f'DROP TABLE "{name}" CASCADE;' for name in _present(database)) or "SELECT 1"
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
        _ask(database, "psql", *options, f"--command={gone}", f"--file={snapshot}")
        return
    file = Path(str(database.url.database))
    for suffix in ("-wal", "-shm"):  # they belong to the old file, and would be played into the new one
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    snapshot.replace(file)


def _present(database: Database) -> list[str]:
    return sorted(OURS.intersection(inspect(database.engine).get_table_names()))


def _copy(source: Path, target: Path) -> None:
    """In one step: in several, each write of the service would begin the copy again. Readers hold nobody up in WAL mode."""
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy, pages=-1)
    except sqlite3.Error as error:
        raise NoSnapshot(f"{source}: {error}") from error


def _ask(database: Database, program: str, *options: str) -> None:
    """Run a program of PostgreSQL's. The password goes through the environment, which other users cannot read."""
    found = shutil.which(program)
    if found is None:
        raise NoSnapshot(
            f"{program} is not on the path: install PostgreSQL's client programs (Debian: postgresql-client), as new as the server"
        )
    address = database.url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": database.url.password} if database.url.password else {}
    command, environment = [found, f"--dbname={address}", *options], {**os.environ, **secret}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # found by its name
    if done.returncode:
        raise NoSnapshot(f"{program} failed: {' '.join(done.stderr.split())[:500]}")
