"""Groups and who belongs to them. A group is a subscriber; its members are others, each by the name that the others see."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from monitor.language import gettext
from monitor.store import watches as store
from monitor.store.alerts import State
from monitor.store.tables import alert_hits, alerts, channels, groups, inbox, members, subscribers, watch_channels, watches

MEMBERS = 50  # of one group; a newsroom's desk has ten
OWNED = 5  # groups that one subscriber may own
LONGEST = 40  # characters of a title or a name, which stand in mails to strangers: too few for an advertisement
LIKE_AN_ADDRESS = re.compile(r"\w[.@:]\w|//|www|[\x00-\x1f\x7f]", re.IGNORECASE)


class Refusal(ValueError):
    """It cannot be done; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a group. `id` is the subscriber's; `channel_id` is where they are told, None where only the inbox shows them."""

    id: int
    group_id: int
    title: str
    name: str
    owner: bool
    channel_id: int | None
    joined_at: datetime


def named(text: str) -> str:
    """A title or a name as it is kept. Raises Refusal."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST:
        raise Refusal(gettext("Give a name of at most {number} characters.").format(number=LONGEST))
    if LIKE_AN_ADDRESS.search(said) or not said.isprintable():
        raise Refusal(gettext("A name cannot look like an address: leave out what does."))
    return said


def create(connection: Connection, title: str, subscriber_id: int, name: str, now: datetime) -> int:
    """A group with this subscriber as its owner; return its id. Raises Refusal."""
    title, name = named(title), named(name)
    owned = select(func.count()).select_from(members).where(members.c.subscriber_id == subscriber_id, members.c.owner)
    if connection.execute(owned).scalar_one() >= OWNED:
        raise Refusal(gettext("You own {number} groups already: end one first, or hand it on.").format(number=OWNED))
    group_id = establish(connection, f"group {secrets.token_hex(8)}", title, now)
    add(connection, group_id, subscriber_id, name, now, owner=True)
    return group_id


def establish(connection: Connection, subscriber: str, title: str, now: datetime) -> int:
    """The group that is the subscriber of this name, made or given another title; return its id. It may have nobody yet."""
    group_id = store.subscriber(connection, subscriber, now)
    if connection.execute(update(groups).where(groups.c.subscriber_id == group_id).values(title=title)).rowcount == 0:
        connection.execute(insert(groups).values(subscriber_id=group_id, title=title, created_at=now))
        touch(connection, group_id, now)
    return group_id


def add(connection: Connection, group_id: int, subscriber_id: int, name: str, now: datetime, *, owner: bool = False) -> None:
    """Make a subscriber a member. Raises Refusal where the group is full, or has somebody of that name."""
    taken = connection.execute(select(members.c.name).where(members.c.group_id == group_id)).scalars().all()
    if len(taken) >= MEMBERS:
        raise Refusal(gettext("The group has {number} members already.").format(number=MEMBERS))
    if name.casefold() in {other.casefold() for other in taken}:
        raise Refusal(gettext("Somebody in the group has that name: choose another."))
    row = {"group_id": group_id, "subscriber_id": subscriber_id, "name": name, "owner": owner, "joined_at": now}
    connection.execute(insert(members).values(row))


def member(connection: Connection, group_id: int, subscriber_id: int | None) -> Member | None:
    """This subscriber as a member of the group; None where they are none, and see nothing of it."""
    row = connection.execute(_members().where(members.c.group_id == group_id, members.c.subscriber_id == subscriber_id)).first()
    return Member(**row._asdict()) if row else None


def of_group(connection: Connection, group_id: int) -> list[Member]:
    """All members, the earliest first."""
    rows = _members().where(members.c.group_id == group_id).order_by(members.c.joined_at, members.c.subscriber_id)
    return [Member(**row._asdict()) for row in connection.execute(rows)]


def of_name(connection: Connection, subscriber: str) -> Any:
    """The group, by its name as a subscriber: id and title; None where there is none."""
    rows = select(groups.c.subscriber_id.label("id"), groups.c.title).join(subscribers, subscribers.c.id == groups.c.subscriber_id)
    return connection.execute(rows.where(subscribers.c.name == subscriber)).first()


def of_subscriber(connection: Connection, subscriber_id: int) -> Sequence[Any]:
    """The groups of a subscriber, with how many hits are open in each and how many of them are theirs."""
    open_ = (inbox.c.group_id == groups.c.subscriber_id) & (inbox.c.verdict == "open")
    waiting = select(func.count()).select_from(inbox).where(open_).correlate(groups).scalar_subquery()
    theirs = select(func.count()).select_from(inbox).where(open_, inbox.c.assignee_id == subscriber_id).correlate(groups).scalar_subquery()
    columns = (groups.c.subscriber_id.label("id"), groups.c.title, members.c.name, members.c.owner)
    rows = select(*columns, waiting.label("open"), theirs.label("mine")).select_from(groups.join(members))
    return connection.execute(rows.where(members.c.subscriber_id == subscriber_id).order_by(groups.c.title, groups.c.subscriber_id)).all()


def own(connection: Connection, group_id: int, subscriber_id: int, *, owner: bool) -> None:
    """Make a member an owner, or a plain member again. Raises Refusal where nobody would be left to own it."""
    if not owner:
        _keep_an_owner(connection, group_id, subscriber_id)
    here = (members.c.group_id == group_id) & (members.c.subscriber_id == subscriber_id)
    connection.execute(update(members).where(here).values(owner=owner))


def remove(connection: Connection, group_id: int, subscriber_id: int, now: datetime) -> None:
    """End a membership: nothing of the group is told to them, shown to them or assigned to them from here on.

    Raises Refusal where nobody would be left to own it.
    """
    _keep_an_owner(connection, group_id, subscriber_id)
    unwire(connection, group_id, subscriber_id, now)
    _drop_what_waits(connection, group_id, subscriber_id)
    theirs = (inbox.c.group_id == group_id) & (inbox.c.assignee_id == subscriber_id)
    connection.execute(update(inbox).where(theirs).values(assignee_id=None))
    connection.execute(delete(members).where(members.c.group_id == group_id, members.c.subscriber_id == subscriber_id))


def end(connection: Connection, group_id: int) -> None:
    """End the group, with its watches and its inbox."""
    connection.execute(delete(subscribers).where(subscribers.c.id == group_id))


def leaves_behind(connection: Connection, subscriber_id: int) -> list[str]:
    """The titles of the groups that have this subscriber as their only owner, and go with nobody's word if the subscriber does."""
    mine = select(members.c.group_id).where(members.c.subscriber_id == subscriber_id, members.c.owner)
    other = members.c.owner & (members.c.subscriber_id != subscriber_id)
    kept = select(members.c.group_id).where(other)
    alone = groups.c.subscriber_id.in_(mine) & groups.c.subscriber_id.not_in(kept)
    return list(connection.execute(select(groups.c.title).where(alone).order_by(groups.c.title)).scalars())


