"""Everything that is known of one record, for its page: as it stands, its passages, its documents and its revisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from monitor.store import history, records, twins
from monitor.store.history import Step
from monitor.store.public import of_everybody
from monitor.store.tables import alerts, contents, documents, hits, links, sources
from monitor.store.tables import records as record_table
from sources.model import Record

Row = Any  # joined columns; SQLAlchemy Core does not know their types
MOST = 500  # passages of a record that are shown; a packet on one contract has been seen to hold 10,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One record. `related` are other records of its thread, `steps` what changed in it; both the newest first.

    `elsewhere` says where else its documents are published, by the document's id.
    """

    id: int
    source_id: str
    source_title: str
    first_seen: datetime
    last_seen: datetime
    record: Record
    hits: Sequence[Row]
    documents: Sequence[Row]
    elsewhere: Mapping[int, Sequence[Row]]
    steps: Sequence[Step]
    related: Sequence[Row]


def dossier(connection: Connection, record_id: int) -> Dossier | None:
    """The record with this id; None where there is none."""
    columns = (record_table, sources.c.title.label("source_title"))
    row = connection.execute(select(*columns).join(sources).where(record_table.c.id == record_id)).first()
    if row is None:
        return None
    return Dossier(
        id=row.id,
        source_id=row.source_id,
        source_title=row.source_title,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        record=records.latest_of(connection, [record_id])[record_id],
        hits=_hits(connection, record_id),
        documents=_documents(connection, record_id),
        elsewhere=twins.published(connection, record_id),
        steps=history.steps(connection, record_id)[::-1],
        related=_related(connection, row),
    )


def of_alert(connection: Connection, alert_id: int) -> int | None:
    """The record that an alert tells of."""
    return connection.execute(select(alerts.c.record_id).where(alerts.c.id == alert_id)).scalar()


def _hits(connection: Connection, record_id: int) -> Sequence[Row]:
    attached = (links.c.document_id == hits.c.document_id) & (links.c.record_id == hits.c.record_id)
    columns = (hits, documents.c.url, links.c.title.label("document"), contents.c.media_type)
    joined = hits.outerjoin(documents, documents.c.id == hits.c.document_id).outerjoin(links, attached)
    joined = joined.outerjoin(contents, contents.c.id == documents.c.content_id)
    rows = select(*columns).select_from(joined).where(hits.c.record_id == record_id, of_everybody())
    return connection.execute(rows.order_by(hits.c.document_id, hits.c.page, hits.c.id).limit(MOST)).all()


def _documents(connection: Connection, record_id: int) -> Sequence[Row]:
    told = (links.c.title, links.c.kind, links.c.part_key, documents.c.url, documents.c.state, documents.c.error, documents.c.fetched_at)
    joined = links.join(documents, documents.c.id == links.c.document_id).outerjoin(contents, contents.c.id == documents.c.content_id)
    columns = (documents.c.id, *told, contents.c.page_count, contents.c.sha256, contents.c.error.label("fault"))
    return connection.execute(select(*columns).select_from(joined).where(links.c.record_id == record_id).order_by(links.c.id)).all()


def _related(connection: Connection, row: Row) -> Sequence[Row]:
    if row.thread is None:
        return []
    same = (record_table.c.source_id == row.source_id) & (record_table.c.thread == row.thread) & (record_table.c.id != row.id)
    columns = (record_table.c.id, record_table.c.title, record_table.c.happens_at)
    return connection.execute(select(*columns).where(same).order_by(record_table.c.id.desc()).limit(50)).all()
