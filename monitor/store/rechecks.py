"""Documents of what happens soon, to be looked at again: an agenda is replaced under its address, and no list tells of it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from monitor.store.documents import State
from monitor.store.tables import contents, documents, links, records

SOON = timedelta(days=3)
"""Until what happens. Agendas must be out by then almost everywhere, and what replaces one comes after."""
REST = timedelta(hours=6)
"""Between two looks at a document."""
AT_ONCE = 50
"""Documents of one source between two of its polls. The largest agendas that were recorded attach 60 files."""


def owe(connection: Connection, source_id: str, now: datetime) -> int:
    """Make those due that were read and not looked at for a while, the longest forgotten first; return how many."""
    soon = (records.c.source_id == source_id, records.c.happens_at > now, records.c.happens_at <= now + SOON)
    attached = select(links.c.document_id).join(records).where(*soon)
    read = (documents.c.state == State.READ.value, documents.c.due_at.is_(None), documents.c.fetched_at <= now - REST)
    oldest = select(documents.c.id).where(documents.c.id.in_(attached), *read).order_by(documents.c.fetched_at, documents.c.id)
    ids = connection.execute(oldest.limit(AT_ONCE)).scalars().all()
    connection.execute(update(documents).where(documents.c.id.in_(ids)).values(due_at=now))
    return len(ids)


def sha256(connection: Connection, content_id: int | None) -> str | None:
    """The hash of a content; None where it is not kept."""
    return connection.execute(select(contents.c.sha256).where(contents.c.id == content_id)).scalar()


def same(connection: Connection, document_id: int, now: datetime) -> None:
    """It is as it was, or could not be had just now: look again in a while."""
    connection.execute(update(documents).where(documents.c.id == document_id).values(fetched_at=now, due_at=None, leased_until=None))


def replaced(connection: Connection, document_id: int, now: datetime) -> None:
    """It is another one: read it, for all records that attach it."""
    anew = {"state": State.PENDING.value, "attempts": 0, "due_at": now, "leased_until": None}
    connection.execute(update(documents).where(documents.c.id == document_id).values(anew))
    connection.execute(update(links).where(links.c.document_id == document_id).values(matched=False))
