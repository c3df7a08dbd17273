"""What people asked for from a page by their e-mail address, and what comes of it once they confirm. Never more mail than they can bear."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from monitor.decide import GIVE_UP, retry_in
from monitor.model import Cadence, Rhythm, Scope, Watch
from monitor.store import watches
from monitor.store.insert import insert_new
from monitor.store.tables import channels, groups, signups, subscribers, suppressed
from sources.model import Kind

TO_ONE = 3  # mails to one address in a day: one that was overlooked, one mistyped, and one more
TO_REFUSED = timedelta(days=30)  # between mails to an address that wanted no more: its owner may have changed their mind, a stranger not
FROM_ONE = 10  # in an hour from one network: a newsroom signs up together
IN_ALL = 200  # in an hour; what a small mail server takes without a bad name
KEPT = timedelta(days=7)  # what nobody confirms
WATCHES = 50  # of one subscriber
CHANNEL = "mail"
UNSENT = "unsent"


class TooManyWatches(ValueError):
    """This subscriber has as many as there may be."""

    def __init__(self) -> None:
        super().__init__(f"There are {WATCHES} watches at this address already: remove one first.")


class Purpose(StrEnum):
    """What the mail is for: to confirm a watch, to enter one's own watches, or to join a group."""

    CONFIRM = "confirm"
    ENTER = "enter"
    INVITE = "invite"


