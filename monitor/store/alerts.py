"""Alerts: queued in the transaction that finds the hit, settled after the send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from monitor.decide import GIVE_UP, retry_in
from monitor.model import Delivery, Owed, Receipt
from monitor.store import documents
from monitor.store.hits import Stored
from monitor.store.insert import insert_new
from monitor.store.tables import alert_hits, alerts, channels, deliveries, records, told


class State(StrEnum):
    """Where an alert stands. QUEUED is owed; FAILED was tried for three days and is kept."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


Key = tuple[int, str, str]


def owe(connection: Connection, stored: Sequence[Stored], owed: Sequence[Owed], now: datetime) -> int:
    """Queue what is owed, once per channel, story and passage; return how many alerts are new.

    A passage whose alert is still queued gains the new place as further evidence. `owed` counts in `stored`.
    """
    if not owed:
        return 0
    # Two workers that find the same passage at once are put in line here, so that only one of them tells.
    connection.execute(
        select(channels.c.id).where(channels.c.id.in_({o.channel_id for o in owed})).order_by(channels.c.id).with_for_update()
    )
    known = _told(connection, {stored[o.hit].found.hit.story for o in owed})
    tellable = [o for o in owed if _key(o, stored) in known or (stored[o.hit].news and not stored[o.hit].found.quiet)]
    open_alerts = _open(connection, {stored[o.hit].found.record_id for o in tellable}, now)
    wanted = {(o.channel_id, stored[o.hit].found.record_id): stored[o.hit].found.revision for o in tellable if _key(o, stored) not in known}
    created = _create(connection, {pair: revision for pair, revision in wanted.items() if pair not in open_alerts}, now)
    _join(connection, stored, tellable, known, open_alerts | created)
    return len(created)


def _key(owed: Owed, stored: Sequence[Stored]) -> Key:
    hit = stored[owed.hit].found.hit
    return owed.channel_id, hit.story, hit.passage.digest


def _told(connection: Connection, stories: set[str]) -> dict[Key, int]:
    rows = connection.execute(select(told).where(told.c.story.in_(stories)))
    return {(row.channel_id, row.story, row.digest): row.alert_id for row in rows}


def _open(connection: Connection, record_ids: set[int], now: datetime) -> dict[tuple[int, int], int]:
    """Alerts that may still grow: queued, and not in the hands of a sender."""
    free = or_(alerts.c.leased_until.is_(None), alerts.c.leased_until <= now)
    rows = select(alerts.c.channel_id, alerts.c.record_id, alerts.c.id).where(
        alerts.c.record_id.in_(record_ids), alerts.c.state == State.QUEUED.value, free
    )
    return {(row.channel_id, row.record_id): row.id for row in connection.execute(rows.with_for_update(skip_locked=True))}


def _create(connection: Connection, wanted: dict[tuple[int, int], int], now: datetime) -> dict[tuple[int, int], int]:
    if not wanted:
        return {}
    held = documents.waiting(connection, [record_id for _, record_id in wanted])
    rows = [
        {
            "channel_id": channel_id,
            "record_id": record_id,
            "revision": revision,
            "state": State.QUEUED.value,
            "created_at": now,
            "due_at": now + documents.HOLD if record_id in held else now,
        }
        for (channel_id, record_id), revision in wanted.items()
    ]
    ids = connection.execute(insert(alerts).returning(alerts.c.id, sort_by_parameter_order=True), rows).scalars()
    return dict(zip(wanted, ids, strict=True))


def _join(
    connection: Connection, stored: Sequence[Stored], owed: Sequence[Owed], known: dict[Key, int], by_record: dict[tuple[int, int], int]
) -> None:
    open_ids = set(by_record.values())
    joined, new = [], []
    for o in owed:
        key = _key(o, stored)
        alert_id = known.get(key, by_record.get((o.channel_id, stored[o.hit].found.record_id)))
        if alert_id not in open_ids:
            continue  # already sent: told once
        joined.append({"alert_id": alert_id, "hit_id": stored[o.hit].id, "watch_id": o.watch_id, "watch_name": o.watch_name})
        if key not in known:
            new.append({"channel_id": key[0], "story": key[1], "digest": key[2], "alert_id": alert_id})
    insert_new(connection, told, new)
    insert_new(connection, alert_hits, joined)


def hurry(connection: Connection, record_ids: Sequence[int], now: datetime) -> None:
    """These records' documents are all read: what waited for them may leave."""
    ready = set(record_ids) - documents.waiting(connection, list(record_ids))
    held = (alerts.c.state == State.QUEUED.value) & (alerts.c.attempts == 0) & (alerts.c.due_at > now)
    connection.execute(update(alerts).where(alerts.c.record_id.in_(ready), held).values(due_at=now))


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
    columns = (alerts.c.id, alerts.c.record_id, alerts.c.channel_id, channels.c.subscriber_id, channels.c.url, channels.c.trusted)
    rows = select(*columns, alerts.c.revision, alerts.c.attempts, alerts.c.created_at).join(channels).where(alerts.c.id == alert_id)
    return Envelope(**connection.execute(rows).one()._asdict())


def settle(connection: Connection, envelope: Envelope, receipts: Sequence[Receipt], now: datetime) -> State:
    """Record what became of a send: sent, queued again with back-off, or given up after three days."""
    rows = [{"alert_id": envelope.id, "at": now, "delivery": r.delivery.value, "service": r.service, "detail": r.detail} for r in receipts]
    if rows:
        connection.execute(insert(deliveries), rows)
    if receipts and all(receipt.delivery is Delivery.SENT for receipt in receipts):
        values: dict[str, Any] = {"state": State.SENT.value, "sent_at": now, "due_at": None}
    elif now - envelope.created_at > GIVE_UP:
        values = {"state": State.FAILED.value, "due_at": None}
    else:
        values = {"state": State.QUEUED.value, "due_at": now + retry_in(envelope.attempts + 1)}
    counted = values | {"attempts": envelope.attempts + 1, "leased_until": None}
    connection.execute(update(alerts).where(alerts.c.id == envelope.id).values(counted))
    return State(values["state"])


def recent(connection: Connection, limit: int) -> Sequence[Any]:
    """The newest alerts with their records and channels, for the page and the commands."""
    columns = (alerts, channels.c.name.label("channel"), records.c.title, records.c.url)
    rows = select(*columns).join(channels, channels.c.id == alerts.c.channel_id).join(records, records.c.id == alerts.c.record_id)
    return connection.execute(rows.order_by(alerts.c.id.desc()).limit(limit)).all()
