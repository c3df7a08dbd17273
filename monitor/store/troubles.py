"""What the operator was told of and is not over yet, so that each thing is told once, and once that it is over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from monitor.store.insert import insert_new
from monitor.store.tables import troubles


def told(connection: Connection, kind: str) -> dict[str, str]:
    """The troubles of a kind: what was noted of each, by what it is about."""
    return {row.subject: row.detail for row in connection.execute(select(troubles).where(troubles.c.kind == kind))}


def begin(connection: Connection, kind: str, subject: str, detail: str, now: datetime) -> None:
    """Remember that it was told."""
    insert_new(connection, troubles, [{"kind": kind, "subject": subject, "since": now, "detail": detail}])


def end(connection: Connection, kind: str, subject: str) -> None:
    """It is over."""
    connection.execute(delete(troubles).where(troubles.c.kind == kind, troubles.c.subject == subject))


def listed(connection: Connection) -> Sequence[Any]:
    """All of them, the oldest first."""
    return connection.execute(select(troubles).order_by(troubles.c.since, troubles.c.kind, troubles.c.subject)).all()


def counts(connection: Connection) -> dict[str, int]:
    """How many there are of each kind."""
    return {row[0]: row[1] for row in connection.execute(select(troubles.c.kind, func.count()).group_by(troubles.c.kind))}
