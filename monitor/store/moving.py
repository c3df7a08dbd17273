"""Moves everything from SQLite to PostgreSQL in one transaction, and shows that nothing was lost on the way."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, Text, func, insert, inspect, select, text, type_coerce

from monitor.store import words
from monitor.store.archive_tables import pages, parts, searched
from monitor.store.database import Database
from monitor.store.ledger_tables import metadata  # which has all tables
from monitor.store.sealing import Sealed
from monitor.texts import part_text

BATCH = 1000  # rows; pages of text are 3 kB, so some megabytes
WHOLE = 1 << 256

Advance = Callable[[str, int], None]


class NotMoved(Exception):
    """Nothing was moved; the message says why and what to do."""


@dataclass(slots=True)
class Tally:
    """How many rows there were, and a sum of their hashes, which is the same in whatever order they come."""

    rows: int = 0
    sum: int = 0

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Count these rows too."""
        self.rows += len(rows)
        self.sum = (self.sum + sum(_hash(row) for row in rows)) % WHOLE


def is_empty(database: Database) -> bool:
    """Whether no table of ours has a row. Tables may be there."""
    there = set(inspect(database.engine).get_table_names())
    with database.engine.begin() as connection:
        return not any(
            connection.execute(select(select(table).exists())).scalar() for table in metadata.sorted_tables if table.name in there
        )


def total(database: Database) -> int:
    """How many rows there are to move, for a bar of progress."""
    with database.engine.execution_options(reading=True).begin() as connection:
        return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables)


def move(source: Database, target: Database, advance: Advance) -> Mapping[str, int]:
    """How many rows of each table were moved. Both databases are migrated, the target is empty, and nobody uses either.

    Raises NotMoved where a table is not the same on both sides afterwards; then the target is as empty as before.
    """
    with source.engine.execution_options(reading=True).begin() as old, target.engine.begin() as new:
        sent = {table.name: _copy(old, new, table, advance) for table in metadata.sorted_tables}
        for table in metadata.sorted_tables:
            advance(f"check {table.name}", 0)
            _compare(table, sent[table.name], _tally(new, table))
            _set_sequence(old, new, table)
        advance("words", 0)
        _index(new)
        _compare_words(old, new)
    return {name: tally.rows for name, tally in sent.items()}


def _copy(old: Connection, new: Connection, table: Table, advance: Advance) -> Tally:
    tally, names = Tally(), [column.name for column in table.c]
    for rows in _batches(old, _raw(table)):
        tally.add(rows)
        new.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        advance(table.name, len(rows))
    return tally


def _tally(connection: Connection, table: Table) -> Tally:
    tally = Tally()
    for rows in _batches(connection, _raw(table)):
        tally.add(rows)
    return tally


def _batches(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    with connection.execute(query.execution_options(yield_per=BATCH)) as result:
        yield from result.partitions()


def _raw(table: Table) -> Select[Any]:
    """All columns. What is sealed comes as it is kept: it is moved without being opened."""
    return select(*(_as_it_is(column) for column in table.c))


def _as_it_is(column: Column[Any]) -> Any:
    return type_coerce(column, Text).label(column.name) if isinstance(column.type, Sealed) else column


def _hash(row: Sequence[Any]) -> int:
    return int.from_bytes(sha256(json.dumps([_plain(value) for value in row], sort_keys=True).encode()).digest())


def _plain(value: Any) -> Any:
    """The value without what its database adds: PostgreSQL gives all sums four decimals."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None or isinstance(value, str | int | float | list | dict) else value.isoformat()


def _compare(table: Table, sent: Tally, arrived: Tally) -> None:
    if sent.rows != arrived.rows:
        raise NotMoved(f"{table.name}: {arrived.rows} of {sent.rows} rows arrived; nothing was moved")
    if sent.sum != arrived.sum:
        raise NotMoved(f"{table.name}: some of the {sent.rows} rows did not arrive as they were; nothing was moved")


def _set_sequence(old: Connection, new: Connection, table: Table) -> None:
    """The next row gets the next number: ids that were given are not given again, also those of rows that were removed."""
    sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
    if "id" in table.c and new.execute(text(f"SELECT {sequence}")).scalar():
        counted = text("SELECT max(seq) FROM sqlite_sequence WHERE name = :name")
        largest = old.execute(select(func.max(table.c.id))).scalar() or 0
        if last := max(largest, old.execute(counted, {"name": table.name}).scalar() or 0):
            new.execute(text(f"SELECT setval({sequence}, :last)"), {"last": last})


def _index(connection: Connection) -> None:
    """The words anew from the texts: FTS5 keeps none that could be read back."""
    said = select(
        searched.c.id, searched.c.text, parts.c.id.label("part"), parts.c.title, parts.c.text.label("below"), pages.c.text.label("page")
    )
    joined = said.select_from(
        searched.outerjoin(parts, parts.c.id == searched.c.part_id).outerjoin(
            pages, (pages.c.content_id == searched.c.content_id) & (pages.c.number == searched.c.page)
        )
    ).order_by(searched.c.id)
    last = 0
    while rows := connection.execute(joined.where(searched.c.id > last).limit(BATCH)).all():
        words.add(connection, [(row.id, part_text(row.title, row.below) if row.part else row.page or row.text or "") for row in rows])
        last = rows[-1].id


def _compare_words(old: Connection, new: Connection) -> None:
    texts = old.execute(select(func.count()).select_from(searched)).scalar_one()
    indexed = new.execute(text("SELECT count(*) FROM text_words")).scalar_one()
    if texts != indexed:
        raise NotMoved(f"{indexed} of {texts} texts can be searched; nothing was moved")
