"""Subscribers, their channels and their watches."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, and_, bindparam, delete, func, select, type_coerce, update

from monitor.model import Cadence, Rhythm, Rule, Scope, Watch
from monitor.store.insert import insert_new, insert_new_ids
from monitor.store.sealing import SEAL
from monitor.store.tables import channels, groups, subscribers, watch_channels, watches
from sources.model import Kind

OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """An Apprise URL that belongs to a subscriber. `url` is a secret and stays out of repr."""

    id: int
    subscriber: str
    name: str
    url: str
    trusted: bool

    def __repr__(self) -> str:
        return f"Channel(id={self.id}, subscriber={self.subscriber!r}, name={self.name!r})"


def subscriber(connection: Connection, name: str, now: datetime) -> int:
    """The id of a subscriber, made on first mention."""
    insert_new(connection, subscribers, [{"name": name, "created_at": now}])
    return connection.execute(select(subscribers.c.id).where(subscribers.c.name == name)).scalar_one()


def put_channel(connection: Connection, owner: str, name: str, url: str, *, trusted: bool, now: datetime) -> int:
    """Add a channel, or give it a new address; return its id."""
    owner_id = subscriber(connection, owner, now)
    said = {"url": url, "trusted": trusted, "fingerprint": fingerprint(url), "closed_at": None}
    row = {"subscriber_id": owner_id, "name": name, "created_at": now, **said}
    identity = insert_new_ids(connection, channels, row)
    if identity is not None:
        return identity
    here = (channels.c.subscriber_id == owner_id) & (channels.c.name == name)
    changed = update(channels).where(here).values(said | {"told": None})
    return connection.execute(changed.returning(channels.c.id)).scalar_one()


def fingerprint(url: str) -> str:
    """A name of the address that does not tell it: enough to know one again that was unsubscribed."""
    return hashlib.sha256(f"channel {url.strip().casefold()}".encode()).hexdigest()


def seal_all(connection: Connection) -> None:
    """Seal the addresses that were kept before there was a seal."""
    plain = type_coerce(channels.c.url, Text).not_like(f"{SEAL}%")
    rows = connection.execute(select(channels.c.id, channels.c.url).where(plain)).all()
    if rows:
        sealed = update(channels).where(channels.c.id == bindparam("of")).values(url=bindparam("to"))
        connection.execute(sealed, [{"of": row.id, "to": row.url} for row in rows])


def list_channels(connection: Connection, owner: str | None = None) -> list[Channel]:
    """All channels, or those of one subscriber."""
    rows = select(channels, subscribers.c.name.label("subscriber")).join(subscribers).order_by(channels.c.id)
    if owner is not None:
        rows = rows.where(subscribers.c.name == owner)
    return [
        Channel(id=row.id, subscriber=row.subscriber, name=row.name, url=row.url, trusted=row.trusted) for row in connection.execute(rows)
    ]


def remove_channel(connection: Connection, owner: str, name: str) -> None:
    """Forget a channel with its address, and what is still owed to it. Watches that had it go on without."""
    connection.execute(delete(channels).where(channels.c.id.in_(select(channels.c.id).join(subscribers).where(_of(channels, owner, name)))))


def channel_name(connection: Connection, channel_id: int) -> str:
    """Its name, with its owner's."""
    row = connection.execute(
        select(channels.c.name, subscribers.c.name.label("owner")).join(subscribers).where(channels.c.id == channel_id)
    ).one()
    return f"{row.owner}/{row.name}"


def beside(connection: Connection, channel_id: int) -> list[int]:
    """The other open channels of a subscriber's, not the operator's, who is told otherwise."""
    mine = channels.alias("mine")
    owner = select(mine.c.subscriber_id).where(mine.c.id == channel_id).scalar_subquery()
    others = (channels.c.subscriber_id == owner) & (channels.c.id != channel_id) & channels.c.closed_at.is_(None)
    rows = select(channels.c.id).join(subscribers).where(others, subscribers.c.name != OPERATOR)
    return list(connection.execute(rows.order_by(channels.c.id)).scalars())


def channel_told(connection: Connection, channel_id: int) -> str | None:
    """What the operator was last told of this channel; None while all is well."""
    return connection.execute(select(channels.c.told).where(channels.c.id == channel_id)).scalar_one()


def set_channel_told(connection: Connection, channel_id: int, verdict: str | None) -> None:
    """Remember what the operator was told of."""
    connection.execute(update(channels).where(channels.c.id == channel_id).values(told=verdict))


