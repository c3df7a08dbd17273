"""What the tables are made of: times and sums that both databases keep alike, keys, and names for what constrains them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, Integer, MetaData, Numeric, String, TypeDecorator
from sqlalchemy.types import TypeEngine

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


TOO_LARGE = Decimal(10) ** 20  # what PostgreSQL's column cannot hold; no sum of money is so large in any currency


class Money(TypeDecorator[Decimal]):
    """An exact sum. SQLite would keep it as a binary float, so there it is text. What is too large to be a sum is kept as unknown."""

    impl = Numeric(24, 4)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else Numeric(24, 4))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None or not value.is_finite() or abs(value) >= TOO_LARGE:
            return None
        return str(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002  # the base names it
        return None if value is None else Decimal(value)


def identity() -> Column[int]:
    """The key of a row, given out by the database."""
    return Column("id", Integer, primary_key=True)


def to(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    """A column that points to a row of another table, and goes with it."""
    return Column(name, ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=nullable)
