"""The tables by which the monitor knows how it fares: what it counts, what it has learned of sources, and what it has told of."""

from sqlalchemy import JSON, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text

from monitor.store.columns import Moment, metadata

# What all processes have counted together since the first start: each adds to it, whoever is asked has the sum.
meters = Table(
    "meters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Float, nullable=False),
)

# How a source publishes, learned once a day from its runs; see monitor/expect.py.
rhythms = Table(
    "rhythms",
    metadata,
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("usual_days", Integer, nullable=False),
    Column("strange_days", Integer, nullable=False),
    Column("newest", Date, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("expected", Float),
)

# How many of a day's new and changed records had which field; see monitor/fill.py.
fills = Table(
    "fills",
    metadata,
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("asked", JSON, nullable=False),
    Column("filled", JSON, nullable=False),
    Index("ix_fills_day", "day"),
)

# What the operator was told of and is not over yet.
troubles = Table(
    "troubles",
    metadata,
    Column("kind", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("detail", Text, nullable=False, default=""),
)