def put_watch(connection: Connection, owner: str, watch: Watch, now: datetime) -> int:
    """Add a watch, or change the one of that name; return its id. The watch's own ids do not count."""
    owner_id = subscriber(connection, owner, now)
    values: dict[str, Any] = {
        "query": watch.query,
        "topics": sorted(watch.topics),
        "scope": {"kinds": sorted(watch.scope.kinds), "sources": sorted(watch.scope.sources)},
        "cadence": watch.rhythm.cadence.value,
        "at": watch.rhythm.at,
        "weekday": watch.rhythm.weekday,
        "muted": sorted(watch.muted),
        "notes": watch.notes,
        "paused": watch.paused,
        "changed_at": now,
    }
    row = {"subscriber_id": owner_id, "name": watch.name, "created_at": now, **values}
    identity = insert_new_ids(connection, watches, row)
    if identity is None:
        here = (watches.c.subscriber_id == owner_id) & (watches.c.name == watch.name)
        identity = connection.execute(update(watches).where(here).values(values).returning(watches.c.id)).scalar_one()
    connection.execute(delete(watch_channels).where(watch_channels.c.watch_id == identity))
    insert_new(connection, watch_channels, [{"watch_id": identity, "channel_id": channel} for channel in sorted(watch.channels)])
    return identity


def list_watches(connection: Connection, owner: str | None = None) -> list[Watch]:
    """All watches, or those of one subscriber, with their channels and the subscriber's hours; paused ones too."""
    of_watch: dict[int, set[int]] = {}
    for watch_id, channel_id in connection.execute(select(watch_channels)):
        of_watch.setdefault(watch_id, set()).add(channel_id)
    hours = (subscribers.c.timezone, subscribers.c.quiet_from, subscribers.c.quiet_until)
    shared = groups.c.subscriber_id.is_not(None).label("shared")
    joined = watches.join(subscribers).outerjoin(groups, groups.c.subscriber_id == watches.c.subscriber_id)
    listed = select(watches, *hours, shared).select_from(joined).order_by(watches.c.id)
    if owner is not None:
        listed = listed.where(subscribers.c.name == owner)
    return [_watch(row, frozenset(of_watch.get(row.id, ()))) for row in connection.execute(listed)]


def _watch(row: Any, channel_ids: frozenset[int]) -> Watch:
    return Watch(
        id=row.id,
        subscriber_id=row.subscriber_id,
        name=row.name,
        query=row.query,
        topics=frozenset(row.topics),
        scope=Scope(kinds=frozenset(map(Kind, row.scope["kinds"])), sources=frozenset(row.scope["sources"])),
        channels=channel_ids,
        rhythm=_rhythm(row),
        muted=frozenset(row.muted),
        notes=row.notes,
        paused=row.paused,
        created_at=row.created_at,
        shared=row.shared,
    )


def _rhythm(row: Any) -> Rhythm:
    quiet = (row.quiet_from, row.quiet_until) if row.quiet_from is not None and row.quiet_until is not None else None
    return Rhythm(cadence=Cadence(row.cadence), at=row.at, weekday=row.weekday, timezone=row.timezone, quiet=quiet)


def set_hours(connection: Connection, owner: str, timezone: str, quiet: tuple[time, time] | None, now: datetime) -> None:
    """The clock of a subscriber and the hours in which nothing is told; for all of the subscriber's watches."""
    owner_id = subscriber(connection, owner, now)
    values = {"timezone": timezone, "quiet_from": quiet[0] if quiet else None, "quiet_until": quiet[1] if quiet else None}
    connection.execute(update(subscribers).where(subscribers.c.id == owner_id).values(values))
    connection.execute(update(watches).where(watches.c.subscriber_id == owner_id).values(changed_at=now))


def older_than(connection: Connection, moment: datetime) -> set[int]:
    """The watches that have not changed since."""
    return set(connection.execute(select(watches.c.id).where(watches.c.changed_at < moment)).scalars())


def version(connection: Connection) -> tuple[int, datetime | None]:
    """Changes whenever a watch is added, changed or removed."""
    row = connection.execute(select(func.count(), func.max(watches.c.changed_at))).one()
    return row[0], row[1]


def set_paused(connection: Connection, owner: str, name: str, *, paused: bool, now: datetime) -> None:
    """Have a watch look or not."""
    mine = select(watches.c.id).join(subscribers).where(_of(watches, owner, name))
    connection.execute(update(watches).where(watches.c.id.in_(mine)).values(paused=paused, changed_at=now))


def remove(connection: Connection, owner: str, name: str) -> None:
    """End a watch. Its hits, and what it was told, stay."""
    mine = select(watches.c.id).join(subscribers).where(_of(watches, owner, name))
    connection.execute(delete(watches).where(watches.c.id.in_(mine)))


def _of(table: Table, owner: str, name: str) -> ColumnElement[bool]:
    return and_(subscribers.c.name == owner, table.c.name == name)


def rules(watching: Sequence[Watch]) -> tuple[Rule, ...]:
    """What the index must look for beside the topics."""
    return tuple(Rule(key=f"watch:{watch.id}", query=watch.query) for watch in watching if watch.query and not watch.paused)


def began(connection: Connection, owner: str) -> datetime | None:
    """When this subscriber was first mentioned, if ever."""
    return connection.execute(select(subscribers.c.created_at).where(subscribers.c.name == owner)).scalar()
