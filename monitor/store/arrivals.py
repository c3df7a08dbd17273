"""When sources had something new, and which of them the operator was told are silent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from monitor.store.tables import records, rhythms, runs, sources
from sources.errors import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """A source that is read to the end, and the days on which it had something new. `silent_since` is what the operator was told."""

    id: str
    title: str
    platform: str
    days: tuple[date, ...]
    silent_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was learned of a source: how many days usually pass between two with something new, and how many would be strange.

    `newest` is the last day with something new. Of the last thirty days `seen` had something new, and `expected` might have had.
    """

    source_id: str
    usual_days: int
    strange_days: int
    newest: date
    seen: int
    expected: float | None

    @property
    def next_by(self) -> date:
        """The day by which something new usually comes."""
        return self.newest + timedelta(days=self.usual_days)

    @property
    def strange_after(self) -> date:
        """The last day on which it is not strange yet that nothing came."""
        return self.newest + timedelta(days=self.strange_days)


WELL = sources.c.enabled & sources.c.outcome.in_([Outcome.OK.value, Outcome.OK_EMPTY.value])


def save(connection: Connection, learned: Sequence[Learned]) -> None:
    """Remember what was learned, and forget what was known of other sources that are well: they are silent for too long to say anything."""
    connection.execute(delete(rhythms).where(rhythms.c.source_id.in_(select(sources.c.id).where(WELL))))
    if learned:
        connection.execute(insert(rhythms), [asdict(one) for one in learned])


def learned(connection: Connection, source_ids: Collection[str] | None = None) -> dict[str, Learned]:
    """What is known of the sources that are on, of all by default, by their ids; `newest` as it is now. One statement."""
    newest = select(func.max(records.c.first_seen)).where(records.c.source_id == rhythms.c.source_id).scalar_subquery()
    rows = select(rhythms, newest.label("now")).join(sources).where(sources.c.enabled).order_by(rhythms.c.source_id)
    if source_ids is not None:
        rows = rows.where(rhythms.c.source_id.in_(source_ids))
    return {row.source_id: _learned(row._asdict()) for row in connection.execute(rows)}


def _learned(row: dict[str, Any]) -> Learned:
    now = row.pop("now")
    return Learned(**row | {"newest": max(row["newest"], now.date()) if now else row["newest"]})


def publishing(connection: Connection, since: datetime) -> list[Publishing]:
    """All sources that are on and were read to the end the last time. What a first run found is its archive, and no news."""
    listed = select(sources).where(WELL).order_by(sources.c.id)
    days = _days(connection, since)
    return [
        Publishing(id=row.id, title=row.title, platform=row.platform, days=days.get(row.id, ()), silent_since=row.silent_since)
        for row in connection.execute(listed)
    ]


def set_silent(connection: Connection, source_id: str, since: datetime | None) -> None:
    """Remember what the operator was told."""
    connection.execute(update(sources).where(sources.c.id == source_id).values(silent_since=since))


def _days(connection: Connection, since: datetime) -> Mapping[str, tuple[date, ...]]:
    first = select(runs.c.source_id, func.min(runs.c.id).label("id")).where(runs.c.new > 0).group_by(runs.c.source_id).subquery()
    later = (runs.c.new > 0, runs.c.started_at >= since, runs.c.id > first.c.id)
    rows = select(runs.c.source_id, runs.c.started_at).join(first, first.c.source_id == runs.c.source_id).where(*later)
    found: dict[str, dict[date, None]] = {}
    for source_id, started_at in connection.execute(rows.order_by(runs.c.id)):
        found.setdefault(source_id, {})[started_at.date()] = None
    return {source_id: tuple(days) for source_id, days in found.items()}
