"""The tables, one for each word of the design. What is owed is a row with a state. Here those of what people asked for and were told."""

from datetime import time

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, Time, UniqueConstraint

from monitor.store.access_tables import askers, tokens
from monitor.store.archive_tables import (
    amounts,
    blobs,
    contents,
    documents,
    fetches,
    links,
    pages,
    parties,
    parts,
    problems,
    records,
    revisions,
    runs,
    searched,
    signatures,
    sources,
    submissions,
)
from monitor.store.columns import Moment, Money, identity, metadata, to
from monitor.store.group_tables import groups, inbox, inbox_hits, judgements, members, remarks
from monitor.store.health_tables import fills, meters, rhythms, troubles
from monitor.store.sealing import Sealed

# fmt: off
__all__ = [
    "Moment", "Money", "alert_hits", "alerts", "amounts", "askers", "blobs", "channels", "chores", "contents", "deliveries", "digests",
    "documents", "fetches", "fills", "groups", "hits", "inbox", "inbox_hits", "judgements", "links", "members", "metadata", "meters",
    "mutes", "omens", "pages", "parties", "parts", "problems", "records", "remarks", "reports", "revisions", "rhythms", "runs", "searched",
    "signatures", "sources", "submissions", "subscribers", "suppressed", "tokens", "told", "troubles", "watch_channels", "watches",
]
# fmt: on

subscribers = Table(
    "subscribers",
    metadata,
    identity(),
    Column("name", String, nullable=False, unique=True),
    Column("timezone", String, nullable=False, default="UTC"),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,  # the id of one who has left is in sessions, and must not become another's
)

channels = Table(
    "channels",
    metadata,
    identity(),
    to("subscriber_id", "subscribers"),
    Column("name", String, nullable=False),
    Column("url", Sealed, nullable=False),
    Column("trusted", Boolean, nullable=False, default=False),
    Column("told", String),
    Column("fingerprint", String),
    Column("closed_at", Moment),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("subscriber_id", "name"),
    sqlite_autoincrement=True,  # links are signed over the id, and must not work on another's channel
)

watches = Table(
    "watches",
    metadata,
    identity(),
    to("subscriber_id", "subscribers"),
    Column("name", String, nullable=False),
    Column("query", Text),
    Column("topics", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("cadence", String, nullable=False, default="now"),
    Column("at", Time, nullable=False, default=time(7)),
    Column("weekday", Integer, nullable=False, default=0),
    Column("muted", JSON, nullable=False, default=list),
    Column("notes", Text, nullable=False, default=""),
    Column("paused", Boolean, nullable=False, default=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("subscriber_id", "name"),
    sqlite_autoincrement=True,  # the hits of a watch that was removed stay, and must not become another's
)

watch_channels = Table(
    "watch_channels",
    metadata,
    Column("watch_id", ForeignKey("watches.id", ondelete="CASCADE"), primary_key=True),
    Column("channel_id", ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True),
)

hits = Table(
    "hits",
    metadata,
    identity(),
    to("record_id", "records"),
    Column("revision", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("place", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("story", String, nullable=False),
    Column("part_key", String),
    to("document_id", "documents", nullable=True),
    Column("page", Integer),
    Column("method", String, nullable=False, default="text"),
    Column("term", Text, nullable=False),
    Column("vendor", String),
    Column("sense", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("passage", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("found_at", Moment, nullable=False),
    UniqueConstraint("record_id", "rule", "place", "digest"),
    Index("ix_hits_found", "found_at"),
    Index("ix_hits_story", "story"),
    Index("ix_hits_rule", "rule", "id"),
    Index("ix_hits_vendor", "vendor", "id"),
)

suppressed = Table(
    "suppressed",
    metadata,
    Column("fingerprint", String, primary_key=True),
    Column("at", Moment, nullable=False),
)

# What somebody asked for from a page, and the mail that is owed for it to an address that nobody has confirmed yet.
signups = Table(
    "signups",
    metadata,
    identity(),
    Column("purpose", String, nullable=False),
    Column("url", Sealed, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("asker", String, nullable=False),
    Column("wish", JSON),
    Column("group_id", ForeignKey("groups.subscriber_id", ondelete="CASCADE")),
    Column("invitee", String),
    Column("inviter", String),
    Column("created_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("due_at", Moment),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Column("confirmed_at", Moment),
    Index("ix_signups_due", "due_at"),
    Index("ix_signups_fingerprint", "fingerprint", "created_at"),
    Index("ix_signups_asker", "asker", "created_at"),
    Index("ix_signups_group", "group_id"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("story", String, primary_key=True),
    Column("created_at", Moment, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    identity(),
    to("channel_id", "channels"),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("sent_at", Moment),
    Index("ix_digests_due", "due_at"),
    Index("ix_digests_channel", "channel_id", "state"),
    sqlite_autoincrement=True,  # as a channel's: the list of a digest is shown to whoever has its link
)

alerts = Table(
    "alerts",
    metadata,
    identity(),
    to("channel_id", "channels"),
    to("record_id", "records"),
    Column("digest_id", ForeignKey("digests.id", ondelete="SET NULL")),
    Column("revision", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("sent_at", Moment),
    Index("ix_alerts_due", "due_at"),
    Index("ix_alerts_record", "record_id", "channel_id"),
    Index("ix_alerts_digest", "digest_id"),
    Index("ix_alerts_channel", "channel_id", "created_at"),
    sqlite_autoincrement=True,  # as a channel's
)

alert_hits = Table(
    "alert_hits",
    metadata,
    Column("alert_id", ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
    Column("hit_id", ForeignKey("hits.id", ondelete="CASCADE"), primary_key=True),
    Column("watch_id", Integer, primary_key=True, autoincrement=False),  # outlives its watch: why an alert was sent
    Column("watch_name", String, nullable=False),
)

told = Table(
    "told",
    metadata,
    Column("channel_id", ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True),
    Column("story", String, primary_key=True),
    Column("digest", String, primary_key=True),
    to("alert_id", "alerts"),
)

deliveries = Table(
    "deliveries",
    metadata,
    identity(),
    to("alert_id", "alerts", nullable=True),
    to("digest_id", "digests", nullable=True),
    Column("at", Moment, nullable=False),
    Column("delivery", String, nullable=False),
    Column("service", String, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_deliveries_alert", "alert_id"),
    Index("ix_deliveries_at", "at"),
    Index("ix_deliveries_digest", "digest_id"),
)

reports = Table(
    "reports",
    metadata,
    identity(),
    to("channel_id", "channels", nullable=True),
    Column("gathers", String, nullable=False, default=""),
    Column("number", Integer, nullable=False, default=1),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Index("ix_reports_due", "due_at"),
    Index("ix_reports_gathers", "gathers", "state"),
)

chores = Table(
    "chores",
    metadata,
    Column("id", String, primary_key=True),
    Column("due_at", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("last_at", Moment),
    Column("detail", Text, nullable=False, default=""),
)

omens = Table(
    "omens",
    metadata,
    Column("host", String, primary_key=True),
    Column("header", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("seen_at", Moment, nullable=False),
)

paces = Table(
    "paces",
    metadata,
    Column("host", String, primary_key=True),
    Column("free_at", Moment, nullable=False),
    Column("deferred_until", Moment, nullable=False),
)
