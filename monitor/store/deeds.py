"""What a reader asks for by a link in a message, done in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from monitor.language import gettext
from monitor.links import Deed, Order
from monitor.store import mutes, triage
from monitor.store.alerts import State
from monitor.store.insert import insert_new
from monitor.store.tables import (
    alert_hits,
    alerts,
    channels,
    digests,
    groups,
    hits,
    judgements,
    members,
    suppressed,
    watch_channels,
    watches,
)
from monitor.verdicts import Verdict


def do(connection: Connection, order: Order, now: datetime) -> str | None:
    """Do it, and say in a sentence what was done; None where what it is about is no longer there. Doing it twice is doing it once."""
    subject = select(channels.c.id) if order.deed is Deed.UNSUBSCRIBE else select(alerts.c.id)
    table = channels if order.deed is Deed.UNSUBSCRIBE else alerts
    if connection.execute(subject.where(table.c.id == order.subject)).first() is None:
        return None
    return _DEEDS[order.deed](connection, order.subject, now)


def _irrelevant(connection: Connection, alert_id: int, now: datetime) -> str:
    """What the alert told counts as judged for whoever was told, and for the groups whose watches found it and that they belong to."""
    told = select(alert_hits.c.hit_id, alert_hits.c.watch_id).where(alert_hits.c.alert_id == alert_id).order_by(alert_hits.c.hit_id)
    rows = connection.execute(told).all()
    person, by = _reader(connection, alert_id), _memberships(connection, alert_id)
    of_group = dict(connection.execute(select(watches.c.id, watches.c.subscriber_id).where(watches.c.subscriber_id.in_(by))).all())
    said = triage.Opinion(verdict=Verdict.IRRELEVANT)
    for group_id, name in by.items():
        found = {row.hit_id for row in rows if of_group.get(row.watch_id) == group_id}
        items = [item for item in triage.of_hits(connection, [group_id], found) if item.verdict != said.verdict.value]
        triage.conclude(connection, items, said, now, by_id=person, by=name, alert_id=alert_id)
    own = {row.hit_id for row in rows if row.watch_id not in of_group}
    mine = (judgements.c.subscriber_id == person) & judgements.c.hit_id.in_(own)
    own -= set(connection.execute(select(judgements.c.hit_id).where(mine)).scalars())
    plain = {"subscriber_id": person, "alert_id": alert_id, "verdict": said.verdict.value, "reason": "", "words": "", "by_id": person}
    if own:
        connection.execute(insert(judgements), [{"hit_id": hit_id, "by": "", "at": now, **plain} for hit_id in sorted(own)])
    return gettext("Noted as not relevant. Thank you: it helps to make the topics better.")


def _reader(connection: Connection, alert_id: int) -> int:
    """Whose channel the alert went to."""
    owner = select(channels.c.subscriber_id).join(alerts, alerts.c.channel_id == channels.c.id).where(alerts.c.id == alert_id)
    return connection.execute(owner).scalar_one()


def _memberships(connection: Connection, alert_id: int) -> dict[int, str]:
    """The groups for which the reader of an alert may speak, each with the name that they have there: none for a channel of its own.

    A link outlives a membership: who has left or was removed speaks for the group no more.
    """
    person = _reader(connection, alert_id)
    theirs = select(members.c.group_id, members.c.name).where(members.c.subscriber_id == person)
    itself = select(groups.c.subscriber_id).where(groups.c.subscriber_id == person)
    return dict(connection.execute(theirs).all()) | dict.fromkeys(connection.execute(itself).scalars(), "")


def _mute(connection: Connection, alert_id: int, now: datetime) -> str:
    subscriber_id = _reader(connection, alert_id)
    told = select(hits.c.story).join(alert_hits, alert_hits.c.hit_id == hits.c.id).where(alert_hits.c.alert_id == alert_id).distinct()
    for story in connection.execute(told).scalars().all():
        mutes.mute(connection, subscriber_id, story, now)
    return gettext("You will hear nothing more of this matter.")


def _pause(connection: Connection, alert_id: int, now: datetime) -> str:
    """The reader's own watches rest. Those of a group go on for the others: they tell the reader no more."""
    told = watches.c.id.in_(select(alert_hits.c.watch_id).where(alert_hits.c.alert_id == alert_id))
    theirs = watches.c.subscriber_id == _reader(connection, alert_id)
    own = update(watches).where(told, theirs).values(paused=True, changed_at=now).returning(watches.c.name)
    names = list(connection.execute(own).scalars())
    channel = select(alerts.c.channel_id).where(alerts.c.id == alert_id).scalar_subquery()
    shared = update(watches).where(told, ~theirs).values(changed_at=now).returning(watches.c.id, watches.c.name)
    for watch_id, name in connection.execute(shared).all():
        connection.execute(delete(watch_channels).where(watch_channels.c.watch_id == watch_id, watch_channels.c.channel_id == channel))
        names.append(name)
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
