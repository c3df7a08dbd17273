"""The tables of what publishers say: sources and their runs, records and what belongs to them, documents and what was fetched."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint, text

from monitor.store.columns import Moment, Money, identity, metadata, to

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
    Column("silent_since", Moment),  # read without fault, with nothing new for strangely long, as the operator was told
    Column("listing", String, nullable=False, server_default=""),  # digest of the last listing, where it was whole and of one page
    Column("listed", Integer, nullable=False, server_default="0"),  # how much was in it
    Column("paused_at", Moment),
    Column("paused_by", String, nullable=False, default=""),
    Column("cursor", Text),
    Column("begun_at", Moment),
    Index("ix_sources_due", "enabled", "due_at"),
)

runs = Table(
    "runs",
    metadata,
    identity(),
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
    Index("ix_runs_ended", "ended_at"),
)

problems = Table(
    "problems",
    metadata,
    identity(),
    to("run_id", "runs"),
    Column("row", Text, nullable=False),
    Column("error", Text, nullable=False),
    Index("ix_problems_run", "run_id"),
)

records = Table(
    "records",
    metadata,
    identity(),
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
    Column("to_book", Boolean, nullable=False, default=True),  # changed since the ledger looked at it
    UniqueConstraint("source_id", "key"),
    Index("ix_records_to_book", "to_book", "id"),
    Index("ix_records_dated", "dated"),
    Index("ix_records_seen", "source_id", "last_seen"),
    Index("ix_records_shown", "source_id", "first_seen"),
    Index("ix_records_thread", "source_id", "thread"),
)

revisions = Table(
    "revisions",
    metadata,
    identity(),
    to("record_id", "records"),
    Column("number", Integer, nullable=False),
    Column("run_id", ForeignKey("runs.id", ondelete="SET NULL")),
    Column("seen_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("record_id", "number"),
    Index("ix_revisions_run", "run_id"),
)

parts = Table(
    "parts",
    metadata,
    identity(),
    to("record_id", "records"),
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
    identity(),
    to("record_id", "records"),
    Column("role", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("ids", JSON, nullable=False),
    Index("ix_parties_record", "record_id"),
    Index("ix_parties_name", "name"),
)

amounts = Table(
    "amounts",
    metadata,
    identity(),
    to("record_id", "records"),
    Column("kind", String, nullable=False),
    Column("value", Money),
    Column("currency", String),
    Column("note", Text, nullable=False, default=""),
    Index("ix_amounts_record", "record_id"),
)

contents = Table(
    "contents",
    metadata,
    identity(),
    Column("sha256", String, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("media_type", String, nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("error", String, nullable=False, default=""),
    Column("due_at", Moment),  # while pages wait to be recognised
    Column("leased_until", Moment),
    Column("wanted_by", Moment),
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    Index("ix_contents_due", "due_at", sqlite_where=text("due_at IS NOT NULL"), postgresql_where=text("due_at IS NOT NULL")),
)

# By what two files are known to say the same; see monitor/likeness.py.
signatures = Table(
    "signatures",
    metadata,
    Column("content_id", ForeignKey("contents.id", ondelete="CASCADE"), primary_key=True),
    Column("facts", String, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    Index("ix_signatures_facts", "facts"),
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
    identity(),
    to("record_id", "records", nullable=True),
    to("part_id", "parts", nullable=True),
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
    identity(),
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
    Column("wanted_by", Moment),  # the next meeting, or deadline, that it belongs to
    Index("ix_documents_due", "due_at"),
    # What is wanted soonest of a backlog of any length, without sorting it at each tick.
    Index("ix_documents_wanted", "wanted_by", sqlite_where=text("due_at IS NOT NULL"), postgresql_where=text("due_at IS NOT NULL")),
)

blobs = Table(
    "blobs",
    metadata,
    identity(),
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
    identity(),
    Column("url", Text, nullable=False),
    Column("sha256", ForeignKey("blobs.sha256"), nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    to("document_id", "documents", nullable=True),
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
    identity(),
    to("record_id", "records"),
    to("document_id", "documents"),
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
