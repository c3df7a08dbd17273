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
from monitor.store.tables import channels, signups, subscribers, suppressed
from sources.model import Kind

TO_ONE = 3  # mails to one address in a day: one that was overlooked, one mistyped, and one more
TO_REFUSED = timedelta(days=30)  # between mails to an address that wanted no more: its owner may have changed their mind, a stranger not
FROM_ONE = 10  # in an hour from one network: a newsroom signs up together
IN_ALL = 200  # in an hour; what a small mail server takes without a bad name
KEPT = timedelta(days=7)  # what nobody confirms
WATCHES = 50  # of one subscriber
CHANNEL = "mail"


class TooManyWatches(ValueError):
    """This subscriber has as many as there may be."""

    def __init__(self) -> None:
        super().__init__(f"There are {WATCHES} watches at this address already: remove one first.")


class Purpose(StrEnum):
    """What the mail is for: to confirm a watch, or to enter one's own watches."""

    CONFIRM = "confirm"
    ENTER = "enter"


class Verdict(StrEnum):
    """What became of asking. ENOUGH: the address has had its mails; CROWDED: too many came from this network, or in all."""

    OWED = "owed"
    ENOUGH = "enough"
    CROWDED = "crowded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for. `url` is the channel of the address, `asker` blinds the network that asked; `wish` is the watch to be."""

    purpose: Purpose
    url: str
    asker: str
    wish: Watch | None = None

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
    if _count(connection, here, day) >= TO_ONE or (refused and _count(connection, here, now - TO_REFUSED)):
        return Verdict.ENOUGH
    row = {"purpose": asked.purpose.value, "url": asked.url, "fingerprint": address, "asker": asked.asker, "wish": _kept(asked.wish)}
    connection.execute(insert(signups).values(row | {"created_at": now, "state": "queued", "due_at": now}))
    return Verdict.OWED


def signup(connection: Connection, signup_id: int) -> Signup | None:
    """The row; None where it is gone."""
    row = connection.execute(select(signups).where(signups.c.id == signup_id)).first()
    if row is None:
        return None
    return Signup(
        id=row.id,
        purpose=Purpose(row.purpose),
        url=row.url,
        wish=_read(row.wish),
        subscriber_id=_behind(connection, row.fingerprint),
        attempts=row.attempts,
        created_at=row.created_at,
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
    owner = _owner(connection, row.fingerprint)
    if owner is None:
        owner = f"web {row.fingerprint[:24]}"
        watches.set_hours(connection, owner, wish.rhythm.timezone, None, now)
    channel = watches.put_channel(connection, owner, CHANNEL, row.url, trusted=True, now=now)  # trusted: the operator's own mail server
    if row.confirmed_at is None:
        wish = replace(wish, name=_free_name(connection, owner, wish), channels=frozenset({channel}))
        watches.put_watch(connection, owner, wish, now)
        connection.execute(update(signups).where(signups.c.id == signup_id).values(confirmed_at=now, wish=_kept(wish)))
    return watches.subscriber(connection, owner, now), wish.name


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
    return connection.execute(select(func.count()).select_from(signups).where(which, signups.c.created_at > since)).scalar_one()


def _behind(connection: Connection, fingerprint: str) -> int | None:
    ours = (channels.c.fingerprint == fingerprint) & (channels.c.name == CHANNEL)
    return connection.execute(select(channels.c.subscriber_id).where(ours)).scalar()


def _owner(connection: Connection, fingerprint: str) -> str | None:
    owner = select(subscribers.c.name).where(subscribers.c.id == _behind(connection, fingerprint))
    return connection.execute(owner).scalar()


def _free_name(connection: Connection, owner: str, wish: Watch) -> str:
    """The name of the watch, with a number behind it where the subscriber has another one of that name."""
    taken = {watch.name for watch in watches.list_watches(connection, owner)}
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
