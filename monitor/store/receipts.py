"""What a subscriber was told: alerts with their passages, and what became of each attempt to send them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from monitor.store.export import hit_rows
from monitor.store.tables import alert_hits, alerts, channels, deliveries, digests, hits, records

ALERTS = (
    *("id", "state", "channel", "source", "record", "kind", "title", "happens_at", "revision", "watches"),
    *("created_at", "due_at", "sent_at", "attempts", "digest", "url"),
)
RECEIPTS = ("id", "at", "delivery", "service", "detail", "alert", "digest")

Rows = list[tuple[Any, ...]]


def alert_rows(connection: Connection, subscriber_id: int, after: int, limit: int) -> tuple[Rows, int | None]:
    """The next alerts of a subscriber, oldest first, in the columns ALERTS."""
    found = connection.execute(_alerts(subscriber_id).where(alerts.c.id > after).order_by(alerts.c.id).limit(limit)).all()
    named = _watches(connection, [row.id for row in found])
    return [_alert(row, named.get(row.id, [])) for row in found], _last(found, limit)


def alert(connection: Connection, subscriber_id: int, alert_id: int, most: int) -> tuple[tuple[Any, ...], Rows] | None:
    """An alert of this subscriber in the columns ALERTS, and its first passages as hits are exported; None where it is not theirs."""
    row = connection.execute(_alerts(subscriber_id).where(alerts.c.id == alert_id)).first()
    if row is None:
        return None
    told = hits.c.id.in_(select(alert_hits.c.hit_id).where(alert_hits.c.alert_id == alert_id))
    return _alert(row, _watches(connection, [alert_id]).get(alert_id, [])), hit_rows(connection, 0, most, told)[0]


def receipt_rows(connection: Connection, subscriber_id: int, after: int, limit: int) -> tuple[Rows, int | None]:
    """The next attempts to send to a subscriber, oldest first, in the columns RECEIPTS. A digest is sent with all alerts in it at once."""
    theirs = or_(
        deliveries.c.alert_id.in_(select(alerts.c.id).join(channels).where(_of(subscriber_id))),
        deliveries.c.digest_id.in_(select(digests.c.id).join(channels).where(_of(subscriber_id))),
    )
    found = connection.execute(select(deliveries).where(theirs, deliveries.c.id > after).order_by(deliveries.c.id).limit(limit)).all()
    rows: Rows = [(row.id, row.at, row.delivery, row.service, row.detail, row.alert_id, row.digest_id) for row in found]
    return rows, _last(found, limit)


def _of(subscriber_id: int) -> ColumnElement[bool]:
    return channels.c.subscriber_id == subscriber_id


def _alerts(subscriber_id: int) -> Any:
    columns = (records.c.source_id, records.c.key, records.c.kind, records.c.title, records.c.happens_at, records.c.url)
    joined = alerts.join(channels, channels.c.id == alerts.c.channel_id).join(records, records.c.id == alerts.c.record_id)
    return select(alerts, channels.c.name.label("channel"), *columns).select_from(joined).where(_of(subscriber_id))


def _watches(connection: Connection, alert_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the watches that each alert is for, as they were called then."""
    named = select(alert_hits.c.alert_id, alert_hits.c.watch_name).where(alert_hits.c.alert_id.in_(alert_ids)).distinct()
    found: dict[int, list[str]] = {}
    for alert_id, name in connection.execute(named.order_by(alert_hits.c.watch_name)):
        found.setdefault(alert_id, []).append(name)
    return found


def _alert(row: Any, watch_names: Sequence[str]) -> tuple[Any, ...]:
    record = (row.source_id, row.key, row.kind, row.title, row.happens_at, row.revision)
    times = (row.created_at, row.due_at, row.sent_at, row.attempts, row.digest_id)
    return (row.id, row.state, row.channel, *record, list(watch_names), *times, row.url)


def _last(found: Sequence[Any], limit: int) -> int | None:
    return found[-1].id if len(found) == limit else None
