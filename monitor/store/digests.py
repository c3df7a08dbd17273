"""Digests: alerts of one channel that leave together, as one message with one state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from monitor.model import Receipt
from monitor.store import alerts
from monitor.store.alerts import Envelope, State
from monitor.store.insert import insert_ids
from monitor.store.tables import alerts as alert_table
from monitor.store.tables import channels, deliveries, digests

EMPTY: dict[str, Any] = {"state": State.SENT.value, "due_at": None}
"""What becomes of a digest all of whose alerts left before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A claimed digest: the channel's address (a secret), and the alerts that leave with it.

    `envelopes` are the first of them, `total` is how many there are, and `last` the id of the last one.
    """

    id: int
    channel_id: int
    subscriber_id: int
    url: str
    trusted: bool
    attempts: int
    created_at: datetime
    envelopes: tuple[Envelope, ...]
    total: int
    last: int


def open_for(connection: Connection, wanted: Collection[tuple[int, datetime]], now: datetime) -> dict[tuple[int, datetime], int]:
    """The digest of each channel and time, made where there is none that may still grow."""
    if not wanted:
        return {}
    queued = digests.c.channel_id.in_({channel for channel, _ in wanted}) & (digests.c.state == State.QUEUED.value) & _free(now)
    rows = connection.execute(select(digests).where(queued, digests.c.attempts == 0).with_for_update(skip_locked=True))
    found = {(row.channel_id, row.due_at): row.id for row in rows if (row.channel_id, row.due_at) in wanted}
    missing = sorted(set(wanted) - found.keys())
    if missing:
        new = [{"channel_id": channel, "state": State.QUEUED.value, "created_at": now, "due_at": at} for channel, at in missing]
        ids = insert_ids(connection, digests, new, ["channel_id", "due_at"])
        found |= dict(zip(missing, ids, strict=True))
    return found


def free(connection: Connection, digest_ids: Collection[int], now: datetime) -> set[int]:
    """Which of these are in nobody's hands."""
    if not digest_ids:
        return set()
    rows = select(digests.c.id).where(digests.c.id.in_(digest_ids), _free(now))
    return set(connection.execute(rows.with_for_update(skip_locked=True)).scalars())


def bundle(connection: Connection, digest_id: int, most: int) -> Bundle:
    """A claimed digest with its alerts as they stand now, of which at most so many are read, the earliest first."""
    counted = select(func.count(), func.max(alert_table.c.id)).where(_waiting(digest_id))
    total, last = connection.execute(counted).one()
    columns = (digests, channels.c.subscriber_id, channels.c.url, channels.c.trusted)
    row = connection.execute(select(*columns).join(channels).where(digests.c.id == digest_id)).one()
    return Bundle(
        id=row.id,
        channel_id=row.channel_id,
        subscriber_id=row.subscriber_id,
        url=row.url,
        trusted=row.trusted,
        attempts=row.attempts,
        created_at=row.created_at,
        envelopes=tuple(alerts.envelopes(connection, _waiting(digest_id), most)),
        total=total,
        last=last or 0,
    )


def told(connection: Connection, digest_id: int, after: int, most: int) -> tuple[Envelope, ...]:
    """The alerts of a digest behind that id, whatever became of them, the earliest first and at most so many."""
    return tuple(alerts.envelopes(connection, (alert_table.c.digest_id == digest_id) & (alert_table.c.id > after), most))


def settle(connection: Connection, bundle: Bundle, receipts: Sequence[Receipt], now: datetime) -> State:
    """Record what became of a send, for the digest and for each of its alerts."""
    rows = [{"digest_id": bundle.id, "at": now, "delivery": r.delivery.value, "service": r.service, "detail": r.detail} for r in receipts]
    if rows:
        connection.execute(insert(deliveries), rows)
    values = alerts.settled(receipts, bundle.attempts, bundle.created_at, now) if bundle.total else EMPTY
    connection.execute(update(digests).where(digests.c.id == bundle.id).values(values | {"leased_until": None}))
    same = {name: values[name] for name in ("state", "sent_at", "attempts") if name in values}
    connection.execute(update(alert_table).where(_waiting(bundle.id), alert_table.c.id <= bundle.last).values(same))
    return State(values["state"])


def _waiting(digest_id: int) -> ColumnElement[bool]:
    return (alert_table.c.digest_id == digest_id) & (alert_table.c.state == State.QUEUED.value)


def _free(now: datetime):  # type: ignore[no-untyped-def]  # a clause; SQLAlchemy does not name its type
    return or_(digests.c.leased_until.is_(None), digests.c.leased_until <= now)
