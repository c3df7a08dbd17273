"""Contents with pages that wait to be recognised: owed as a row, and when they are read their documents are matched again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Select, delete, insert, select, update

from monitor.model import ExtractedPage
from monitor.store import searchable
from monitor.store.documents import State
from monitor.store.tables import contents, documents, links, pages, signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A content to recognise. `url` is an address at which it was found."""

    id: int
    sha256: str
    media_type: str
    url: str
    attempts: int
    pages: tuple[ExtractedPage, ...]


def queue(connection: Connection, content_id: int, document_id: int, now: datetime) -> None:
    """Its pictures are to be recognised, as soon as this document is wanted."""
    wanted_by = select(documents.c.wanted_by).where(documents.c.id == document_id).scalar_subquery()
    values = {"due_at": now, "leased_until": None, "attempts": 0, "wanted_by": wanted_by}
    connection.execute(update(contents).where(contents.c.id == content_id).values(values))


def source(connection: Connection, content_id: int) -> str:
    """The source of a document with this content."""
    return connection.execute(_documents(content_id, documents.c.source_id)).scalar_one()


def scan(connection: Connection, content_id: int) -> Scan:
    """What there is to recognise."""
    row = connection.execute(select(contents).where(contents.c.id == content_id)).one()
    read = connection.execute(select(pages).where(pages.c.content_id == content_id).order_by(pages.c.number))
    return Scan(
        id=row.id,
        sha256=row.sha256,
        media_type=row.media_type,
        url=connection.execute(_documents(content_id, documents.c.url)).scalar_one(),
        attempts=row.attempts,
        pages=tuple(ExtractedPage(number=page.number, text=page.text, method=page.method) for page in read),
    )


def waits(connection: Connection, content_id: int | None) -> bool:
    """Whether it is yet to be recognised."""
    return connection.execute(select(contents.c.due_at).where(contents.c.id == content_id)).scalar() is not None


def hold(connection: Connection, content_id: int | None) -> bool:
    """Whether it is yet to be recognised; until this transaction is over, it is not settled."""
    held = select(contents.c.due_at).where(contents.c.id == content_id).with_for_update(key_share=True)
    return connection.execute(held).scalar() is not None


def settle(connection: Connection, content_id: int, found: Sequence[ExtractedPage], now: datetime) -> None:
    """These are its pages; none waits any more. Each document that has them is matched again, for all its records."""
    connection.execute(update(contents).where(contents.c.id == content_id).values(due_at=None, leased_until=None))
    connection.execute(delete(pages).where(pages.c.content_id == content_id))
    rows = [{"content_id": content_id, "number": page.number, "text": page.text, "method": page.method} for page in found]
    if rows:
        connection.execute(insert(pages), rows)
    searchable.add_content(connection, content_id)
    connection.execute(delete(signatures).where(signatures.c.content_id == content_id))  # made anew, of all its text, by the hour
    again(connection, connection.execute(select(documents.c.id).where(documents.c.content_id == content_id)).scalars().all(), now)


def again(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Match these documents again with what is known of them, where they were read."""
    read = (documents.c.id.in_(ids), documents.c.state == State.READ.value)
    connection.execute(update(links).where(links.c.document_id.in_(select(documents.c.id).where(*read))).values(matched=False))
    connection.execute(update(documents).where(*read).values(due_at=now, leased_until=None))


def postpone(connection: Connection, content_id: int, due_at: datetime) -> None:
    """Not now: try again later."""
    values = {"attempts": contents.c.attempts + 1, "due_at": due_at, "leased_until": None}
    connection.execute(update(contents).where(contents.c.id == content_id).values(values))


def _documents(content_id: int, column: Column[str]) -> Select[str]:
    return select(column).where(documents.c.content_id == content_id).order_by(documents.c.id).limit(1)
