"""What a subscriber sees of what is theirs: the watches, the hours, and what became of each message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, delete, or_, select

from monitor.language import gettext
from monitor.model import Cadence, Watch
from monitor.store import groups, watches
from monitor.store.archive_tables import records
from monitor.store.tables import alerts, channels, deliveries, subscribers

RECEIPTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All of it. `closed` says that this subscriber wanted no more at the address; `receipts` are the newest messages."""

    owner: str
    timezone: str
    quiet: tuple[time, time] | None
    closed: bool
    watches: Sequence[Watch]
    receipts: Sequence[Any]


def held(connection: Connection, subscriber_id: int) -> Held | None:
    """What this subscriber has; None where there is none of that id any more."""
    row = connection.execute(select(subscribers).where(subscribers.c.id == subscriber_id)).first()
    if row is None:
        return None
    return Held(
        owner=row.name,
        timezone=row.timezone,
        quiet=(row.quiet_from, row.quiet_until) if row.quiet_from is not None and row.quiet_until is not None else None,
        closed=not _open(connection, subscriber_id),
        watches=watches.list_watches(connection, row.name),
        receipts=_receipts(connection, subscriber_id),
    )


def pause(connection: Connection, subscriber_id: int, watch_id: int, now: datetime, *, paused: bool) -> bool:
    """Have a watch of theirs rest, or tell again, where an address is open to it; whether there is one of that id."""
    channel_ids = frozenset(_open(connection, subscriber_id))
    return _change(connection, subscriber_id, watch_id, now, paused=paused, **({} if paused else {"channels": channel_ids}))


def set_cadence(connection: Connection, subscriber_id: int, watch_id: int, cadence: Cadence, now: datetime) -> bool:
    """Say when a watch of theirs tells; whether there is one of that id."""
    watch = _watch(connection, subscriber_id, watch_id)
    return watch is not None and _change(connection, subscriber_id, watch_id, now, rhythm=replace(watch.rhythm, cadence=cadence))


def remove(connection: Connection, subscriber_id: int, watch_id: int) -> bool:
    """End a watch of theirs; whether there was one of that id."""
    watch, owner = _watch(connection, subscriber_id, watch_id), _owner(connection, subscriber_id)
    if watch is None or owner is None:
        return False
    watches.remove(connection, owner, watch.name)
    return True


def set_hours(connection: Connection, subscriber_id: int, timezone: str, quiet: tuple[time, time] | None, now: datetime) -> bool:
    """Their clock and their quiet hours; whether there is somebody of that id."""
    owner = _owner(connection, subscriber_id)
    if owner is None:
        return False
    watches.set_hours(connection, owner, timezone, quiet, now)
    return True


def forget(connection: Connection, subscriber_id: int) -> None:
    """Remove the subscriber with address, watches and receipts. Raises Refusal where a group would be left without an owner."""
    if alone := groups.leaves_behind(connection, subscriber_id):
        raise groups.Refusal(
            gettext("You are the only owner of “{group}”: make another member one, or end the group, first.").format(group=alone[0])
        )
    connection.execute(delete(subscribers).where(subscribers.c.id == subscriber_id))


def _change(connection: Connection, subscriber_id: int, watch_id: int, now: datetime, **changed: Any) -> bool:
    watch, owner = _watch(connection, subscriber_id, watch_id), _owner(connection, subscriber_id)
    if watch is None or owner is None:
        return False
    watches.put_watch(connection, owner, replace(watch, **changed), now)
    return True


def _watch(connection: Connection, subscriber_id: int, watch_id: int) -> Watch | None:
    owner = _owner(connection, subscriber_id)
    theirs = watches.list_watches(connection, owner) if owner is not None else []
    return next((watch for watch in theirs if watch.id == watch_id), None)


def _owner(connection: Connection, subscriber_id: int) -> str | None:
    return connection.execute(select(subscribers.c.name).where(subscribers.c.id == subscriber_id)).scalar()


def _open(connection: Connection, subscriber_id: int) -> Sequence[int]:
    theirs = (channels.c.subscriber_id == subscriber_id) & channels.c.closed_at.is_(None)
    return connection.execute(select(channels.c.id).where(theirs)).scalars().all()


def _receipts(connection: Connection, subscriber_id: int) -> Sequence[Any]:
    tries = or_(deliveries.c.alert_id == alerts.c.id, deliveries.c.digest_id == alerts.c.digest_id)
    last = select(deliveries.c.detail).where(tries).order_by(deliveries.c.id.desc()).limit(1).scalar_subquery()
    columns = (alerts, records.c.title, last.label("detail"))
    joined = alerts.join(channels, channels.c.id == alerts.c.channel_id).join(records, records.c.id == alerts.c.record_id)
    rows = select(*columns).select_from(joined).where(channels.c.subscriber_id == subscriber_id)
    return connection.execute(rows.order_by(alerts.c.id.desc()).limit(RECEIPTS)).all()
