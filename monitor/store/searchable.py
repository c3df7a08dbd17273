"""Makes texts ready to be searched, in the transaction that stores the record or the page they are of."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from monitor.store import words
from monitor.store.insert import insert_ids
from monitor.store.tables import pages, parts, records, revisions, searched
from monitor.texts import own_text, part_text
from sources import codec


def add_records(connection: Connection, own: Sequence[tuple[int, str]]) -> None:
    """These records' own texts by their ids, in place of earlier ones, and all their parts that are new."""
    of = [record_id for record_id, _ in own]
    connection.execute(delete(searched).where(searched.c.record_id.in_(of), searched.c.part_id.is_(None)))
    _add(connection, [{"record_id": record_id, "part_id": None, "text": text} for record_id, text in own], [text for _, text in own])
    known = select(searched.c.id).where(searched.c.part_id == parts.c.id)
    fresh = connection.execute(select(parts).where(parts.c.record_id.in_(of), ~known.exists()).order_by(parts.c.id)).all()
    rows = [{"record_id": row.record_id, "part_id": row.id, "text": None} for row in fresh]
    _add(connection, rows, [part_text(row.title, row.text) for row in fresh])


def add_content(connection: Connection, content_id: int) -> None:
    """The pages of a content, in place of earlier ones."""
    connection.execute(delete(searched).where(searched.c.content_id == content_id))
    read = connection.execute(select(pages).where(pages.c.content_id == content_id).order_by(pages.c.number)).all()
    _add(connection, [{"content_id": content_id, "page": row.number} for row in read], [row.text for row in read])


def catch_up(connection: Connection, limit: int = 100) -> int:
    """Make ready what an earlier version stored, at most so many records and contents; return how many there were."""
    own = select(searched.c.id).where(searched.c.record_id == records.c.id, searched.c.part_id.is_(None))
    of = connection.execute(select(records.c.id).where(~own.exists()).limit(limit)).scalars().all()
    for record_id in of:
        body = select(revisions.c.body).where(revisions.c.record_id == record_id).order_by(revisions.c.number.desc()).limit(1)
        add_records(connection, [(record_id, own_text(codec.loads(connection.execute(body).scalar_one())))])
    of_content = select(searched.c.id).where(searched.c.content_id == pages.c.content_id)
    missing = connection.execute(select(pages.c.content_id).where(~of_content.exists()).distinct().limit(limit)).scalars().all()
    for content_id in missing:
        add_content(connection, content_id)
    return len(of) + len(missing)


def _add(connection: Connection, rows: Sequence[dict[str, Any]], said: Sequence[str]) -> None:
    if rows:
        ids = insert_ids(connection, searched, rows, [name for name in rows[0] if name != "text"])
        words.add(connection, list(zip(ids, said, strict=True)))
