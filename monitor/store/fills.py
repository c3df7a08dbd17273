"""How many of a day's new and changed records had which field, by source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import Connection, delete, select

from monitor.fill import Day
from monitor.store.insert import upsert
from monitor.store.tables import fills, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A source, and its days."""

    id: str
    title: str
    platform: str
    days: Sequence[Day]


def add(connection: Connection, source_id: str, day: date, asked: Mapping[str, int], filled: Mapping[str, int]) -> None:
    """Count these as well. Whoever polls the source has its lease, so nobody else adds to the row."""
    if not asked:
        return
    here = (fills.c.source_id == source_id) & (fills.c.day == day)
    before = connection.execute(select(fills.c.asked, fills.c.filled).where(here)).one_or_none()
    row = {"asked": _sum(before.asked if before else {}, asked), "filled": _sum(before.filled if before else {}, filled)}
    upsert(connection, fills, [{"source_id": source_id, "day": day, **row}], ["source_id", "day"], ["asked", "filled"])


def moving(connection: Connection, since: date, lately: date) -> Iterator[Filled]:
    """The sources that are on and had something new since `lately`, each with its days since then. One statement."""
    moved = select(fills.c.source_id).where(fills.c.day >= lately)
    columns = (sources.c.id, sources.c.title, sources.c.platform, fills.c.day, fills.c.asked, fills.c.filled)
    rows = select(*columns).join(sources).where(sources.c.enabled, fills.c.day >= since, fills.c.source_id.in_(moved))
    for (id_, title, platform), some in groupby(connection.execute(rows.order_by(sources.c.id, fills.c.day)), key=lambda row: row[:3]):
        days = [Day(day=row.day, asked=row.asked, filled=row.filled) for row in some]
        yield Filled(id=id_, title=title, platform=platform, days=days)


def forget(connection: Connection, until: date) -> None:
    """Forget the days before."""
    connection.execute(delete(fills).where(fills.c.day < until))


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted({*one, *other})}
