"""The three clocks of a source: what it published last, when it was fetched, when something new was shown here; and its gaps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from monitor.store import arrivals
from monitor.store.arrivals import Learned
from monitor.store.documents import State
from monitor.store.sources import State as Source
from monitor.store.sources import states
from monitor.store.tables import documents, records, runs

MISSING = (State.FAILED, State.GONE, State.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One source. `published` is the day of its newest record that is not to come, `shown` when its newest record came here.

    `missing` documents could not be had, `waiting` ones are to be read; `problems` are rows that the last run could not read.
    """

    source: Source
    records: int
    published: date | None
    shown: datetime | None
    missing: int
    waiting: int
    problems: int
    learned: Learned | None = None
    """When something new may be expected of it; None where it is not known for long enough."""

    @property
    def fetched(self) -> datetime | None:
        """When it was last read to the end."""
        return self.source.last_ok_at

    @property
    def well(self) -> bool:
        """Whether its last run read it to the end."""
        return self.source.outcome is not None and self.source.outcome.complete


def clocks(connection: Connection, today: date, source_ids: Collection[str] | None = None) -> list[Clock]:
    """The clocks of these sources, of all by default, by their ids. A few statements, whatever their number."""
    listed = [one for one in states(connection) if source_ids is None or one.id in source_ids]
    past = case((records.c.dated <= today, records.c.dated))
    columns = (records.c.source_id, func.count(), func.max(past), func.max(records.c.first_seen))
    seen = {row[0]: row[1:] for row in connection.execute(_within(select(*columns), records.c.source_id, source_ids))}
    states_of = select(documents.c.source_id, func.sum(_one_of(MISSING)), func.sum(_one_of([State.PENDING])))
    waiting = {row[0]: row[1:] for row in connection.execute(_within(states_of, documents.c.source_id, source_ids))}
    last = _within(select(runs.c.source_id, func.max(runs.c.id).label("id")), runs.c.source_id, source_ids).subquery()
    problems = dict(connection.execute(select(runs.c.source_id, runs.c.problems).join(last, last.c.id == runs.c.id)).all())
    known = arrivals.learned(connection, source_ids)
    return [_clock(one, seen.get(one.id), waiting.get(one.id), problems.get(one.id, 0), known.get(one.id)) for one in listed]


def _clock(source: Source, seen: Any, waiting: Any, problems: int, learned: Learned | None) -> Clock:
    count, published, shown = seen or (0, None, None)
    missing, pending = waiting or (0, 0)
    return Clock(
        source=source,
        records=count,
        published=published,
        shown=shown,
        missing=missing,
        waiting=pending,
        problems=problems,
        learned=learned,
    )


def _one_of(wanted: Collection[State]) -> Any:
    return case((documents.c.state.in_([state.value for state in wanted]), 1), else_=0)


def _within(asked: Select[Any], column: Any, source_ids: Collection[str] | None) -> Select[Any]:
    return (asked if source_ids is None else asked.where(column.in_(source_ids))).group_by(column)
