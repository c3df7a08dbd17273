"""Who is behind a channel: a member of a group is told at their own hours, once, and nothing that they have muted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

from sqlalchemy import Connection, select

from monitor.model import Owed, Rhythm
from monitor.store.tables import channels, subscribers, told

Said = tuple[str, str]
"""A story and a passage of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The subscriber that a channel belongs to, and the hours that they keep."""

    id: int
    timezone: str
    quiet: tuple[time, time] | None

    def hours(self, rhythm: Rhythm, subscriber_id: int) -> Rhythm:
        """The rhythm of a watch of that subscriber, on the clock of this one."""
        return rhythm if subscriber_id == self.id else replace(rhythm, timezone=self.timezone, quiet=self.quiet)


def behind(connection: Connection, channel_ids: Collection[int], *, lock: bool = False) -> dict[int, Person]:
    """Who is behind these channels. With `lock`, nobody else may owe them anything until this transaction has ended."""
    hours = (subscribers.c.timezone, subscribers.c.quiet_from, subscribers.c.quiet_until)
    rows = select(channels.c.id, channels.c.subscriber_id, *hours).join(subscribers).where(channels.c.id.in_(channel_ids))
    rows = rows.order_by(channels.c.id)
    return {
        row.id: Person(
            id=row.subscriber_id,
            timezone=row.timezone,
            quiet=(row.quiet_from, row.quiet_until) if row.quiet_from is not None and row.quiet_until is not None else None,
        )
        for row in connection.execute(rows.with_for_update(of=channels) if lock else rows)
    }


def once(connection: Connection, owed: Sequence[Owed], said: Sequence[Said], people: Mapping[int, Person]) -> list[Owed]:
    """The same without what a member of a group hears at another of their channels: by a watch of their own, or of another group.

    `said` has what each is about, in order.
    """
    for_members = {people[o.channel_id].id for o in owed if people[o.channel_id].id != o.subscriber_id}
    if not for_members:
        return list(owed)
    heard = _heard(connection, for_members, {story for story, _ in said})
    for o, about in zip(owed, said, strict=True):
        if people[o.channel_id].id == o.subscriber_id:
            heard.setdefault((o.subscriber_id, *about), set()).add(o.channel_id)
    kept = []
    for o, about in zip(owed, said, strict=True):
        at = heard.setdefault((people[o.channel_id].id, *about), {o.channel_id})
        if people[o.channel_id].id == o.subscriber_id or o.channel_id in at:
            kept.append(o)
    return kept


def _heard(connection: Connection, person_ids: Collection[int], stories: Collection[str]) -> dict[tuple[int, str, str], set[int]]:
    """At which channels these people were told of these stories, by passage."""
    columns = (channels.c.subscriber_id, told.c.story, told.c.digest, told.c.channel_id)
    rows = select(*columns).select_from(told.join(channels)).where(channels.c.subscriber_id.in_(person_ids), told.c.story.in_(stories))
    found: dict[tuple[int, str, str], set[int]] = {}
    for person, story, digest, channel in connection.execute(rows):
        found.setdefault((person, story, digest), set()).add(channel)
    return found
