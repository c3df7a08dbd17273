"""What the page and `monitor status` show: sources, runs, hits, alerts, reports and the queues, in a few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from monitor.store import alerts, hits, public, reports, runs
from monitor.store import sources as states
from monitor.store.documents import State as Document
from monitor.store.tables import alerts as alert_table
from monitor.store.tables import documents, records

Row = Any  # joined columns; SQLAlchemy Core does not know their types


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A moment of the service. `waiting` counts due rows by queue and state."""

    at: datetime
    sources: Sequence[states.State]
    runs: Sequence[Row]
    hits: Sequence[Row]
    alerts: Sequence[Row]
    reports: Sequence[Row]
    records: int
    documents: dict[str, int]
    queue: dict[str, int]

    @property
    def unhealthy(self) -> Sequence[states.State]:
        """Sources whose last run did not read everything."""
        return [source for source in self.sources if source.enabled and source.outcome and not source.outcome.complete]


def overview(connection: Connection, now: datetime, limit: int = 30) -> Overview:
    """The newest of everything."""
    return Overview(
        at=now,
        sources=states.states(connection),
        runs=runs.recent(connection, limit),
        hits=hits.recent(connection, limit, public.of_everybody()),
        alerts=alerts.recent(connection, limit, public.of_operator()),
        reports=reports.recent(connection, limit),
        records=connection.execute(select(func.count()).select_from(records)).scalar_one(),
        documents=_count(connection, documents.c.state),
        queue=_count(connection, alert_table.c.state),
    )


def _count(connection: Connection, state: Any) -> dict[str, int]:
    return dict(connection.execute(select(state, func.count()).group_by(state)).all())


def waiting(connection: Connection) -> dict[str, int]:
    """How many documents are to be read and alerts to be sent."""
    return {
        "documents": _count(connection, documents.c.state).get(Document.PENDING.value, 0),
        "alerts": _count(connection, alert_table.c.state).get(alerts.State.QUEUED.value, 0),
    }
