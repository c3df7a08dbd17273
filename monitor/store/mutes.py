"""Stories that a subscriber does not want to hear of any more."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select

from monitor.store.insert import insert_new
from monitor.store.tables import mutes


def mute(connection: Connection, subscriber_id: int, story: str, now: datetime) -> None:
    """Tell this subscriber nothing more of the story. What is queued already still leaves."""
    insert_new(connection, mutes, [{"subscriber_id": subscriber_id, "story": story, "created_at": now}])


def unmute(connection: Connection, subscriber_id: int, story: str) -> None:
    """Tell of it again, from the next new passage on."""
    connection.execute(delete(mutes).where(mutes.c.subscriber_id == subscriber_id, mutes.c.story == story))


def among(connection: Connection, subscriber_ids: Collection[int]) -> set[tuple[int, str]]:
    """The muted stories of these subscribers, each with its subscriber."""
    rows = connection.execute(select(mutes.c.subscriber_id, mutes.c.story).where(mutes.c.subscriber_id.in_(subscriber_ids)))
    return {(row.subscriber_id, row.story) for row in rows}