class Verdict(StrEnum):
    """What became of asking. ENOUGH: the address has had its mails; CROWDED: too many came from this network, or in all."""

    OWED = "owed"
    ENOUGH = "enough"
    CROWDED = "crowded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for. `url` is the channel of the address, `asker` blinds the network that asked; `wish` is the watch to be.

    Of an invitation, `group_id` is the group, and the others are the names of whom it is for and whom it is from.
    """

    purpose: Purpose
    url: str
    asker: str
    wish: Watch | None = None
    group_id: int | None = None
    invitee: str | None = None
    inviter: str | None = None

    def __repr__(self) -> str:
        return f"Asked(purpose={self.purpose!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signup:
    """A claimed row, with the subscriber behind the address if there is one. `url` is the channel of an address, and stays out of repr."""

    id: int
    purpose: Purpose
    url: str
    wish: Watch | None
    subscriber_id: int | None
    attempts: int
    created_at: datetime
    group: str = ""
    """The title of the group that this invites to."""
    inviter: str = ""

    def __repr__(self) -> str:
        return f"Signup(id={self.id}, purpose={self.purpose!r})"


def ask(connection: Connection, asked: Asked, now: datetime) -> Verdict:
    """Owe the mail, unless there were enough."""
    address = watches.fingerprint(asked.url)
    hour, day = now - timedelta(hours=1), now - timedelta(days=1)
    if _count(connection, signups.c.asker == asked.asker, hour) >= FROM_ONE or _count(connection, signups.c.id > 0, hour) >= IN_ALL:
        return Verdict.CROWDED
    refused = connection.execute(select(suppressed.c.at).where(suppressed.c.fingerprint == address)).first() is not None
    here = signups.c.fingerprint == address
    enough = _count(connection, here, day) >= TO_ONE or (refused and _count(connection, here, now - TO_REFUSED) > 0)
    row: dict[str, Any] = {"purpose": asked.purpose.value, "url": asked.url, "fingerprint": address, "asker": asked.asker}
    row |= {"wish": _kept(asked.wish), "group_id": asked.group_id, "invitee": asked.invitee, "inviter": asked.inviter, "created_at": now}
    if not enough:
        connection.execute(insert(signups).values(row | {"state": "queued", "due_at": now}))
    elif asked.purpose is Purpose.INVITE:  # it shows as any other, so that whoever invites is not told what is known of the address
        connection.execute(insert(signups).values(row | {"state": UNSENT}))
    return Verdict.ENOUGH if enough else Verdict.OWED


def signup(connection: Connection, signup_id: int) -> Signup | None:
    """The row; None where it is gone."""
    joined = signups.outerjoin(groups, groups.c.subscriber_id == signups.c.group_id)
    row = connection.execute(select(signups, groups.c.title).select_from(joined).where(signups.c.id == signup_id)).first()
    if row is None:
        return None
    return Signup(
        id=row.id,
        purpose=Purpose(row.purpose),
        url=row.url,
        wish=_read(row.wish),
        subscriber_id=behind(connection, row.fingerprint),
        attempts=row.attempts,
        created_at=row.created_at,
        group=row.title or "",
        inviter=row.inviter or "",
    )


def settle(connection: Connection, signup: Signup, error: str, now: datetime) -> None:
    """Sent where there is no error; else queued again with back-off, for three days."""
    tried = {"attempts": signup.attempts + 1, "error": error, "leased_until": None}
    if not error:
        values: dict[str, Any] = {"state": "sent", "due_at": None}
    elif now - signup.created_at > GIVE_UP:
        values = {"state": "failed", "due_at": None}
    else:
        values = {"state": "queued", "due_at": now + retry_in(signup.attempts + 1)}
    connection.execute(update(signups).where(signups.c.id == signup.id).values(values | tried))


def confirm(connection: Connection, signup_id: int, now: datetime) -> tuple[int, str] | None:
    """Make the watch, its channel and its subscriber; return the subscriber's id and the watch's name. None where there is nothing to do.

    An address that was unsubscribed is taken again by this. Confirming twice is confirming once. Raises TooManyWatches.
    """
    row = connection.execute(select(signups).where(signups.c.id == signup_id).with_for_update()).first()
    wish = _read(row.wish) if row else None
    if row is None or wish is None:
        return None
    connection.execute(delete(suppressed).where(suppressed.c.fingerprint == row.fingerprint))
    name = owner(connection, row.fingerprint)
    if name is None:
        name = web_name(row.fingerprint)
        watches.set_hours(connection, name, wish.rhythm.timezone, None, now)
    channel = watches.put_channel(connection, name, CHANNEL, row.url, trusted=True, now=now)  # trusted: the operator's own mail server
    if row.confirmed_at is None:
        wish = replace(wish, name=free_name(connection, name, wish), channels=frozenset({channel}))
        watches.put_watch(connection, name, wish, now)
        connection.execute(update(signups).where(signups.c.id == signup_id).values(confirmed_at=now, wish=_kept(wish)))
    return watches.subscriber(connection, name, now), wish.name


def refuse(connection: Connection, signup_id: int, now: datetime) -> bool:
    """No more such mails to this address; whether there was one to refuse."""
    row = connection.execute(select(signups.c.fingerprint).where(signups.c.id == signup_id)).first()
    if row is None:
        return False
    insert_new(connection, suppressed, [{"fingerprint": row.fingerprint, "at": now}])
    owed = (signups.c.fingerprint == row.fingerprint) & (signups.c.state == "queued")
    connection.execute(update(signups).where(owed).values(state="dropped", due_at=None))
    return True


def forget(connection: Connection, now: datetime) -> int:
    """Remove what nobody confirmed, and what is done; return how many. What counts for the limits of a refused address stays that long."""
    named = signups.c.fingerprint.in_(select(suppressed.c.fingerprint)) & (signups.c.created_at > now - TO_REFUSED)
    return connection.execute(delete(signups).where(signups.c.created_at < now - KEPT, ~named)).rowcount


def _count(connection: Connection, which: Any, since: datetime) -> int:
    mails = select(func.count()).select_from(signups).where(which, signups.c.created_at > since, signups.c.state != UNSENT)
    return connection.execute(mails).scalar_one()


def behind(connection: Connection, fingerprint: str) -> int | None:
    """The subscriber whose mail goes to the address of this fingerprint."""
    ours = (channels.c.fingerprint == fingerprint) & (channels.c.name == CHANNEL)
    return connection.execute(select(channels.c.subscriber_id).where(ours)).scalar()


def owner(connection: Connection, fingerprint: str) -> str | None:
    """The name of that subscriber."""
    named = select(subscribers.c.name).where(subscribers.c.id == behind(connection, fingerprint))
    return connection.execute(named).scalar()


def web_name(fingerprint: str) -> str:
    """The name of a subscriber who came by a page, which does not tell the address."""
    return f"web {fingerprint[:24]}"


def free_name(connection: Connection, subscriber: str, wish: Watch) -> str:
    """The name of the watch, with a number behind it where the subscriber has another one of that name. Raises TooManyWatches."""
    taken = {watch.name for watch in watches.list_watches(connection, subscriber)}
    if len(taken) >= WATCHES:
        raise TooManyWatches
    numbered = (wish.name if number == 1 else f"{wish.name} ({number})" for number in range(1, WATCHES + 2))
    return next(name for name in numbered if name not in taken)


def _kept(wish: Watch | None) -> dict[str, Any] | None:
    if wish is None:
        return None
    return {
        "name": wish.name,
        "query": wish.query,
        "topics": sorted(wish.topics),
        "kinds": sorted(wish.scope.kinds),
        "sources": sorted(wish.scope.sources),
        "cadence": wish.rhythm.cadence.value,
        "timezone": wish.rhythm.timezone,
    }


def _read(kept: dict[str, Any] | None) -> Watch | None:
    if kept is None:
        return None
    return Watch(
        id=0,
        subscriber_id=0,
        name=kept["name"],
        query=kept["query"],
        topics=frozenset(kept["topics"]),
        scope=Scope(kinds=frozenset(map(Kind, kept["kinds"])), sources=frozenset(kept["sources"])),
        rhythm=Rhythm(cadence=Cadence(kept["cadence"]), timezone=kept["timezone"]),
    )
