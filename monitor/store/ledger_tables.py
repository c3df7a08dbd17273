"""The tables of the ledger. All but the decisions can be made again from the records."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from monitor.store.tables import Moment, metadata

__all__ = ["entries", "entry_subjects", "ledger_marks", "metadata", "party_numbers", "reviews"]

# Sums are whole cents: SQLite adds up whole numbers exactly, and text not at all.
entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", ForeignKey("records.id", ondelete="CASCADE"), nullable=False),
    Column("source_id", String, nullable=False),
    Column("group_key", Text, nullable=False),
    Column("echo", Text),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("vendor", String),
    Column("other", Text, nullable=False),
    Column("place", String, nullable=False),
    Column("year", Integer),
    Column("period", String, nullable=False),
    Column("day", Date),
    Column("currency", String),
    Column("value", BigInteger),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("standing", String, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("in_house", Boolean, nullable=False),
    Column("idle", Boolean, nullable=False),
    Index("ix_entries_record", "record_id"),
    Index("ix_entries_group", "group_key"),
    Index("ix_entries_echo", "echo"),
    Index("ix_entries_who", "who"),
    Index("ix_entries_name_key", "name_key"),
    Index("ix_entries_vendor", "vendor"),
)

entry_subjects = Table(
    "entry_subjects",
    metadata,
    Column("entry_id", ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("sort", String, primary_key=True),
    Column("subject", String, primary_key=True),
)

ledger_marks = Table(
    "ledger_marks",
    metadata,
    Column("id", String, primary_key=True),
    Column("value", Text, nullable=False),
)

# Which numbers records give to whom: names that share one may be one organisation.
party_numbers = Table(
    "party_numbers",
    metadata,
    Column("number_key", String, primary_key=True),
    Column("name_key", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("record_id", ForeignKey("records.id", ondelete="SET NULL")),
    Index("ix_party_numbers_name_key", "name_key"),
    Index("ix_party_numbers_record", "record_id"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name_key", Text, nullable=False),
    Column("vendor", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", Text, nullable=False),
    Column("record_id", ForeignKey("records.id", ondelete="SET NULL")),
    Column("same", Boolean),
    Column("note", Text, nullable=False, default=""),
    Column("found_at", Moment, nullable=False),
    Column("decided_at", Moment),
    UniqueConstraint("name_key", "vendor"),
    Index("ix_reviews_same", "same"),
)
