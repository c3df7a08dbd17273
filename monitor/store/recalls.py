"""Telling again of what was told: it does not take place after all, or it does after all."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from monitor import decide
from monitor.model import Watch
from monitor.store import mutes, owing, people, records
from monitor.store.alerts import State
from monitor.store.insert import insert_new
from monitor.store.owing import Pair
from monitor.store.people import Person
from monitor.store.tables import alert_hits, alerts, channels, hits
from monitor.timing import Leave, leave

Row = Any  # joined columns; SQLAlchemy Core does not know their types


def owe(connection: Connection, revisions: Mapping[int, int], watches: Sequence[Watch], now: datetime) -> int:
    """Of these revisions of records, those by which something to come is off, or on again: one alert to each channel that was told.

    A channel to which an alert of the record is still queued hears of it by that. Returns how many alerts are new.
    """
    turned = {record_id: revisions[record_id] for record_id in _turned(connection, revisions, now)}
    if not turned:
        return 0
    wanted = {watch.id: watch for watch in watches if not watch.paused}
    told = _told(connection, turned, wanted)
    happens = owing.happenings(connection, turned)
    behind = people.behind(connection, {channel for channel, _ in told})
    leaves = {pair: _earliest(rows, wanted, behind[pair[0]], now, happens[pair[1]]) for pair, rows in told.items()}
    created = owing.queue(connection, leaves, {pair: turned[pair[1]] for pair in leaves}, now)
    again = [
        {"alert_id": created[pair], "hit_id": row.hit_id, "watch_id": row.watch_id, "watch_name": row.watch_name}
        for pair, rows in told.items()
        for row in rows
    ]
    insert_new(connection, alert_hits, again)
    return len(created)


def _turned(connection: Connection, revisions: Mapping[int, int], now: datetime) -> set[int]:
    """Those that are off and were not, or the other way round, and are still to come."""
    stood, stand = records.before(connection, revisions), records.latest_of(connection, revisions)
    moved = {record_id for record_id, record in stood.items() if decide.is_off(record) != decide.is_off(stand[record_id])}
    happens = owing.happenings(connection, moved)
    return {record_id for record_id in moved if (at := happens[record_id]) is not None and at > now}


def _told(connection: Connection, record_ids: Collection[int], watches: Mapping[int, Watch]) -> dict[Pair, list[Row]]:
    """What each channel was told of these records, without what it has muted or no longer watches."""
    why = (alert_hits.c.hit_id, alert_hits.c.watch_id, alert_hits.c.watch_name, hits.c.story)
    columns = (alerts.c.channel_id, alerts.c.record_id, channels.c.subscriber_id, *why)
    joined = alerts.join(alert_hits).join(hits, hits.c.id == alert_hits.c.hit_id).join(channels, channels.c.id == alerts.c.channel_id)
    rows = select(*columns).select_from(joined)
    sent = connection.execute(rows.where(alerts.c.record_id.in_(record_ids), alerts.c.state == State.SENT.value).order_by(hits.c.id)).all()
    queued = {(row.channel_id, row.record_id) for row in connection.execute(_queued(record_ids))}
    muted = mutes.among(connection, {watch.subscriber_id for watch in watches.values()} | {row.subscriber_id for row in sent})
    found: dict[Pair, list[Row]] = {}
    for row in sent:
        watch, pair = watches.get(row.watch_id), (row.channel_id, row.record_id)
        if watch is None or pair in queued or row.channel_id not in watch.channels:
            continue
        if not {(watch.subscriber_id, row.story), (row.subscriber_id, row.story)} & muted:
            found.setdefault(pair, []).append(row)
    return found


def _queued(record_ids: Collection[int]) -> Any:
    return select(alerts.c.channel_id, alerts.c.record_id).where(alerts.c.record_id.in_(record_ids), alerts.c.state == State.QUEUED.value)


def _earliest(rows: Sequence[Row], watches: Mapping[int, Watch], person: Person, now: datetime, happens_at: datetime | None) -> Leave:
    theirs = [watches[row.watch_id] for row in rows]
    return min(leave(person.hours(watch.rhythm, watch.subscriber_id), now, happens_at) for watch in theirs)
