"""What a reader asks for by a link in a message, done in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from monitor.language import gettext
from monitor.links import Deed, Order
from monitor.store import mutes
from monitor.store.alerts import State
from monitor.store.insert import insert_new
from monitor.store.tables import alert_hits, alerts, channels, digests, hits, judgements, suppressed, watch_channels, watches


def do(connection: Connection, order: Order, now: datetime) -> str | None:
    """Do it, and say in a sentence what was done; None where what it is about is no longer there. Doing it twice is doing it once."""
    subject = select(channels.c.id) if order.deed is Deed.UNSUBSCRIBE else select(alerts.c.id)
    table = channels if order.deed is Deed.UNSUBSCRIBE else alerts
    if connection.execute(subject.where(table.c.id == order.subject)).first() is None:
        return None
    return _DEEDS[order.deed](connection, order.subject, now)


def _irrelevant(connection: Connection, alert_id: int, now: datetime) -> str:
    row = {"alert_id": alert_id, "verdict": "irrelevant", "reason": "", "by": "", "at": now}
    connection.execute(insert(judgements).values(row))
    return gettext("Noted as not relevant. Thank you: it helps to make the topics better.")


def _mute(connection: Connection, alert_id: int, now: datetime) -> str:
    owner = select(channels.c.subscriber_id).join(alerts, alerts.c.channel_id == channels.c.id).where(alerts.c.id == alert_id)
    subscriber_id = connection.execute(owner).scalar_one()
    told = select(hits.c.story).join(alert_hits, alert_hits.c.hit_id == hits.c.id).where(alert_hits.c.alert_id == alert_id).distinct()
    for story in connection.execute(told).scalars().all():
        mutes.mute(connection, subscriber_id, story, now)
    return gettext("You will hear nothing more of this matter.")


def _pause(connection: Connection, alert_id: int, now: datetime) -> str:
    theirs = watches.c.id.in_(select(alert_hits.c.watch_id).where(alert_hits.c.alert_id == alert_id))
    names = connection.execute(update(watches).where(theirs).values(paused=True, changed_at=now).returning(watches.c.name)).scalars().all()
    if not names:
        return gettext("The watch that told you this is no longer there.")
    return gettext("Paused: {names}.").format(names=_listed(names))


def _unsubscribe(connection: Connection, channel_id: int, now: datetime) -> str:
    """Nothing more goes to this channel, not even what waits; and its address is not taken again without being confirmed."""
    theirs = watches.c.id.in_(select(watch_channels.c.watch_id).where(watch_channels.c.channel_id == channel_id))
    connection.execute(update(watches).where(theirs).values(changed_at=now))
    connection.execute(delete(watch_channels).where(watch_channels.c.channel_id == channel_id))
    for table in (alerts, digests):
        waiting = (table.c.channel_id == channel_id) & (table.c.state == State.QUEUED.value)
        connection.execute(update(table).where(waiting).values(state=State.DROPPED.value, due_at=None))
    connection.execute(update(channels).where(channels.c.id == channel_id).values(closed_at=now))
    address = connection.execute(select(channels.c.fingerprint).where(channels.c.id == channel_id)).scalar()
    if address:
        insert_new(connection, suppressed, [{"fingerprint": address, "at": now}])
    return gettext("You are unsubscribed: nothing more is sent here.")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


_DEEDS = {Deed.IRRELEVANT: _irrelevant, Deed.MUTE: _mute, Deed.PAUSE: _pause, Deed.UNSUBSCRIBE: _unsubscribe}
