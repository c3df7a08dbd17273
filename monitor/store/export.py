"""Hits and records as rows of plain values, a portion at a time, for files that others read."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, func, select

from monitor.store.tables import amounts, documents, hits, links, records, revisions
from monitor.store.tables import watches as watch_table

PORTION = 1000

Rows = list[tuple[Any, ...]]
Walk = Callable[[Connection, int], tuple[Rows, int | None]]
"""Gives the rows behind an id and the last id among them; None at the end."""

HITS = (
    "found_at",
    "topic",
    "watch",
    "vendor",
    "sense",
    "term",
    "passage",
    "why",
    "source",
    "record",
    "kind",
    "title",
    "happens_at",
    "part",
    "document",
    "page",
    "method",
    "url",
    "hit",
)
RECORDS = ("source", "record", "kind", "title", "happens_at", "first_seen", "last_seen", "revision", "thread", "hits", "url", "id")
AMOUNTS = ("source", "record", "kind", "title", "happens_at", "amount", "value", "currency", "note", "url", "id")


def hit_rows(connection: Connection, after: int, limit: int = PORTION, which: ColumnElement[bool] | None = None) -> tuple[Rows, int | None]:
    """The next hits, or those of them, oldest first, in the columns HITS.

    `url` is where to read it: the document at its page, or the record.
    """
    columns = (records.c.source_id, records.c.key, records.c.kind, records.c.title, records.c.happens_at, records.c.url)
    document = (documents.c.url.label("document_url"), _title.label("document_title"), watch_table.c.name.label("watch"))
    rows = select(hits, *columns, *document).join(records).outerjoin(documents, documents.c.id == hits.c.document_id)
    rows = rows.outerjoin(watch_table, hits.c.rule == "watch:" + cast(watch_table.c.id, String))
    rows = rows if which is None else rows.where(which)
    found = connection.execute(rows.where(hits.c.id > after).order_by(hits.c.id).limit(limit)).all()
    return [_hit(row) for row in found], _last(found, limit)


def record_rows(connection: Connection, after: int, limit: int = PORTION) -> tuple[Rows, int | None]:
    """The next records, oldest first, in the columns RECORDS."""
    rows = select(records, _number.label("hits")).where(records.c.id > after).order_by(records.c.id).limit(limit)
    found = connection.execute(rows).all()
    return [_record(row) for row in found], _last(found, limit)


def amount_rows(connection: Connection, after: int, limit: int = PORTION) -> tuple[Rows, int | None]:
    """The next sums of money that records name, oldest first, in the columns AMOUNTS. A sum that is not stated has no value."""
    columns = (records.c.source_id, records.c.key, records.c.kind.label("of"), records.c.title, records.c.happens_at, records.c.url)
    rows = select(amounts, *columns).join(records).where(amounts.c.id > after).order_by(amounts.c.id).limit(limit)
    found = connection.execute(rows).all()
    return [_amount(row) for row in found], _last(found, limit)


def version(connection: Connection) -> str:
    """Changes whenever an export would: by what was found, changed, seen again, and by who looks for what."""
    newest = select(
        *(select(func.max(table.c.id)).scalar_subquery() for table in (hits, revisions, amounts)),
        *(select(func.count()).select_from(table).scalar_subquery() for table in (hits, records)),
        select(func.max(records.c.last_seen)).scalar_subquery(),
        select(func.count()).select_from(watch_table).scalar_subquery(),
        select(func.max(watch_table.c.changed_at)).scalar_subquery(),
    )
    return " ".join(str(value) for value in connection.execute(newest).one())


def _amount(row: Any) -> tuple[Any, ...]:
    own = (row.source_id, row.key, row.of, row.title, row.happens_at)
    return (*own, row.kind, row.value, row.currency, row.note, row.url, row.id)


def _hit(row: Any) -> tuple[Any, ...]:
    kind, _, name = row.rule.partition(":")
    url = row.url if row.document_url is None else f"{row.document_url}#page={row.page}"
    return (
        row.found_at,
        name if kind == "topic" else None,
        row.watch or (row.rule if kind == "watch" else None),
        row.vendor,
        row.sense,
        row.term,
        row.passage,
        row.why,
        row.source_id,
        row.key,
        row.kind,
        row.title,
        row.happens_at,
        row.part_key,
        row.document_title,
        row.page,
        row.method,
        url,
        row.id,
    )


def _record(row: Any) -> tuple[Any, ...]:
    own = (row.source_id, row.key, row.kind, row.title, row.happens_at, row.first_seen, row.last_seen, row.revision, row.thread)
    return (*own, row.hits, row.url, row.id)


def _last(found: Sequence[Any], limit: int) -> int | None:
    return found[-1].id if len(found) == limit else None


_title = (
    select(links.c.title)
    .where(links.c.document_id == hits.c.document_id, links.c.record_id == hits.c.record_id)
    .limit(1)
    .correlate(hits)
    .scalar_subquery()
)
_number = select(func.count()).where(hits.c.record_id == records.c.id).correlate(records).scalar_subquery()
