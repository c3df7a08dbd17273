"""The records behind a figure: each sum with its standing, so that whoever doubts a total can add it up again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, case, select

from monitor.ledger.standing import Standing
from monitor.store.ledger_tables import entries, entry_subjects
from monitor.store.tables import records
from monitor.store.tally import SUBJECTS, Asked, dimension, scope, topical_records

AT_MOST = 10_000  # rows of one answer; a download pages on


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One sum, and the record that says it. `counts` says whether the figure has it, `standing` and `notes` why or why not."""

    id: int
    line: str
    who: str
    vendor: str | None
    name: str
    other: str
    kind: str
    currency: str | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    year: int | None
    period: str
    day: date | None
    place: str
    source: str
    key: str
    title: str
    url: str
    topical: bool
    counts: bool
    standing: Standing
    notes: tuple[str, ...]


def working(connection: Connection, asked: Asked, *, line: str | None = None, after: int = 0, limit: int = AT_MOST) -> Sequence[Shown]:
    """The sums behind a tally, or behind one line of it, in the order of their ids, after one of them."""
    key = dimension(asked.by)
    topical = case((entries.c.record_id.in_(topical_records()), 1), else_=0).label("topical")
    source = entries.join(records, records.c.id == entries.c.record_id)
    if asked.by in SUBJECTS:
        source = source.join(entry_subjects, (entry_subjects.c.entry_id == entries.c.id) & (entry_subjects.c.sort == asked.by.value))
    columns = (entries, records.c.key, records.c.title, records.c.url, topical, key.label("line"))
    statement = select(*columns).select_from(source).where(*scope(asked), entries.c.id > after)
    if line is not None:
        statement = statement.where(key.is_(None) if line == "unknown" and asked.by.value == "year" else key == _as_stored(asked, line))
    return [_shown(row, asked) for row in connection.execute(statement.order_by(entries.c.id).limit(limit))]


def _as_stored(asked: Asked, line: str) -> object:
    if asked.by.value == "year":
        return int(line) if line.isdecimal() and len(line) < 5 else -1  # digits of a year
    return "" if line == "unknown" else line


def all_of(connection: Connection, asked: Asked, *, line: str | None = None) -> Iterator[Shown]:
    """All the sums behind a tally, or behind one line of it."""
    after: int | None = 0
    while after is not None:
        rows = working(connection, asked, line=line, after=after)
        yield from rows
        after = rows[-1].id if len(rows) == AT_MOST else None


def _shown(row: Any, asked: Asked) -> Shown:
    standing = Standing.of(row.standing)
    low, value, high = (None if cents is None else Decimal(cents) / 100 for cents in (row.low, row.value, row.high))
    return Shown(
        id=row.id,
        line="unknown" if row.line in (None, "") else str(row.line),
        who=row.who,
        vendor=row.vendor,
        name=row.name,
        other=row.other,
        kind=row.kind,
        currency=row.currency,
        value=value,
        low=low,
        high=high,
        year=row.year,
        period=row.period,
        day=row.day,
        place=row.place,
        source=row.source_id,
        key=row.key,
        title=row.title,
        url=row.url,
        topical=bool(row.topical),
        counts=standing in asked.counted,
        standing=standing,
        notes=tuple(row.notes),
    )
