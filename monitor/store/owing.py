"""Owing alerts: queued in the transaction that finds the hit, once per channel, story and passage, for the time they are wanted at."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select, update

from monitor.model import Owed
from monitor.store import digests, documents, mutes, people
from monitor.store.alerts import State
from monitor.store.hits import Stored
from monitor.store.insert import insert_ids, insert_new
from monitor.store.tables import alert_hits, alerts, records, told
from monitor.store.tables import digests as digest_table
from monitor.store.twins import Twins
from monitor.timing import Leave, leave, too_late

MOST_AN_HOUR = 30  # single alerts to one channel; what comes beyond is gathered
GATHERED = timedelta(minutes=10)

Key = tuple[int, str, str]
Pair = tuple[int, int]
"""A channel and a record: an alert."""


def owe(connection: Connection, stored: Sequence[Stored], owed: Sequence[Owed], now: datetime) -> int:
    """Queue what is owed; return how many alerts are new.

    A passage whose alert is still queued gains the new place as further evidence. `owed` counts in `stored`.
    """
    if not owed:
        return 0
    wanted = _wanted(connection, stored, owed)
    known = _told(connection, {stored[o.hit].found.hit.story for o in wanted})
    elsewhere = _told_elsewhere(connection, stored, [o for o in wanted if _key(o, stored) not in known])
    known |= elsewhere
    tellable = [o for o in wanted if _key(o, stored) in known or (stored[o.hit].news and not stored[o.hit].found.quiet)]
    news = [o for o in tellable if _key(o, stored) not in known]
    waiting = _waiting(connection, {stored[o.hit].found.record_id for o in tellable}, set(elsewhere.values()), now)
    leaves = _leaves(connection, stored, news, now)
    _bring_forward(connection, waiting, leaves, now)
    revisions = {_pair(o, stored): stored[o.hit].found.revision for o in news}
    created = queue(connection, {pair: when for pair, when in leaves.items() if pair not in waiting}, revisions, now)
    _join(connection, stored, tellable, known, waiting | created)
    return len(created)


def _wanted(connection: Connection, stored: Sequence[Stored], owed: Sequence[Owed]) -> list[Owed]:
    """What nobody muted, at the hours of whoever is told, and once for each person."""
    # Two workers that find the same passage at once are put in line here, so that only one of them tells.
    behind = people.behind(connection, {o.channel_id for o in owed}, lock=True)
    open_ = [o for o in owed if o.channel_id in behind]
    muted = mutes.among(connection, {o.subscriber_id for o in open_} | {person.id for person in behind.values()})
    wanted = [
        replace(o, rhythm=behind[o.channel_id].hours(o.rhythm, o.subscriber_id))
        for o in open_
        if not {(o.subscriber_id, story := stored[o.hit].found.hit.story), (behind[o.channel_id].id, story)} & muted
    ]
    return people.once(connection, wanted, [_key(o, stored)[1:] for o in wanted], behind)


def _key(owed: Owed, stored: Sequence[Stored]) -> Key:
    hit = stored[owed.hit].found.hit
    return owed.channel_id, hit.story, hit.passage.digest


def _pair(owed: Owed, stored: Sequence[Stored]) -> Pair:
    return owed.channel_id, stored[owed.hit].found.record_id


def _told(connection: Connection, stories: set[str]) -> dict[Key, int]:
    rows = connection.execute(select(told).where(told.c.story.in_(stories)))
    return {(row.channel_id, row.story, row.digest): row.alert_id for row in rows}


def _told_elsewhere(connection: Connection, stored: Sequence[Stored], owed: Sequence[Owed]) -> dict[Key, int]:
    """The same of passages that a channel was told from the same file, under whatever name it was published then."""
    twins = Twins(connection, [stored[o.hit].found for o in owed], {o.channel_id for o in owed})
    alerts_ = {_key(o, stored): twins.alert(stored[o.hit].found, o.channel_id) for o in owed}
    found = {key: alert_id for key, alert_id in alerts_.items() if alert_id is not None}
    rows = [{"channel_id": key[0], "story": key[1], "digest": key[2], "alert_id": alert_id} for key, alert_id in found.items()]
    insert_new(connection, told, rows)
    return found


def _waiting(connection: Connection, record_ids: Collection[int], alert_ids: Collection[int], now: datetime) -> dict[Pair, int]:
    """Alerts that may still grow: queued, and not in the hands of a sender, neither they nor their digest."""
    free = or_(alerts.c.leased_until.is_(None), alerts.c.leased_until <= now)
    theirs = or_(alerts.c.record_id.in_(record_ids), alerts.c.id.in_(alert_ids))
    queued = theirs & (alerts.c.state == State.QUEUED.value) & free
    rows = connection.execute(select(alerts).where(queued).with_for_update(skip_locked=True)).all()
    open_digests = digests.free(connection, {row.digest_id for row in rows} - {None}, now)
    return {(row.channel_id, row.record_id): row.id for row in rows if row.digest_id is None or row.digest_id in open_digests}


def _leaves(connection: Connection, stored: Sequence[Stored], news: Sequence[Owed], now: datetime) -> dict[Pair, Leave]:
    """When each alert is wanted: where several watches want it, as early as the most impatient of them."""
    happens = happenings(connection, {stored[o.hit].found.record_id for o in news})
    found: dict[Pair, Leave] = {}
    for o in news:
        pair = _pair(o, stored)
        when = leave(o.rhythm, now, happens[pair[1]])
        found[pair] = min(found.get(pair, when), when)
    return found


def happenings(connection: Connection, record_ids: Collection[int]) -> dict[int, datetime | None]:
    """When each of these records happens."""
    return dict(connection.execute(select(records.c.id, records.c.happens_at).where(records.c.id.in_(record_ids))).all())


def _bring_forward(connection: Connection, waiting: dict[Pair, int], leaves: dict[Pair, Leave], now: datetime) -> None:
    """An alert that waits in a digest, and of which somebody wants to hear at once, leaves by itself."""
    at_once = [waiting[pair] for pair, when in leaves.items() if pair in waiting and not when.together]
    if at_once:
        alone = update(alerts).where(alerts.c.id.in_(at_once), alerts.c.digest_id.is_not(None))
        connection.execute(alone.values(digest_id=None, due_at=now))


def queue(connection: Connection, leaves: dict[Pair, Leave], revisions: Mapping[Pair, int], now: datetime) -> dict[Pair, int]:
    """New alerts of these pairs, each for its time, about these revisions; their ids."""
    if not leaves:
        return {}
    gathered = _gathered(connection, leaves, now)
    digest_ids = digests.open_for(connection, {(channel, when.at) for (channel, _), when in gathered.items() if when.together}, now)
    held = documents.waiting(connection, [record_id for _, record_id in gathered])
    rows = [
        {
            "channel_id": channel_id,
            "record_id": record_id,
            "revision": revisions[channel_id, record_id],
            "state": State.QUEUED.value,
            "created_at": now,
            "digest_id": digest_ids[channel_id, when.at] if when.together else None,
            "due_at": None if when.together else now + documents.HOLD if record_id in held else when.at,
        }
        for (channel_id, record_id), when in gathered.items()
    ]
    ids = insert_ids(connection, alerts, rows, ["channel_id", "record_id"])
    return dict(zip(gathered, ids, strict=True))


def _gathered(connection: Connection, leaves: dict[Pair, Leave], now: datetime) -> dict[Pair, Leave]:
    """The same, but that a channel which has had its fill of single alerts this hour gets the others together."""
    had = _single_alerts(connection, {channel_id for channel_id, _ in leaves}, now - timedelta(hours=1))
    soon = _rounded(now)
    found = {}
    for pair, when in leaves.items():
        full = not when.together and had[pair[0]] >= MOST_AN_HOUR
        found[pair] = Leave(at=soon, together=True) if full else when
        had[pair[0]] += not found[pair].together
    return found


def _single_alerts(connection: Connection, channel_ids: Collection[int], since: datetime) -> Counter[int]:
    recent = alerts.c.channel_id.in_(channel_ids) & (alerts.c.created_at > since) & alerts.c.digest_id.is_(None)
    rows = connection.execute(select(alerts.c.channel_id, func.count()).where(recent).group_by(alerts.c.channel_id))
    return Counter(dict(rows.all()))


def _rounded(now: datetime) -> datetime:
    """The end of the ten minutes that now lies in."""
    begun = now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
    return begun + GATHERED


def _join(connection: Connection, stored: Sequence[Stored], owed: Iterable[Owed], known: dict[Key, int], by_pair: dict[Pair, int]) -> None:
    open_ids = set(by_pair.values())
    joined, new = [], []
    for o in owed:
        key = _key(o, stored)
        alert_id = known.get(key, by_pair.get(_pair(o, stored)))
        if alert_id not in open_ids:
            continue  # already sent: told once
        joined.append({"alert_id": alert_id, "hit_id": stored[o.hit].id, "watch_id": o.watch_id, "watch_name": o.watch_name})
        if key not in known:
            new.append({"channel_id": key[0], "story": key[1], "digest": key[2], "alert_id": alert_id})
    insert_new(connection, told, new)
    insert_new(connection, alert_hits, joined)


def hasten(connection: Connection, record_ids: Collection[int], now: datetime) -> None:
    """What these records announce may happen sooner than we knew: an alert whose digest would come too late leaves by itself."""
    columns = (alerts.c.id, alerts.c.digest_id, records.c.happens_at, digest_table.c.due_at)
    joined = alerts.join(digest_table, digest_table.c.id == alerts.c.digest_id).join(records, records.c.id == alerts.c.record_id)
    queued = alerts.c.record_id.in_(record_ids) & (alerts.c.state == State.QUEUED.value) & (digest_table.c.due_at > now)
    rows = connection.execute(select(*columns).select_from(joined).where(queued)).all() if record_ids else []
    late = [row for row in rows if too_late(row.due_at, now, row.happens_at)]
    open_digests = digests.free(connection, {row.digest_id for row in late}, now)
    alone = update(alerts).where(alerts.c.id.in_([row.id for row in late if row.digest_id in open_digests]))
    if late:
        connection.execute(alone.values(digest_id=None, due_at=now))


def hurry(connection: Connection, record_ids: Sequence[int], now: datetime) -> None:
    """These records' documents are all read: what waited for them may leave."""
    ready = set(record_ids) - documents.waiting(connection, list(record_ids))
    held = (alerts.c.state == State.QUEUED.value) & (alerts.c.attempts == 0) & (alerts.c.due_at > now)
    connection.execute(update(alerts).where(alerts.c.record_id.in_(ready), held).values(due_at=now))
