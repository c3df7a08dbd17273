"""The tables, one for each word of the design. What is owed is a row with a state."""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from monitor.store.sealing import Sealed

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite has no zones, so they are taken off going in and put back coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone must not be stored: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # the base names it
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Money(TypeDecorator[Decimal]):
    """An exact sum. SQLite would keep it as a binary float, so there it is text."""

    impl = Numeric(24, 4)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else Numeric(24, 4))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002  # the base names it
        return None if value is None else Decimal(value)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _to(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=nullable)


sources = Table(
    "sources",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", String, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("watermark", Moment),
    Column("outcome", String),
    Column("detail", Text, nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    Column("last_run_at", Moment),
    Column("last_ok_at", Moment),
    Column("checked_at", Moment),
    Column("checked", String),
    Column("told", String),
    Column("silence_told", Boolean, nullable=False, default=False),
    Index("ix_sources_due", "enabled", "due_at"),
)

runs = Table(
    "runs",
    metadata,
    _id(),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", String),
    Column("detail", Text, nullable=False, default=""),
    Column("new", Integer, nullable=False, default=0),
    Column("changed", Integer, nullable=False, default=0),
    Column("unchanged", Integer, nullable=False, default=0),
    Column("problems", Integer, nullable=False, default=0),
    Column("requests", Integer, nullable=False, default=0),
    Index("ix_runs_source", "source_id", "id"),
)

problems = Table(
    "problems",
    metadata,
    _id(),
    _to("run_id", "runs"),
    Column("row", Text, nullable=False),
    Column("error", Text, nullable=False),
    Index("ix_problems_run", "run_id"),
)

records = Table(
    "records",
    metadata,
    _id(),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("thread", String),
    Column("mark", String),
    Column("fingerprint", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("happens_at", Moment),
    Column("dated", Date),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    UniqueConstraint("source_id", "key"),
    Index("ix_records_dated", "dated"),
    Index("ix_records_seen", "source_id", "last_seen"),
    Index("ix_records_thread", "source_id", "thread"),
)

revisions = Table(
    "revisions",
    metadata,
    _id(),
    _to("record_id", "records"),
    Column("number", Integer, nullable=False),
    Column("run_id", ForeignKey("runs.id", ondelete="SET NULL")),
    Column("seen_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("record_id", "number"),
)

parts = Table(
    "parts",
    metadata,
    _id(),
    _to("record_id", "records"),
    Column("key", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("number", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("thread", String),
    UniqueConstraint("record_id", "key", "digest"),
    Index("ix_parts_thread", "thread"),
)

parties = Table(
    "parties",
    metadata,
    _id(),
    _to("record_id", "records"),
    Column("role", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("ids", JSON, nullable=False),
    Index("ix_parties_record", "record_id"),
    Index("ix_parties_name", "name"),
)

amounts = Table(
    "amounts",
    metadata,
    _id(),
    _to("record_id", "records"),
    Column("kind", String, nullable=False),
    Column("value", Money),
    Column("currency", String),
    Column("note", Text, nullable=False, default=""),
    Index("ix_amounts_record", "record_id"),
)

contents = Table(
    "contents",
    metadata,
    _id(),
    Column("sha256", String, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("media_type", String, nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("error", String, nullable=False, default=""),
)

pages = Table(
    "pages",
    metadata,
    Column("content_id", ForeignKey("contents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("method", String, nullable=False),
)

# What a search looks at: a record's own text, a part, or a page. Beside it stands text_words, with the words of each text by its
# id: an FTS5 table on SQLite, a tsvector on PostgreSQL. Ids are never given twice, since FTS5 keeps words of texts that are gone.
searched = Table(
    "texts",
    metadata,
    _id(),
    _to("record_id", "records", nullable=True),
    _to("part_id", "parts", nullable=True),
    Column("content_id", ForeignKey("contents.id", ondelete="CASCADE")),
    Column("page", Integer),
    Column("text", Text),  # a record's own; parts and pages have theirs in their tables
    Index("ix_texts_record", "record_id"),
    Index("ix_texts_part", "part_id"),
    Index("ix_texts_content", "content_id"),
    sqlite_autoincrement=True,
)

documents = Table(
    "documents",
    metadata,
    _id(),
    Column("url", Text, nullable=False, unique=True),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("state", String, nullable=False),
    Column("due_at", Moment),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("content_id", ForeignKey("contents.id", ondelete="SET NULL")),
    Column("etag", String),
    Column("last_modified", String),
    Column("fetched_at", Moment),
    Column("error", Text, nullable=False, default=""),
    Index("ix_documents_due", "due_at"),
)

blobs = Table(
    "blobs",
    metadata,
    _id(),
    Column("sha256", String, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("due_at", Moment),
    Column("leased_until", Moment),
    Index("ix_blobs_due", "due_at"),
)

fetches = Table(
    "fetches",
    metadata,
    _id(),
    Column("url", Text, nullable=False),
    Column("sha256", ForeignKey("blobs.sha256"), nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    _to("document_id", "documents", nullable=True),
    Column("run_id", ForeignKey("runs.id", ondelete="SET NULL")),
    Index("ix_fetches_document", "document_id"),
    Index("ix_fetches_run", "run_id"),
    Index("ix_fetches_sha256", "sha256"),
)

submissions = Table(
    "submissions",
    metadata,
    Column("url", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("answer", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
)

links = Table(
    "links",
    metadata,
    _id(),
    _to("record_id", "records"),
    _to("document_id", "documents"),
    Column("part_key", String, nullable=False, default=""),
    Column("key", String),
    Column("title", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("stamp", String),
    Column("revision", Integer, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("matched", Boolean, nullable=False),
    UniqueConstraint("record_id", "part_key", "document_id"),
    Index("ix_links_document", "document_id"),
)

subscribers = Table(
    "subscribers",
    metadata,
    _id(),
    Column("name", String, nullable=False, unique=True),
    Column("timezone", String, nullable=False, default="UTC"),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    Column("created_at", Moment, nullable=False),
)

channels = Table(
    "channels",
    metadata,
    _id(),
    _to("subscriber_id", "subscribers"),
    Column("name", String, nullable=False),
    Column("url", Sealed, nullable=False),
    Column("trusted", Boolean, nullable=False, default=False),
    Column("told", String),
    Column("fingerprint", String),
    Column("closed_at", Moment),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("subscriber_id", "name"),
)

watches = Table(
    "watches",
    metadata,
    _id(),
    _to("subscriber_id", "subscribers"),
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
    _id(),
    _to("record_id", "records"),
    Column("revision", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("place", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("story", String, nullable=False),
    Column("part_key", String),
    _to("document_id", "documents", nullable=True),
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
)

suppressed = Table(
    "suppressed",
    metadata,
    Column("fingerprint", String, primary_key=True),
    Column("at", Moment, nullable=False),
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
    _id(),
    _to("channel_id", "channels"),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("sent_at", Moment),
    Index("ix_digests_due", "due_at"),
    Index("ix_digests_channel", "channel_id", "state"),
)

alerts = Table(
    "alerts",
    metadata,
    _id(),
    _to("channel_id", "channels"),
    _to("record_id", "records"),
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
)

alert_hits = Table(
    "alert_hits",
    metadata,
    Column("alert_id", ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
    Column("hit_id", ForeignKey("hits.id", ondelete="CASCADE"), primary_key=True),
    Column("watch_id", Integer, primary_key=True, autoincrement=False),  # outlives its watch: why an alert was sent
    Column("watch_name", String, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    _id(),
    _to("alert_id", "alerts"),
    Column("verdict", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_judgements_alert", "alert_id"),
)

told = Table(
    "told",
    metadata,
    Column("channel_id", ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True),
    Column("story", String, primary_key=True),
    Column("digest", String, primary_key=True),
    _to("alert_id", "alerts"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _to("alert_id", "alerts", nullable=True),
    _to("digest_id", "digests", nullable=True),
    Column("at", Moment, nullable=False),
    Column("delivery", String, nullable=False),
    Column("service", String, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_deliveries_alert", "alert_id"),
    Index("ix_deliveries_digest", "digest_id"),
)

reports = Table(
    "reports",
    metadata,
    _id(),
    _to("channel_id", "channels", nullable=True),
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
