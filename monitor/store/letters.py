"""What an alert has to say, gathered when it leaves: the record as it stands, and every passage with its place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from monitor.model import Alert, Evidence
from monitor.store import records
from monitor.store.alerts import Envelope
from monitor.store.tables import alert_hits, contents, documents, hits, links, pages, sources
from monitor.store.tables import records as record_table
from sources.model import Record

Row = Any  # joined columns; SQLAlchemy Core does not know their types
PAGED = "application/pdf"  # the form whose readers understand #page=N


def letter(connection: Connection, envelope: Envelope, timezone: str) -> Alert:
    """The alert in full."""
    record, _ = records.latest(connection, envelope.record_id)
    source = connection.execute(
        select(sources.c.id, sources.c.title).join(record_table).where(record_table.c.id == envelope.record_id)
    ).one()
    return Alert(
        id=envelope.id,
        channel_id=envelope.channel_id,
        subscriber_id=envelope.subscriber_id,
        record=record,
        revision=envelope.revision,
        source_id=source.id,
        source_title=source.title,
        timezone=timezone,
        evidence=_evidence(_rows(connection, envelope.id), record),
        attempts=envelope.attempts,
        gaps=tuple(_gaps(connection, envelope.record_id)),
    )


def source_of(connection: Connection, record_id: int) -> str:
    """The id of the source that lists the record."""
    return connection.execute(select(record_table.c.source_id).where(record_table.c.id == record_id)).scalar_one()


def _rows(connection: Connection, alert_id: int) -> Sequence[Row]:
    attached = and_(links.c.document_id == hits.c.document_id, links.c.record_id == hits.c.record_id)
    columns = (hits, alert_hits.c.watch_name, links.c.title.label("document"), documents.c.url, contents.c.media_type)
    joined = alert_hits.join(hits).outerjoin(documents, documents.c.id == hits.c.document_id)
    joined = joined.outerjoin(contents, contents.c.id == documents.c.content_id).outerjoin(links, attached)
    rows = select(*columns).select_from(joined).where(alert_hits.c.alert_id == alert_id)
    return connection.execute(rows.order_by(hits.c.id, links.c.id)).all()


def _evidence(rows: Sequence[Row], record: Record) -> tuple[Evidence, ...]:
    """One for each passage: said in a part and printed on a page, it is one with both places."""
    passages: dict[str, list[Row]] = {}
    for row in rows:
        passages.setdefault(row.digest, []).append(row)
    return tuple(_one(same, record) for same in passages.values())


def _one(rows: Sequence[Row], record: Record) -> Evidence:
    first = rows[0]
    printed = next((row for row in rows if row.document_id is not None), None)
    labels = {part.key: f"{part.number} {part.title}".strip() for part in record.parts}
    part = next((labels[row.part_key] for row in rows if row.part_key in labels), "")
    return Evidence(
        passage=first.passage,
        start=first.start,
        end=first.end,
        why=tuple(dict.fromkeys(f"{row.why} (watch “{row.watch_name}”)" for row in rows)),
        part=part,
        document=printed.document or "" if printed else "",
        page=printed.page if printed else None,
        link=_address(printed) if printed else record.url,
        method=printed.method if printed else "text",
    )


def _address(row: Row) -> str:
    return f"{row.url}#page={row.page}" if row.media_type == PAGED and "#" not in row.url else row.url


def _gaps(connection: Connection, record_id: int) -> list[str]:
    """Documents of the record that could not be read, in words."""
    blank = select(func.count()).where(pages.c.content_id == documents.c.content_id, pages.c.method == "none").scalar_subquery()
    columns = (
        links.c.title,
        documents.c.state,
        documents.c.error,
        contents.c.error.label("fault"),
        contents.c.page_count,
        blank.label("blank"),
    )
    joined = links.join(documents, documents.c.id == links.c.document_id).outerjoin(contents, contents.c.id == documents.c.content_id)
    unread = or_(documents.c.state != "read", contents.c.error != "", blank > 0)
    rows = connection.execute(select(*columns).select_from(joined).where(links.c.record_id == record_id, unread).order_by(links.c.id))
    return list(dict.fromkeys(_gap(row) for row in rows))


def _gap(row: Row) -> str:
    if row.state != "read":
        return f"{row.title}: not read yet" if row.state == "pending" else f"{row.title}: {row.state}"
    return f"{row.title}: {row.fault}" if row.fault else f"{row.title}: {row.blank} of {row.page_count} pages hold no text"
