"""`monitor backup` and `monitor restore`: everything that must last, in one file, and back."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from monitor import backup as backups
from monitor.commands import console, opening
from monitor.commands.failures import FAILED, Stop
from monitor.settings import Settings
from monitor.store import ownership, snapshot
from monitor.store.database import Database


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write: a ZIP with the secret in it, for you alone to read")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there")] = False,
) -> None:
    """Write the database, the fetched files and the secret to FILE, while the service runs."""
    settings = opening.settings()
    if file.exists() and not force:
        raise Stop(f"{file} is there already; name another file, or write over it with --force")
    if not opening.has_database(settings):
        raise Stop(f"there is no database in {settings.data.absolute()}: nothing to back up; see MONITOR_DATA", FAILED)
    database = Database(settings.database_url)
    try:
        with console.progress("backup", backups.blobs_of(settings.data) + 2) as advance:
            number = backups.write(
                file, database, settings.data, version=version("public-records-monitor"), now=opening.now(), advance=advance
            )
    except OSError as error:
        raise Stop(f"{error.filename or file}: {error.strerror}", FAILED) from error
    finally:
        database.close()
    console.note(f"{file}: {number} files, {file.stat().st_size / 1e6:,.1f} MB" + _own_secret(settings))


def restore(
    file: Annotated[Path, typer.Argument(help="What `monitor backup` wrote")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Take the place of the database that is there")] = False,
) -> None:
    """Bring back what FILE holds. All of it is checked first; the service must not run."""
    settings = opening.settings()
    settings.make_folder()
    try:
        found = backups.Backup(file)
        try:
            _restore(found, settings, force=force)
        finally:
            found.close()
    except OSError as error:
        raise Stop(f"{error.filename or file}: {error.strerror}", FAILED) from error
    console.note(f"restored what version {found.manifest.version} kept at {found.manifest.made_at}; it is upgraded at the next start")
    console.note("what was found since is found, and told, again: look at `monitor status` before you start the service")


def _restore(found: backups.Backup, settings: Settings, *, force: bool) -> None:
    database = Database(settings.database_url)
    try:
        with ownership.owned(database):
            _fits(found, database, settings, force=force)
            with console.progress("check", len(found)) as advance:
                found.check(advance)
            database.engine.dispose()
            with console.progress("restore", len(found)) as advance:
                backups.restore(found, database, settings.data, advance=advance)
    finally:
        database.close()


def _fits(found: backups.Backup, database: Database, settings: Settings, *, force: bool) -> None:
    """Stop before anything is touched where the backup does not belong here."""
    snapshot.check_revision(found.manifest.revision)
    if found.manifest.database != snapshot.kind(database):
        raise Stop(
            f"the backup is of {found.manifest.database}, and MONITOR_DATABASE is {snapshot.kind(database)}: restore it to its own kind"
        )
    if users := snapshot.others(database):
        raise Stop(f"{users} connections use the database: stop `monitor run` and every `monitor worker` first", FAILED)
    if not force and not snapshot.is_empty(database):
        raise Stop(f"there is a database already: {database.url.render_as_string()}; --force puts the backup in its place", FAILED)
    secret = settings.data / "secret"
    if not force and found.secret is not None and secret.exists() and secret.read_bytes() != found.secret:
        raise Stop(f"{secret} is another secret than that of the backup; --force puts the backup's in its place", FAILED)


def _own_secret(settings: Settings) -> str:
    return "; MONITOR_SECRET is not in it: keep it too" if settings.secret is not None else ""
