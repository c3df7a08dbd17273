"""When each chore is due, and what came of it last."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from monitor.store.insert import insert_new
from monitor.store.tables import chores


def register(connection: Connection, due: Mapping[str, datetime]) -> None:
    """Make the rows that are missing, due then; forget chores that there are no more."""
    insert_new(connection, chores, [{"id": name, "due_at": at} for name, at in due.items()])
    connection.execute(delete(chores).where(chores.c.id.not_in(list(due))))


def detail(connection: Connection, name: str) -> str | None:
    """What came of a chore the last time."""
    return connection.execute(select(chores.c.detail).where(chores.c.id == name)).scalar()


def settle(connection: Connection, name: str, detail: str, now: datetime, due_at: datetime) -> None:
    """It was done, or failed, and is due again then."""
    values = {"last_at": now, "detail": detail, "due_at": due_at, "leased_until": None}
    connection.execute(update(chores).where(chores.c.id == name).values(values))
