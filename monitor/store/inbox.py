"""Fills the inboxes of groups, in the transaction that finds the hit: a row for each passage of a story, as alerts count them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.store import mutes
from monitor.store.hits import Stored
from monitor.store.insert import insert_new
from monitor.store.tables import inbox, inbox_hits
from monitor.store.twins import Twins, of_inboxes
from monitor.verdicts import Shared

Key = tuple[int, str, str]
"""A group, a story and a passage."""


def put(connection: Connection, stored: Sequence[Stored], shared: Sequence[Shared], now: datetime) -> None:
    """Put what is news into the inboxes; a further place of a passage that is there joins it. `shared` counts in `stored`.

    What a first run finds in the past is news to nobody, here as in alerts, and so is what the group has muted.
    """
    if not shared:
        return
    muted = mutes.among(connection, {one.group_id for one in shared})
    wanted = [one for one in shared if (one.group_id, stored[one.hit].found.hit.story) not in muted]
    known = _known(connection, wanted, stored)
    known |= _elsewhere(connection, [one for one in wanted if _key(one, stored) not in known], stored)
    new: dict[Key, Stored] = {}
    for one in wanted:
        news = stored[one.hit].news and not stored[one.hit].found.quiet
        if news and _key(one, stored) not in known:
            new.setdefault(_key(one, stored), stored[one.hit])
    if new:
        rows = [{"group_id": key[0], **_row(hit), "found_at": now, "changed_at": now} for key, hit in new.items()]
        insert_new(connection, inbox, rows)
        known |= _known(connection, wanted, stored)
    joined = [
        {"item_id": known[key], "hit_id": stored[one.hit].id, "watch_id": one.watch_id, "watch_name": one.watch_name}
        for one in wanted
        if (key := _key(one, stored)) in known
    ]
    insert_new(connection, inbox_hits, joined)


def _key(one: Shared, stored: Sequence[Stored]) -> Key:
    hit = stored[one.hit].found.hit
    return one.group_id, hit.story, hit.passage.digest


def _row(stored: Stored) -> dict[str, object]:
    hit = stored.found.hit
    return {
        "record_id": stored.found.record_id,
        "hit_id": stored.id,
        "story": hit.story,
        "digest": hit.passage.digest,
        "verdict": "open",
        "reason": "",
    }


def _known(connection: Connection, wanted: Sequence[Shared], stored: Sequence[Stored]) -> dict[Key, int]:
    of = inbox.c.group_id.in_({one.group_id for one in wanted}) & inbox.c.story.in_({stored[one.hit].found.hit.story for one in wanted})
    rows = connection.execute(select(inbox.c.group_id, inbox.c.story, inbox.c.digest, inbox.c.id).where(of))
    return {(group, story, digest): identity for group, story, digest, identity in rows}


def _elsewhere(connection: Connection, wanted: Sequence[Shared], stored: Sequence[Stored]) -> dict[Key, int]:
    """What is in the inbox from the same document already, under whatever name it was published then."""
    twins = Twins(connection, [stored[one.hit].found for one in wanted], {one.group_id for one in wanted}, of_inboxes)
    items = {_key(one, stored): twins.alert(stored[one.hit].found, one.group_id) for one in wanted}
    return {key: item for key, item in items.items() if item is not None}
