"""Alerts: what is owed to a channel of one record, and what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from monitor.decide import GIVE_UP, retry_in
from monitor.model import Delivery, Receipt
from monitor.store.tables import alerts, channels, deliveries, records, subscribers


class State(StrEnum):
    """Where an alert stands. QUEUED is owed; FAILED was tried for three days; DROPPED is wanted no more."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An alert as its sender needs it, with the channel's address. `url` is a secret."""

    id: int
    record_id: int
    channel_id: int
    subscriber_id: int
    url: str
    trusted: bool
    revision: int
    attempts: int
    created_at: datetime


def envelope(connection: Connection, alert_id: int) -> Envelope:
    """A claimed alert."""
    return Envelope(**connection.execute(_ENVELOPES.where(alerts.c.id == alert_id)).one()._asdict())


def envelopes(connection: Connection, which: ColumnElement[bool], most: int) -> Iterator[Envelope]:
    """The first of these alerts, the earliest first."""
    return (Envelope(**row._asdict()) for row in connection.execute(_ENVELOPES.where(which).order_by(alerts.c.id).limit(most)))


_ENVELOPES = select(
    alerts.c.id,
    alerts.c.record_id,
    alerts.c.channel_id,
    channels.c.subscriber_id,
    channels.c.url,
    channels.c.trusted,
    alerts.c.revision,
    alerts.c.attempts,
    alerts.c.created_at,
).join(channels)


def settle(connection: Connection, envelope: Envelope, receipts: Sequence[Receipt], now: datetime) -> State:
    """Record what became of a send: sent, queued again with back-off, or given up after three days."""
    rows = [{"alert_id": envelope.id, "at": now, "delivery": r.delivery.value, "service": r.service, "detail": r.detail} for r in receipts]
    if rows:
        connection.execute(insert(deliveries), rows)
    values = settled(receipts, envelope.attempts, envelope.created_at, now)
    connection.execute(update(alerts).where(alerts.c.id == envelope.id).values(values | {"leased_until": None}))
    return State(values["state"])


def settled(receipts: Sequence[Receipt], attempts: int, created_at: datetime, now: datetime) -> dict[str, Any]:
    """What a send with these receipts makes of a row that was owed."""
    counted = {"attempts": attempts + 1}
    if receipts and all(receipt.delivery is Delivery.SENT for receipt in receipts):
        return counted | {"state": State.SENT.value, "sent_at": now, "due_at": None}
    if now - created_at > GIVE_UP:
        return counted | {"state": State.FAILED.value, "due_at": None}
    return counted | {"state": State.QUEUED.value, "due_at": now + retry_in(attempts + 1)}


def recent(connection: Connection, limit: int, which: ColumnElement[bool]) -> Sequence[Any]:
    """The newest of these alerts with their records and channels, for the page and the commands."""
    columns = (alerts, channels.c.name.label("channel"), records.c.title, records.c.url)
    rows = select(*columns).join(channels, channels.c.id == alerts.c.channel_id).join(records, records.c.id == alerts.c.record_id)
    return connection.execute(rows.where(which).order_by(alerts.c.id.desc()).limit(limit)).all()


def last_sent(connection: Connection, owner: str) -> datetime | None:
    """When an alert last left for this subscriber, if ever."""
    theirs = channels.c.subscriber_id.in_(select(subscribers.c.id).where(subscribers.c.name == owner))
    rows = select(alerts.c.sent_at).join(channels).where(theirs, alerts.c.sent_at.is_not(None))
    return connection.execute(rows.order_by(alerts.c.sent_at.desc()).limit(1)).scalar()
