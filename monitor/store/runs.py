"""Runs: one poll of one source, with its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from monitor.store.tables import omens, problems, runs
from sources.errors import Outcome
from sources.model import Problem

INTERRUPTED = "interrupted: its process ended, and the source was polled anew"
KEPT_PROBLEMS = 50  # of one run; their number is kept in full


@dataclass(slots=True, kw_only=True)
class Count:
    """What a run has seen so far."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: int = 0
    requests: int = 0

    @property
    def listed(self) -> int:
        """Everything that the publisher listed, readable or not."""
        return self.new + self.changed + self.unchanged + self.problems

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def begin(connection: Connection, source_id: str, now: datetime) -> int:
    """A new run; return its id. One of this source that never ended was cut off: who took the source has its lease."""
    cut_off = (runs.c.source_id == source_id, runs.c.ended_at.is_(None))
    connection.execute(update(runs).where(*cut_off).values(ended_at=now, detail=INTERRUPTED))
    return connection.execute(insert(runs).values(source_id=source_id, started_at=now).returning(runs.c.id)).scalar_one()


def end(connection: Connection, run_id: int, outcome: Outcome, detail: str, count: Count, now: datetime) -> None:
    """How it ended."""
    connection.execute(
        update(runs).where(runs.c.id == run_id).values(ended_at=now, outcome=outcome.value, detail=detail, **count.as_dict())
    )


def spent(connection: Connection, source_id: str, since: datetime) -> int:
    """How many requests the runs of a source have sent since then; a run that was killed counts as having sent all it might."""
    begun = select(func.sum(runs.c.requests)).where(runs.c.source_id == source_id, runs.c.started_at >= since)
    return int(connection.execute(begun).scalar() or 0)


def reserve(connection: Connection, run_id: int, requests: int) -> None:
    """A run that may send so many requests: they count as sent until it says how many it sent."""
    connection.execute(update(runs).where(runs.c.id == run_id).values(requests=requests))


def lately(connection: Connection, source_id: str, *, of: int) -> int:
    """The most that any of so many last runs listed, of those that read a list to its end, believed or not; 0 where there is none."""
    listed = runs.c.new + runs.c.changed + runs.c.unchanged + runs.c.problems
    ended = runs.c.outcome.in_([Outcome.OK.value, Outcome.INCONCLUSIVE.value])
    counts = connection.execute(select(listed).where(runs.c.source_id == source_id, ended).order_by(runs.c.id.desc()).limit(of)).scalars()
    return max(counts, default=0)


def fewest(connection: Connection, source_id: str, *, of: int) -> int | None:
    """The least that any of so many last whole runs listed, where there were as many that listed something; else None."""
    listed = runs.c.new + runs.c.changed + runs.c.unchanged + runs.c.problems
    whole = select(listed).where(runs.c.source_id == source_id, runs.c.outcome == Outcome.OK.value)
    counts = connection.execute(whole.order_by(runs.c.id.desc()).limit(of)).scalars().all()
    return min(counts) if len(counts) == of else None


def add_problems(connection: Connection, run_id: int, rejected: Sequence[Problem]) -> None:
    """Keep the rows that could not be read."""
    if rejected:
        connection.execute(insert(problems), [{"run_id": run_id, "row": p.row, "error": p.error} for p in rejected[:KEPT_PROBLEMS]])


def recent(connection: Connection, limit: int) -> Sequence[Any]:
    """The newest runs, for the page and the commands."""
    return connection.execute(select(runs).order_by(runs.c.id.desc()).limit(limit)).all()


def of_source(connection: Connection, source_id: str, limit: int) -> Sequence[Any]:
    """The newest runs of a source."""
    return connection.execute(select(runs).where(runs.c.source_id == source_id).order_by(runs.c.id.desc()).limit(limit)).all()


def problems_of(connection: Connection, source_id: str, limit: int) -> Sequence[Any]:
    """The newest rows of a source that could not be read, each with the start of its run."""
    joined = select(problems, runs.c.started_at).join(runs).where(runs.c.source_id == source_id)
    return connection.execute(joined.order_by(problems.c.id.desc()).limit(limit)).all()


def notice(connection: Connection, host: str, header: str, value: str, now: datetime) -> bool:
    """Whether this header of this host is news: a deprecation is told once, and again when it changes."""
    row = {"host": host, "header": header, "value": value, "seen_at": now}
    before = select(omens.c.host).where(omens.c.host == host, omens.c.header == header, omens.c.value == value)
    if connection.execute(before).first():
        return False
    connection.execute(insert(omens).values(row))
    return True
