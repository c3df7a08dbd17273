"""Reports: what is owed that is no alert, to the operator or to one channel. Queued with its cause, settled after the send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from monitor.decide import GIVE_UP, retry_in
from monitor.store.tables import reports

GATHERED = timedelta(seconds=30)  # a platform that fails does so for all its sources within some seconds of a pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report. `channel_id` None: it is the operator's."""

    id: int
    channel_id: int | None
    subject: str
    text: str
    attempts: int
    created_at: datetime


def owe(connection: Connection, subject: str, text: str, now: datetime, channel_id: int | None = None) -> None:
    """Queue a report."""
    row = {"channel_id": channel_id, "subject": subject, "text": text, "state": "queued", "created_at": now, "due_at": now}
    connection.execute(insert(reports).values(row))


def owe_daily(connection: Connection, subject: str, text: str, now: datetime) -> None:
    """Queue a report, unless one of this subject was queued within a day."""
    lately = select(reports.c.id).where(reports.c.subject == subject, reports.c.created_at > now - timedelta(days=1))
    if connection.execute(lately.limit(1)).first() is None:
        owe(connection, subject, text, now)


def gather(connection: Connection, key: str, subjects: tuple[str, str], text: str, now: datetime, channel_id: int | None = None) -> None:
    """Queue a report that waits a little for others of its key, and leaves with them as one.

    `subjects` are that of a single one, and that of several, with {number}.
    """
    if connection.dialect.name == "postgresql":
        # Sources that fail at the same moment would each find nobody waiting, and a platform's outage be a message for each.
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"gather {key}"))))
    free = or_(reports.c.leased_until.is_(None), reports.c.leased_until <= now)
    waiting = (reports.c.gathers == key) & (reports.c.state == "queued") & (reports.c.attempts == 0) & free
    row = connection.execute(select(reports).where(waiting).limit(1).with_for_update(skip_locked=True)).first()
    if row is None:
        new = {"channel_id": channel_id, "gathers": key, "subject": subjects[0], "text": text, "state": "queued", "created_at": now}
        connection.execute(insert(reports).values(new | {"due_at": now + GATHERED}))
        return
    number = row.number + 1
    joined = {"number": number, "subject": subjects[1].format(number=number), "text": f"{row.text}\n\n{text}"}
    connection.execute(update(reports).where(reports.c.id == row.id).values(joined))


def report(connection: Connection, report_id: int) -> Report:
    """A claimed report."""
    columns = (reports.c.id, reports.c.channel_id, reports.c.subject, reports.c.text, reports.c.attempts, reports.c.created_at)
    return Report(**connection.execute(select(*columns).where(reports.c.id == report_id)).one()._asdict())


def settle(connection: Connection, report: Report, failed: Mapping[int | None, str], reached: int, now: datetime) -> None:
    """What became of the send: `failed` says why by channel, `reached` is how many channels it went to.

    Of a report to several channels only those that failed are owed it still, each by itself, so that no other hears it again. A
    report to one channel is given up after three days; one that reached nobody at all is tried without end.
    """
    error = "; ".join(failed.values())
    values: dict[str, object] = {"state": "sent", "due_at": None}
    if failed and not reached:
        late = report.channel_id is not None and now - report.created_at > GIVE_UP
        values = {"state": "failed", "due_at": None} if late else {"state": "queued", "due_at": now + retry_in(report.attempts + 1)}
    elif failed:
        again = {"subject": report.subject, "text": report.text, "state": "queued", "created_at": report.created_at, "attempts": 1}
        owed = [again | {"channel_id": channel, "due_at": now + retry_in(1), "error": why} for channel, why in failed.items()]
        connection.execute(insert(reports), owed)
    values |= {"error": error, "attempts": report.attempts + 1, "leased_until": None}
    connection.execute(update(reports).where(reports.c.id == report.id).values(values))


def recent(connection: Connection, limit: int) -> Sequence[Any]:
    """The newest reports to the operator."""
    return connection.execute(select(reports).where(reports.c.channel_id.is_(None)).order_by(reports.c.id.desc()).limit(limit)).all()
