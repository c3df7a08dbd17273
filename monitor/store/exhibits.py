"""The evidence of a hit, gathered: its passage, the revision it stands in, and what was fetched for it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from monitor.evidence.exhibit import Copy, Exhibit
from monitor.store import fetches
from monitor.store.tables import documents, hits, links, pages, records, revisions, sources
from sources import codec

MOMENT = timedelta(minutes=1)  # a hit is stored after its document was fetched and read, within one transaction of it


def exhibit(connection: Connection, hit_id: int) -> Exhibit | None:
    """The evidence of this hit, its copies without their bodies; None where there is no such hit."""
    row = connection.execute(select(hits).where(hits.c.id == hit_id)).one_or_none()
    return _exhibit(connection, row) if row is not None else None


def _exhibit(connection: Connection, hit: Any) -> Exhibit:
    of_hit = (revisions.c.record_id == hit.record_id) & (revisions.c.number == hit.revision)
    revision = connection.execute(select(revisions).where(of_hit)).one()
    title = select(sources.c.title).join(records).where(records.c.id == hit.record_id)
    record = codec.loads(revision.body)
    document, text, versions = _document(connection, hit) if hit.document_id is not None else (None, None, [])
    listing = fetches.of_run(connection, revision.run_id) if revision.run_id is not None else []
    return Exhibit(
        hit=hit.id,
        why=hit.why,
        passage=hit.passage,
        start=hit.start,
        end=hit.end,
        found_at=hit.found_at,
        source_title=connection.execute(title).scalar_one(),
        record=record,
        revision=hit.revision,
        revision_seen_at=revision.seen_at,
        part=next((f"{part.number} {part.title}".strip() for part in record.parts if part.key == hit.part_key), ""),
        document=document.title if document else "",
        document_url=document.url if document else "",
        page=hit.page,
        method=hit.method,
        page_text=text,
        copies=tuple(_copy("The document", one) for one in versions) + tuple(_copy("The listing", one) for one in listing),
    )


def _document(connection: Connection, hit: Any) -> tuple[Any, str | None, list[fetches.Fetch]]:
    """The document, the text of its page as it is now, and the version in which the hit was found."""
    joined = select(documents.c.url, documents.c.content_id, links.c.title).join(links)
    row = connection.execute(joined.where(links.c.document_id == hit.document_id, links.c.record_id == hit.record_id)).first()
    versions = [one for one in fetches.of_document(connection, hit.document_id) if one.status < 300]
    before = [one for one in versions if one.fetched_at <= hit.found_at + MOMENT]
    of_page = select(pages.c.text).where(pages.c.content_id == (row.content_id if row else None), pages.c.number == hit.page)
    current = not before or before[-1:] == versions[-1:]
    return row, connection.execute(of_page).scalar() if current else None, before[-1:]


def _copy(what: str, fetch: fetches.Fetch) -> Copy:
    return Copy(
        what=what,
        url=fetch.url,
        status=fetch.status,
        headers=fetch.headers,
        fetched_at=fetch.fetched_at,
        sha256=fetch.sha256,
        size=fetch.size,
    )
