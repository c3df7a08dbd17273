"""Submissions: which addresses were handed to the Wayback Machine, and what it answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from monitor.store.insert import upsert
from monitor.store.tables import documents, hits, submissions

ATTEMPTS = 3  # an address that was refused three times is one that it does not take


def owed(connection: Connection, now: datetime, limit: int) -> Sequence[str]:
    """Addresses of documents with hits that it does not have yet, the newest hits first; one that failed waits for a day."""
    settled = select(submissions.c.url).where(
        submissions.c.kept | (submissions.c.attempts >= ATTEMPTS) | (submissions.c.at > now - timedelta(days=1))
    )
    newest = select(documents.c.url, hits.c.id).join(hits, hits.c.document_id == documents.c.id).where(documents.c.url.not_in(settled))
    rows = connection.execute(newest.order_by(hits.c.id.desc())).all()
    return list(dict.fromkeys(row.url for row in rows))[:limit]


def save(connection: Connection, url: str, answer: str, now: datetime, *, kept: bool) -> None:
    """What it answered: where it keeps the address, or why not."""
    before = connection.execute(select(submissions.c.attempts).where(submissions.c.url == url)).scalar() or 0
    row = {"url": url, "at": now, "kept": kept, "answer": answer, "attempts": before + 1}
    upsert(connection, submissions, [row], ["url"], ["at", "kept", "answer", "attempts"])
