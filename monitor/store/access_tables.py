"""The tables of who may ask for what, and how often: tokens of programs, and networks that ask."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, UniqueConstraint

from monitor.store.columns import Moment, identity, metadata, to

tokens = Table(
    "tokens",
    metadata,
    identity(),
    to("subscriber_id", "subscribers"),
    Column("name", String, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("grants", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_used_at", Moment),
    UniqueConstraint("subscriber_id", "name"),
)

askers = Table(
    "askers",
    metadata,
    Column("asker", String, primary_key=True),
    Column("minute", Moment, nullable=False),
    Column("number", Integer, nullable=False),
    Index("ix_askers_minute", "minute"),
)
