"""Reports: what the operator is owed. Queued in the transaction that has the cause, settled after the send."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from monitor.decide import retry_in
from monitor.store.tables import reports


def owe(connection: Connection, subject: str, text: str, now: datetime) -> None:
    """Queue a report."""
    connection.execute(insert(reports).values(subject=subject, text=text, state="queued", created_at=now, due_at=now))


def owe_daily(connection: Connection, subject: str, text: str, now: datetime) -> None:
    """Queue a report, unless one of this subject was queued within a day."""
    lately = select(reports.c.id).where(reports.c.subject == subject, reports.c.created_at > now - timedelta(days=1))
    if connection.execute(lately.limit(1)).first() is None:
        owe(connection, subject, text, now)


def report(connection: Connection, report_id: int) -> tuple[str, str, int]:
    """Subject, text and the number of attempts so far."""
    row = connection.execute(select(reports.c.subject, reports.c.text, reports.c.attempts).where(reports.c.id == report_id)).one()
    return row.subject, row.text, row.attempts


def settle(connection: Connection, report_id: int, error: str, attempts: int, now: datetime) -> None:
    """Sent where there is no error; else queued again with back-off, without end."""
    values: dict[str, object] = {"state": "queued", "due_at": now + retry_in(attempts + 1)} if error else {"state": "sent", "due_at": None}
    values |= {"error": error, "attempts": attempts + 1, "leased_until": None}
    connection.execute(update(reports).where(reports.c.id == report_id).values(values))


def recent(connection: Connection, limit: int) -> Sequence[Any]:
    """The newest reports."""
    return connection.execute(select(reports).order_by(reports.c.id.desc()).limit(limit)).all()
