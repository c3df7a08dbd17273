"""The sentences around passages, looked up in the texts they were found in when an alert leaves."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from monitor.query.passages import neighbours
from monitor.store.tables import pages, parts
from monitor.texts import own_text, part_text
from sources.model import Record

Row = Any  # a hit with the content of its document; SQLAlchemy Core does not know its types
Around = tuple[str, str]
"""The sentence before a passage, and the one after it."""


def surroundings(connection: Connection, rows: Sequence[Row], record: Record) -> Mapping[int, Around]:
    """Those of each of these hits of one record, by the id of the hit. Two queries."""
    of_page = _of_pages(connection, rows)
    of_part = _of_parts(connection, rows)
    texts = {
        row.id: of_page.get((row.content_id, row.page))
        if row.document_id is not None
        else of_part.get(row.part_key)
        if row.part_key is not None
        else own_text(record)
        for row in rows
    }
    return {row.id: neighbours(texts[row.id] or "", row.passage) for row in rows}


def _of_pages(connection: Connection, rows: Sequence[Row]) -> dict[tuple[int, int], str]:
    contents = {row.content_id for row in rows if row.content_id is not None}
    numbers = {row.page for row in rows if row.page is not None}
    wanted = select(pages).where(pages.c.content_id.in_(contents), pages.c.number.in_(numbers))
    return {(row.content_id, row.number): row.text for row in connection.execute(wanted)} if contents else {}


def _of_parts(connection: Connection, rows: Sequence[Row]) -> dict[str, str]:
    """The newest text of each part."""
    keys = {row.part_key for row in rows if row.document_id is None and row.part_key is not None}
    wanted = select(parts).where(parts.c.record_id.in_({row.record_id for row in rows}), parts.c.key.in_(keys)).order_by(parts.c.revision)
    return {row.key: part_text(row.title, row.text) for row in connection.execute(wanted)} if keys else {}
