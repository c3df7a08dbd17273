"""The tables of groups: who belongs to one, the inbox of what its watches found, and what was judged and said of it.

A group is a subscriber, so that it has watches, hours and channels as anybody has them; here is what only groups have.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from monitor.store.columns import Moment, identity, metadata, to

groups = Table(
    "groups",
    metadata,
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("title", String, nullable=False),
    Column("created_at", Moment, nullable=False),
)

# `channel_id` is where a member is told of what the group's watches find; without one, the inbox alone shows it.
members = Table(
    "members",
    metadata,
    Column("group_id", ForeignKey("groups.subscriber_id", ondelete="CASCADE"), primary_key=True),
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String, nullable=False),
    Column("owner", Boolean, nullable=False),
    Column("channel_id", ForeignKey("channels.id", ondelete="SET NULL")),
    Column("joined_at", Moment, nullable=False),
    UniqueConstraint("group_id", "name"),
    Index("ix_members_subscriber", "subscriber_id"),
)

# One row for each passage of a story, as in `told`: the same sentence in the listing and in its PDF is judged once.
inbox = Table(
    "inbox",
    metadata,
    identity(),
    Column("group_id", ForeignKey("groups.subscriber_id", ondelete="CASCADE"), nullable=False),
    to("record_id", "records"),
    to("hit_id", "hits"),
    Column("story", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("verdict", String, nullable=False, default="open"),
    Column("reason", String, nullable=False, default=""),
    Column("assignee_id", ForeignKey("subscribers.id", ondelete="SET NULL")),
    Column("found_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("group_id", "story", "digest"),
    Index("ix_inbox_verdict", "group_id", "verdict", "id"),
    Index("ix_inbox_assignee", "assignee_id", "group_id", "id"),
    Index("ix_inbox_hit", "hit_id"),
    Index("ix_inbox_record", "record_id"),
)

inbox_hits = Table(
    "inbox_hits",
    metadata,
    Column("item_id", ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True),
    Column("hit_id", ForeignKey("hits.id", ondelete="CASCADE"), primary_key=True),
    Column("watch_id", Integer, primary_key=True, autoincrement=False),  # outlives its watch, as in alert_hits
    Column("watch_name", String, nullable=False),
    Index("ix_inbox_hits_hit", "hit_id"),
)

# What was said of a hit, by whom, and for whom it counts: a group, or a subscriber alone. Nothing is ever changed here.
judgements = Table(
    "judgements",
    metadata,
    identity(),
    to("hit_id", "hits"),
    to("subscriber_id", "subscribers"),
    Column("alert_id", ForeignKey("alerts.id", ondelete="SET NULL")),
    Column("verdict", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("words", Text, nullable=False),
    Column("by_id", ForeignKey("subscribers.id", ondelete="SET NULL")),
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_judgements_of", "subscriber_id", "hit_id"),
    Index("ix_judgements_by", "by_id", "at"),
    Index("ix_judgements_hit", "hit_id"),
)

remarks = Table(
    "remarks",
    metadata,
    identity(),
    to("item_id", "inbox"),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("by_id", ForeignKey("subscribers.id", ondelete="SET NULL")),
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_remarks_item", "item_id"),
    Index("ix_remarks_by", "by_id", "at"),
)
