"""The archive as a search walks it: whole records, newest first, a portion at a time.

Every record in the scope is handed out, since the engine decides. An index may narrow that down, and never decides itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from monitor.model import ExtractedPage, Scope
from monitor.store.documents import page_batch
from monitor.store.tables import documents, links, records, revisions
from sources import codec
from sources.model import Record

PORTION = 100  # records decoded at once; a meeting of 300 items takes 1 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record as it stands now."""

    record_id: int
    revision: int
    source_id: str
    happens_at: datetime | None
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A document of a record, whose pages were read."""

    document_id: int
    content_id: int
    part_key: str | None
    title: str
    url: str


def candidates(connection: Connection, scope: Scope, before: int | None) -> list[Candidate]:
    """The next records in this scope, the newest first; `before` is the id of the last one seen."""
    newest = (revisions.c.record_id == records.c.id) & (revisions.c.number == records.c.revision)
    columns = (records.c.id, records.c.revision, records.c.source_id, records.c.happens_at, revisions.c.body)
    rows = select(*columns).join(revisions, newest).order_by(records.c.id.desc()).limit(PORTION)
    if before is not None:
        rows = rows.where(records.c.id < before)
    return [
        Candidate(record_id=row.id, revision=row.revision, source_id=row.source_id, happens_at=row.happens_at, record=codec.loads(row.body))
        for row in connection.execute(_within(rows, scope))
    ]


def attached(connection: Connection, record_ids: Sequence[int]) -> dict[int, list[Attached]]:
    """The documents of these records that were read, each once per record."""
    columns = (links.c.record_id, links.c.document_id, links.c.part_key, links.c.title, documents.c.url, documents.c.content_id)
    rows = select(*columns).join(documents).where(links.c.record_id.in_(record_ids), documents.c.content_id.is_not(None))
    found: dict[int, dict[int, Attached]] = {record_id: {} for record_id in record_ids}
    for row in connection.execute(rows.order_by(links.c.id)):
        one = Attached(document_id=row.document_id, content_id=row.content_id, part_key=row.part_key or None, title=row.title, url=row.url)
        found[row.record_id].setdefault(row.document_id, one)
    return {record_id: list(of.values()) for record_id, of in found.items()}


def pages(connection: Connection, content_id: int) -> Iterator[ExtractedPage]:
    """The pages of a content, a few at a time."""
    after = 0
    while batch := page_batch(connection, content_id, after):
        yield from batch
        after = batch[-1].number


def _within(rows: Select[Any], scope: Scope) -> Select[Any]:
    if scope.kinds:
        rows = rows.where(records.c.kind.in_(sorted(scope.kinds)))
    if scope.sources:
        wanted = (
            records.c.source_id.startswith(one[:-1], autoescape=True) if one.endswith("-*") else records.c.source_id == one
            for one in sorted(scope.sources)
        )
        rows = rows.where(or_(*wanted))
    return rows