def tell(connection: Connection, member: Member, channel_id: int | None, now: datetime) -> bool:
    """Say at which of their channels a member is told what the group's watches find, or that it is none; whether it is theirs."""
    if channel_id is not None and channel_id not in {one.id for one in channels_of(connection, member.id)}:
        return False
    unwire(connection, member.group_id, member.id, now)
    here = (members.c.group_id == member.group_id) & (members.c.subscriber_id == member.id)
    connection.execute(update(members).where(here).values(channel_id=channel_id))
    if channel_id is not None:
        of_group_ = select(watches.c.id).where(watches.c.subscriber_id == member.group_id)
        rows = [{"watch_id": watch_id, "channel_id": channel_id} for watch_id in connection.execute(of_group_).scalars()]
        if rows:
            connection.execute(insert(watch_channels), rows)
    return True


def channels_of(connection: Connection, subscriber_id: int) -> Sequence[Any]:
    """The channels of a subscriber that are open: id and name."""
    theirs = (channels.c.subscriber_id == subscriber_id) & channels.c.closed_at.is_(None)
    return connection.execute(select(channels.c.id, channels.c.name).where(theirs).order_by(channels.c.id)).all()


def unwire(connection: Connection, group_id: int, subscriber_id: int, now: datetime) -> None:
    """Have none of the group's watches tell this subscriber."""
    of_group_ = watch_channels.c.watch_id.in_(select(watches.c.id).where(watches.c.subscriber_id == group_id))
    theirs = watch_channels.c.channel_id.in_(select(channels.c.id).where(channels.c.subscriber_id == subscriber_id))
    connection.execute(delete(watch_channels).where(of_group_, theirs))
    touch(connection, group_id, now)


def touch(connection: Connection, group_id: int, now: datetime) -> None:
    """Have the watches of the group read anew by whoever matches for them."""
    connection.execute(update(watches).where(watches.c.subscriber_id == group_id).values(changed_at=now))


def _drop_what_waits(connection: Connection, group_id: int, subscriber_id: int) -> None:
    """What was owed to somebody by the group's watches alone is wanted no more; an alert that is owed by others as well leaves without."""
    waiting = select(alerts.c.id).join(channels).where(channels.c.subscriber_id == subscriber_id, alerts.c.state == State.QUEUED.value)
    of_group_ = alert_hits.c.watch_id.in_(select(watches.c.id).where(watches.c.subscriber_id == group_id))
    theirs = alert_hits.c.alert_id.in_(waiting)
    touched = set(connection.execute(select(alert_hits.c.alert_id).where(of_group_, theirs)).scalars())
    connection.execute(delete(alert_hits).where(of_group_, theirs))
    left = set(connection.execute(select(alert_hits.c.alert_id).where(alert_hits.c.alert_id.in_(touched))).scalars())
    empty = alerts.c.id.in_(touched - left)
    connection.execute(update(alerts).where(empty).values(state=State.DROPPED.value, due_at=None))


def _keep_an_owner(connection: Connection, group_id: int, subscriber_id: int) -> None:
    # The rows are locked, so that two owners who leave at the same moment are not both let go.
    owners = select(members.c.subscriber_id).where(members.c.group_id == group_id, members.c.owner).with_for_update()
    if set(connection.execute(owners).scalars()) == {subscriber_id}:
        raise Refusal(gettext("A group needs an owner: make another member one first, or end the group."))


def _members() -> Select[Any]:
    columns = (members.c.subscriber_id.label("id"), members.c.group_id, groups.c.title, members.c.name, members.c.owner)
    return select(*columns, members.c.channel_id, members.c.joined_at).select_from(members.join(groups))
