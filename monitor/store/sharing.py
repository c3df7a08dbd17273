"""The watches of a group: any member may change them, and each says whether they are told."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from monitor.language import gettext
from monitor.model import Cadence, Watch
from monitor.query.normalise import normalise
from monitor.store import signups
from monitor.store import watches as store
from monitor.store.groups import Member, Refusal
from monitor.store.insert import insert_new
from monitor.store.tables import channels, hits, inbox, inbox_hits, members, subscribers, watch_channels, watches

SHORTEST = 4  # characters of a muted phrase: a shorter one is in half of all sentences


def add(connection: Connection, group_id: int, wish: Watch, now: datetime) -> str:
    """Give the group this watch, which tells each member who wants to be told, and the group's own channels; return its name.

    Raises TooManyWatches.
    """
    owner = connection.execute(select(subscribers.c.name).where(subscribers.c.id == group_id)).scalar_one()
    watch = replace(wish, name=signups.free_name(connection, owner, wish), channels=frozenset(_told(connection, group_id)))
    store.put_watch(connection, owner, watch, now)
    return watch.name


def listed(connection: Connection, group_id: int) -> list[Watch]:
    """All of them."""
    owner = connection.execute(select(subscribers.c.name).where(subscribers.c.id == group_id)).scalar()
    return store.list_watches(connection, owner) if owner is not None else []


def set_paused(connection: Connection, group_id: int, watch_id: int, now: datetime, *, paused: bool) -> bool:
    """Have a watch rest or look again, for everybody; whether there is one of that id."""
    return _update(connection, group_id, watch_id, now, paused=paused)


def set_cadence(connection: Connection, group_id: int, watch_id: int, cadence: Cadence, now: datetime) -> bool:
    """Say when a watch tells; whether there is one of that id."""
    return _update(connection, group_id, watch_id, now, cadence=cadence.value)


def remove(connection: Connection, group_id: int, watch_id: int) -> bool:
    """End a watch. What it put into the inbox stays. Whether there was one of that id."""
    return bool(connection.execute(delete(watches).where(watches.c.id == watch_id, watches.c.subscriber_id == group_id)).rowcount)


def tell(connection: Connection, member: Member, watch_id: int, now: datetime, *, wanted: bool) -> bool:
    """Have one watch tell this member, or not; whether that can be done. Where they have named no channel, it is their first one."""
    if not _update(connection, member.group_id, watch_id, now):
        return False
    theirs = select(channels.c.id).where(channels.c.subscriber_id == member.id)
    connection.execute(delete(watch_channels).where(watch_channels.c.watch_id == watch_id, watch_channels.c.channel_id.in_(theirs)))
    if not wanted:
        return True
    open_ = connection.execute(theirs.where(channels.c.closed_at.is_(None)).order_by(channels.c.id)).scalars().all()
    if not open_:
        return False
    channel_id = member.channel_id if member.channel_id in open_ else open_[0]
    insert_new(connection, watch_channels, [{"watch_id": watch_id, "channel_id": channel_id}])
    return True


def mute(connection: Connection, group_id: int, watch_id: int, phrase: str, now: datetime) -> bool:
    """Have a watch not tell passages that say this phrase; whether there is one of that id. Raises Refusal."""
    muted = _muted(connection, group_id, watch_id)
    said = " ".join(phrase.split())
    if len(said) < SHORTEST or len(said) > 200:
        raise Refusal(gettext("A phrase has at least {number} letters, and at most 200.").format(number=SHORTEST))
    return muted is not None and _update(connection, group_id, watch_id, now, muted=sorted({*muted, said}))


def unmute(connection: Connection, group_id: int, watch_id: int, phrase: str, now: datetime) -> bool:
    """Have it tell them again; whether there is one of that id."""
    muted = _muted(connection, group_id, watch_id)
    return muted is not None and _update(connection, group_id, watch_id, now, muted=sorted(set(muted) - {phrase}))


def mute_of_item(connection: Connection, group_id: int, item_id: int, phrase: str, now: datetime) -> bool:
    """Mute a phrase of an item's passage in the watches that found it. Raises Refusal where the passage does not say it."""
    item = (inbox.c.id == item_id) & (inbox.c.group_id == group_id)
    passage = connection.execute(select(hits.c.passage).join(inbox, inbox.c.hit_id == hits.c.id).where(item)).scalar()
    if passage is None:
        return False
    if f" {normalise(phrase).strip()} " not in f" {normalise(passage)} ":
        raise Refusal(gettext("The passage does not say this: write the phrase as it stands there."))
    found_by = select(inbox_hits.c.watch_id).join(inbox).where(item).distinct()
    muted = [mute(connection, group_id, watch_id, phrase, now) for watch_id in connection.execute(found_by).scalars().all()]
    return any(muted)  # in each of them, and not only until the first


def _update(connection: Connection, group_id: int, watch_id: int, now: datetime, **values: object) -> bool:
    here = (watches.c.id == watch_id) & (watches.c.subscriber_id == group_id)
    return bool(connection.execute(update(watches).where(here).values(changed_at=now, **values)).rowcount)


def _muted(connection: Connection, group_id: int, watch_id: int) -> list[str] | None:
    return connection.execute(select(watches.c.muted).where(watches.c.id == watch_id, watches.c.subscriber_id == group_id)).scalar()


def _told(connection: Connection, group_id: int) -> set[int]:
    """The channels of members who want to be told, and the group's own."""
    wanted = select(members.c.channel_id).where(members.c.group_id == group_id, members.c.channel_id.is_not(None))
    theirs = channels.c.id.in_(wanted) | (channels.c.subscriber_id == group_id)
    return set(connection.execute(select(channels.c.id).where(theirs, channels.c.closed_at.is_(None))).scalars())
