"""Invitations to a group by e-mail: whoever is invited belongs to it once they say so by the link in the mail, and not before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from monitor.language import gettext
from monitor.store import groups, signups, watches
from monitor.store.groups import Member, Refusal
from monitor.store.signups import CHANNEL, KEPT, Asked, Purpose, Verdict
from monitor.store.tables import channels, members, suppressed
from monitor.store.tables import groups as group_table
from monitor.store.tables import signups as table

OPEN = 20  # of one group that nobody has answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One that has not run out: to which group, by which name, and from whom."""

    group_id: int
    title: str
    invitee: str
    inviter: str


def ask(connection: Connection, inviter: Member, name: str, url: str, asker: str, now: datetime) -> Verdict:
    """Owe the mail that invites whoever has this address, unless there were enough. Raises Refusal."""
    name = groups.named(name)
    if len(listed(connection, inviter.group_id, now)) >= OPEN:
        raise Refusal(gettext("{number} invitations are open already: wait for their answers, or take one back.").format(number=OPEN))
    here = (channels.c.fingerprint == watches.fingerprint(url)) & (members.c.group_id == inviter.group_id)
    if connection.execute(select(members.c.name).join(channels, channels.c.subscriber_id == members.c.subscriber_id).where(here)).first():
        raise Refusal(gettext("This address belongs to the group already."))
    asked = Asked(purpose=Purpose.INVITE, url=url, asker=asker, group_id=inviter.group_id, invitee=name, inviter=inviter.name)
    return signups.ask(connection, asked, now)


def listed(connection: Connection, group_id: int, now: datetime) -> Sequence[Any]:
    """Those that wait for an answer, the newest first. The address is not told again."""
    waiting = (table.c.group_id == group_id) & table.c.confirmed_at.is_(None) & (table.c.created_at > now - KEPT)
    columns = (table.c.id, table.c.invitee, table.c.inviter, table.c.created_at)
    return connection.execute(select(*columns).where(waiting).order_by(table.c.id.desc())).all()


def take_back(connection: Connection, group_id: int, signup_id: int) -> bool:
    """End one that was not answered; whether there was one of that id."""
    here = (table.c.id == signup_id) & (table.c.group_id == group_id) & table.c.confirmed_at.is_(None)
    return bool(connection.execute(delete(table).where(here)).rowcount)


def invitation(connection: Connection, signup_id: int) -> Invitation | None:
    """What whoever followed its link is asked; None where it was taken back, or answered."""
    columns = (table.c.group_id, group_table.c.title, table.c.invitee, table.c.inviter)
    row = connection.execute(select(*columns).join(group_table).where(table.c.id == signup_id, table.c.confirmed_at.is_(None))).first()
    return Invitation(**row._asdict()) if row else None


def join(connection: Connection, signup_id: int, name: str, now: datetime, *, tell: bool) -> tuple[int, int] | None:
    """Make whoever was invited a member, and a subscriber if they are none; return the subscriber's id and the group's.

    `tell`: by mail, of what the group's watches find. Saying yes twice is saying it once; but who has left or was removed since
    needs another invitation. None where there is none. Raises Refusal.
    """
    row = connection.execute(select(table).where(table.c.id == signup_id, table.c.group_id.is_not(None)).with_for_update()).first()
    if row is None:
        return None
    if row.confirmed_at is not None:
        subscriber_id = signups.behind(connection, row.fingerprint)
        return (subscriber_id, row.group_id) if subscriber_id and groups.member(connection, row.group_id, subscriber_id) else None
    connection.execute(delete(suppressed).where(suppressed.c.fingerprint == row.fingerprint))
    owner = signups.owner(connection, row.fingerprint) or signups.web_name(row.fingerprint)
    channel = watches.put_channel(connection, owner, CHANNEL, row.url, trusted=True, now=now)  # trusted: the operator's own mail server
    subscriber_id = watches.subscriber(connection, owner, now)
    if groups.member(connection, row.group_id, subscriber_id) is None:
        groups.add(connection, row.group_id, subscriber_id, groups.named(name), now)
    member = groups.member(connection, row.group_id, subscriber_id)
    if tell and member is not None:
        groups.tell(connection, member, channel, now)
    connection.execute(update(table).where(table.c.id == signup_id).values(confirmed_at=now))
    return subscriber_id, row.group_id
