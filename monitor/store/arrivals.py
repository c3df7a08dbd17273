"""When sources had something new, and which of them the operator was told are silent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select, update

from monitor.store.tables import runs, sources
from sources.errors import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """A source that is read to the end, and the days on which it had something new. `silent_since` is what the operator was told."""

    id: str
    title: str
    platform: str
    days: tuple[date, ...]
    silent_since: datetime | None


def publishing(connection: Connection, since: datetime) -> list[Publishing]:
    """All sources that are on and were read to the end the last time. What a first run found is its archive, and no news."""
    well = [Outcome.OK.value, Outcome.OK_EMPTY.value]
    listed = select(sources).where(sources.c.enabled, sources.c.outcome.in_(well)).order_by(sources.c.id)
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
