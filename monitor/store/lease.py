"""Claiming a due row by compare-and-swap: whoever changes the lease has it, until it runs out."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Table, or_, select, update

__all__ = ["LEASE", "Table", "claim", "due", "extend", "release", "release_all", "wanted"]

LEASE = timedelta(minutes=15)  # longer than the longest document or page may take


def due(connection: Connection, table: Table, now: datetime, limit: int) -> Sequence[int | str]:
    """Ids of rows that are due and that nobody holds: what is wanted by a time first, the soonest of it; then the longest due."""
    free, by_age = _free(table, now), (table.c.due_at, table.c.id)
    if "wanted_by" not in table.c:
        return connection.execute(free.order_by(*by_age).limit(limit)).scalars().all()
    # Two questions, each answered from an index: one sort over both would go through the whole backlog at each tick.
    soon = free.where(table.c.wanted_by.is_not(None)).order_by(table.c.wanted_by, *by_age)
    first = connection.execute(soon.limit(limit)).scalars().all()
    rest = free.where(table.c.wanted_by.is_(None)).order_by(*by_age)
    return [*first, *connection.execute(rest.limit(limit - len(first))).scalars()]


def wanted(connection: Connection, table: Table, ids: Sequence[int | str]) -> AbstractSet[int | str]:
    """Which of these rows are wanted by a time."""
    if "wanted_by" not in table.c:
        return frozenset()
    return set(connection.execute(select(table.c.id).where(table.c.id.in_(ids), table.c.wanted_by.is_not(None))).scalars())


def claim(connection: Connection, table: Table, identity: int | str, now: datetime) -> bool:
    """Whether the row was due and free, and now is ours."""
    statement = update(table).where(table.c.id.in_(_free(table, now).where(table.c.id == identity).with_for_update(skip_locked=True)))
    return connection.execute(statement.values(leased_until=now + LEASE)).rowcount == 1


def extend(connection: Connection, table: Table, identity: int | str, now: datetime) -> None:
    """Hold on for as long again."""
    connection.execute(update(table).where(table.c.id == identity).values(leased_until=now + LEASE))


def release(connection: Connection, table: Table, identity: int | str) -> None:
    """Give it back unfinished: whoever comes next may have it."""
    connection.execute(update(table).where(table.c.id == identity).values(leased_until=None))


def release_all(connection: Connection, tables: Sequence[Table]) -> None:
    """Free what a killed process held. Only where one process owns the database."""
    for table in tables:
        connection.execute(update(table).where(table.c.leased_until.is_not(None)).values(leased_until=None))


def _free(table: Table, now: datetime) -> Select[Any]:
    free = select(table.c.id).where(table.c.due_at <= now, or_(table.c.leased_until.is_(None), table.c.leased_until <= now))
    return free.where(table.c.enabled) if "enabled" in table.c else free
