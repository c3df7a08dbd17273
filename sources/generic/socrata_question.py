"""What a Socrata data set is asked, in SODA 2.1 (a GET) or SODA 3 (a POST with the whole query): https://dev.socrata.com/docs/."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One query: `select` ... `where` ... `order` ... `limit`, as SoQL has them."""

    select: str
    where: str = ""
    order: str = ""
    limit: int | None = None

    def parameters(self) -> dict[str, str | int]:
        """As SODA 2.1 takes it."""
        said = {"$select": self.select, "$where": self.where, "$order": self.order, "$limit": self.limit or ""}
        return {name: value for name, value in said.items() if value}

    def body(self) -> dict[str, Any]:
        """As SODA 3 takes it."""
        clauses = {"SELECT": self.select, "WHERE": self.where, "ORDER BY": self.order, "LIMIT": self.limit or ""}
        return {"query": " ".join(f"{name} {value}" for name, value in clauses.items() if value), "includeSynthetic": True}


def quoted(text: str) -> str:
    """A text as SoQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def moment(since: datetime, column: str, zone: ZoneInfo) -> str:
    """A time as the column counts it: the system's own columns in UTC, those of the publisher in its local time."""
    local = since.astimezone(UTC if column.startswith(":") else zone)
    return quoted(f"{local:%Y-%m-%dT%H:%M:%S}")


def both(*conditions: str) -> str:
    """All of the conditions that say something."""
    return " AND ".join(f"({each})" for each in conditions if each)


def after(row: Mapping[str, Any], column: str) -> str:
    """What follows a row in the order of the column and the row's id. Offsets would lose rows that move meanwhile."""
    here = quoted(str(row[":id"]))
    if not column:
        return f":id > {here}"
    place = quoted(str(row[column]))
    return f"{column} > {place} OR ({column} = {place} AND :id > {here})"


def columns(names: Iterable[str], *own: str) -> str:
    """The list of a SELECT, each column once."""
    return ", ".join(dict.fromkeys([":id", *filter(None, own), *names]))
