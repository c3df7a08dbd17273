"""`monitor move --to postgresql://…`: from one file to a database that many workers share."""

from contextlib import closing
from typing import Annotated

import typer

from monitor.commands import console, opening
from monitor.commands.failures import FAILED, Stop
from monitor.store import moving, ownership
from monitor.store.database import Database
from monitor.store.migrate import migrate


def move(
    to: Annotated[
        str,
        typer.Option("--to", envvar="MONITOR_MOVE_TO", show_envvar=True, help="postgresql://USER:PASSWORD@HOST/NAME, an empty database"),
    ],
) -> None:
    """Move everything from SQLite to PostgreSQL, and show that nothing was lost. The service must not run; SQLite is left as it is."""
    settings = opening.settings()
    if not opening.has_database(settings):
        raise Stop(f"there is no database in {settings.data.absolute()}: nothing to move; see MONITOR_DATA", FAILED)
    with closing(Database(settings.database_url)) as source, closing(Database(to)) as target:
        if not source.is_sqlite or target.is_sqlite:
            raise Stop("a move goes from SQLite (MONITOR_DATABASE, or the data folder) to --to postgresql://…")
        with ownership.owned(source):
            _move(source, target)
    console.note("set MONITOR_DATABASE to it, and keep the data folder: it has the secret and the fetched files")


def _move(source: Database, target: Database) -> None:
    if not moving.is_empty(target):
        raise Stop(f"{target.url.render_as_string()} is not empty: name a new database", FAILED)
    migrate(source)
    migrate(target)
    with console.progress("move", moving.total(source)) as advance:
        moved = moving.move(source, target, advance)
    console.show(("table", "rows"), [(name, rows) for name, rows in moved.items() if rows])
    console.note(f"{sum(moved.values()):,} rows moved; counts and hashes of all {len(moved)} tables are the same on both sides")
