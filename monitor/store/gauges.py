"""How the service fares in numbers, for a system that watches it: a few counts and ages, each one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, case, func, or_, select

from monitor.store import arrivals, meters, troubles
from monitor.store.arrivals import Learned
from monitor.store.tables import alerts, blobs, chores, contents, deliveries, digests, documents, records, reports, runs, signups, sources

DAY = timedelta(days=1)
QUEUES: Mapping[str, Table] = {
    "source": sources,
    "document": documents,
    "ocr": contents,
    "alert": alerts,
    "digest": digests,
    "report": reports,
    "signup": signups,
    "chore": chores,
    "blob": blobs,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauges:
    """A moment of the service. Mappings are by the name that the label has; ages are seconds, 0 where nothing is due.

    `due` rows wait for somebody to take them, `held` ones are in somebody's hands.
    """

    records: int
    sources: Mapping[str, int]
    """Switched on, by the outcome of the last run; "none" where there was none yet."""
    runs: Mapping[tuple[str, str], int]
    """Of the last day, by outcome and platform; "interrupted" where its process ended."""
    new: int
    """Records that runs of the last day found for the first time."""
    silent: int
    """Sources that have nothing new for a strangely long time."""
    pages: int
    """Of all files that were read, each counted once."""
    documents: Mapping[str, int]
    deliveries: Mapping[str, int]
    """Of the last day, by what became of them."""
    due: Mapping[str, int]
    held: Mapping[str, int]
    oldest: Mapping[str, float]
    problems: int
    """Rows of the last day that could not be read."""
    troubles: Mapping[str, int]
    """What the operator was told of and is not over, by kind, beside sources and silences."""
    counted: Mapping[str, float]
    """What all processes counted together since the first start; see monitor/meters.py."""
    learned: Mapping[str, Learned]
    """By source: what is to be expected of it, and what was seen."""


def gauges(connection: Connection, now: datetime) -> Gauges:
    """The numbers as they stand."""
    waiting = {name: _waiting(connection, table, now) for name, table in QUEUES.items()}
    enabled = select(func.coalesce(sources.c.outcome, "none"), func.count()).where(sources.c.enabled).group_by(sources.c.outcome)
    lately = runs.c.ended_at > now - DAY
    return Gauges(
        records=connection.execute(select(func.count()).select_from(records)).scalar_one(),
        sources=_pairs(connection, enabled),
        runs=_runs(connection, now - DAY),
        new=connection.execute(select(func.coalesce(func.sum(runs.c.new), 0)).where(lately)).scalar_one(),
        silent=connection.execute(select(func.count()).where(sources.c.enabled, sources.c.silent_since.is_not(None))).scalar_one(),
        pages=connection.execute(select(func.coalesce(func.sum(contents.c.page_count), 0))).scalar_one(),
        documents=_pairs(connection, select(documents.c.state, func.count()).group_by(documents.c.state)),
        deliveries=_pairs(
            connection, select(deliveries.c.delivery, func.count()).where(deliveries.c.at > now - DAY).group_by(deliveries.c.delivery)
        ),
        due={name: row.free for name, row in waiting.items()},
        held={name: row.held for name, row in waiting.items()},
        oldest={name: (now - row.first).total_seconds() if row.first else 0.0 for name, row in waiting.items()},
        problems=connection.execute(select(func.coalesce(func.sum(runs.c.problems), 0)).where(lately)).scalar_one(),
        troubles={"fill": 0} | troubles.counts(connection),
        counted=meters.read(connection),
        learned=arrivals.learned(connection),
    )


def _runs(connection: Connection, since: datetime) -> dict[tuple[str, str], int]:
    outcome = func.coalesce(runs.c.outcome, "interrupted")
    rows = (
        select(outcome, sources.c.platform, func.count()).join(sources).where(runs.c.ended_at > since).group_by(outcome, sources.c.platform)
    )
    return {(name, platform): number for name, platform, number in connection.execute(rows)}


def _waiting(connection: Connection, table: Table, now: datetime) -> Any:
    """How many due rows are free and how many are held, and since when the first free one is due."""
    due = table.c.due_at <= now
    due = due & table.c.enabled if "enabled" in table.c else due
    free = or_(table.c.leased_until.is_(None), table.c.leased_until <= now)
    columns = (func.count(case((free, 1))).label("free"), func.count(case((~free, 1))).label("held"))
    return connection.execute(select(*columns, func.min(case((free, table.c.due_at))).label("first")).where(due)).one()


def _pairs(connection: Connection, rows: object) -> dict[str, int]:
    return {str(name): number for name, number in connection.execute(rows)}  # type: ignore[call-overload]  # a select of two columns
