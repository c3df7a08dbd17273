"""Documents: what is attached, what has been read of it, and to which records it belongs."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, or_, select, update

from monitor.model import ExtractedPage, Extraction, Revision
from monitor.store import searchable
from monitor.store.insert import insert_new, upsert
from monitor.store.tables import contents, documents, fetches, links, pages, records
from sources.model import Kind, Link

PAGES_AT_ONCE = 20
OK = 200


class State(StrEnum):
    """Where a document stands. PENDING is owed, LISTED is known and not asked for; the others are answers."""

    PENDING = "pending"
    LISTED = "listed"
    READ = "read"
    GONE = "gone"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A link whose document is not yet matched for its record."""

    link_id: int
    record_id: int
    revision: int
    source_id: str
    kind: Kind
    record_key: str
    part_key: str
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A document to read. `content_id` is what an earlier reading found, for a conditional request; `versions` counts the
    different files that were found at its address."""

    id: int
    url: str
    source_id: str
    state: State
    attempts: int
    content_id: int | None
    etag: str | None
    last_modified: str | None
    attachments: tuple[Attachment, ...]
    versions: int = 0


def attach(
    connection: Connection, paired: Sequence[tuple[int, Revision]], source_id: str, now: datetime, *, listed: AbstractSet[int] = frozenset()
) -> None:
    """Link the documents of these revisions; what is new or replaced becomes pending.

    Those of the records in `listed` are only noted, until a record that asks for them links them too.
    """
    wanted = [(record_id, change, part_key, link) for record_id, change in paired for part_key, link in _links(change)]
    if not wanted:
        return
    urls = {link.url for _, _, _, link in wanted}
    asked = {link.url for record_id, _, _, link in wanted if record_id not in listed}
    insert_new(connection, documents, [_fresh(url, source_id, now, asked=url in asked) for url in sorted(urls)])
    known = connection.execute(select(documents.c.url, documents.c.id, documents.c.state).where(documents.c.url.in_(urls))).all()
    ids = {row.url: row.id for row in known}
    noted = {row.id for row in known if row.state == State.LISTED.value}
    stamps = _stamps(connection, {record_id for record_id, _, _, _ in wanted})
    rows = [
        _row(record_id, ids[link.url], change, part_key, link, matched=record_id in listed)
        for record_id, change, part_key, link in wanted
        if stamps.get((record_id, part_key, ids[link.url]), ()) != (link.stamp,) or (record_id not in listed and ids[link.url] in noted)
    ]
    replaced = {row["document_id"] for row in rows if not row["matched"] and _known(stamps, row)} | (noted & {ids[url] for url in asked})
    _save_links(connection, rows, replaced=replaced, now=now)


def _fresh(url: str, source_id: str, now: datetime, *, asked: bool) -> dict[str, Any]:
    state, due_at = (State.PENDING, now) if asked else (State.LISTED, None)
    return {"url": url, "source_id": source_id, "state": state.value, "due_at": due_at}


def _links(change: Revision) -> Iterator[tuple[str, Link]]:
    for link in change.record.links:
        yield "", link
    for part in change.record.parts:
        for link in part.links:
            yield part.key, link


def _stamps(connection: Connection, record_ids: set[int]) -> dict[tuple[int, str, int], tuple[str | None]]:
    rows = connection.execute(
        select(links.c.record_id, links.c.part_key, links.c.document_id, links.c.stamp).where(links.c.record_id.in_(record_ids))
    )
    return {(row.record_id, row.part_key, row.document_id): (row.stamp,) for row in rows}


def _known(stamps: dict[tuple[int, str, int], tuple[str | None]], row: dict[str, Any]) -> bool:
    return (row["record_id"], row["part_key"], row["document_id"]) in stamps


def _row(record_id: int, document_id: int, change: Revision, part_key: str, link: Link, *, matched: bool) -> dict[str, Any]:
    return {
        "record_id": record_id,
        "document_id": document_id,
        "part_key": part_key,
        "key": link.key,
        "title": link.title,
        "kind": link.kind.value,
        "stamp": link.stamp,
        "revision": change.number,
        "quiet": change.quiet,
        "matched": matched,
    }


def _save_links(connection: Connection, rows: list[dict[str, Any]], replaced: AbstractSet[int], now: datetime) -> None:
    unique = {(row["record_id"], row["part_key"], row["document_id"]): row for row in rows}
    upsert(
        connection,
        links,
        list(unique.values()),
        ["record_id", "part_key", "document_id"],
        ["key", "title", "kind", "stamp", "revision", "quiet", "matched"],
    )
    touched = {row["document_id"] for row in rows if not row["matched"]}
    soonest = select(func.min(records.c.happens_at)).select_from(links.join(records)).where(links.c.document_id == documents.c.id)
    wanted_by = soonest.where(records.c.happens_at > now).scalar_subquery()  # NULL for a backfill, which waits for what is to come
    connection.execute(update(documents).where(documents.c.id.in_(touched)).values(due_at=now, wanted_by=wanted_by))
    pending = {"state": State.PENDING.value, "attempts": 0}
    given_up = documents.c.state.in_([State.GONE.value, State.FAILED.value])
    connection.execute(update(documents).where(documents.c.id.in_(touched), or_(documents.c.id.in_(replaced), given_up)).values(pending))


def job(connection: Connection, document_id: int) -> Job:
    """What there is to do for a document, with the records that wait for it."""
    row = connection.execute(select(documents).where(documents.c.id == document_id)).one()
    waiting = (
        select(links, records.c.source_id, records.c.kind.label("record_kind"), records.c.key.label("record_key"))
        .join(records)
        .where(links.c.document_id == document_id, links.c.matched.is_(False))
        .order_by(links.c.id)
    )
    attachments = tuple(
        Attachment(
            link_id=link.id,
            record_id=link.record_id,
            revision=link.revision,
            source_id=link.source_id,
            kind=Kind(link.record_kind),
            record_key=link.record_key,
            part_key=link.part_key,
            quiet=link.quiet,
        )
        for link in connection.execute(waiting)
    )
    return Job(
        id=row.id,
        url=row.url,
        source_id=row.source_id,
        state=State(row.state),
        attempts=row.attempts,
        content_id=row.content_id,
        etag=row.etag,
        last_modified=row.last_modified,
        attachments=attachments,
        versions=connection.execute(_files(document_id)).scalar_one(),
    )


def _files(document_id: int) -> Select[int]:
    return select(func.count(fetches.c.sha256.distinct())).where(fetches.c.document_id == document_id, fetches.c.status == OK)


def content_id(connection: Connection, sha256: str) -> int | None:
    """The content with these bytes, if it was ever extracted."""
    return connection.execute(select(contents.c.id).where(contents.c.sha256 == sha256)).scalar()


def save_content(connection: Connection, sha256: str, size: int, extraction: Extraction) -> int:
    """Keep the pages of what was extracted; return its id. The same bytes are kept once."""
    insert_new(
        connection,
        contents,
        [
            {
                "sha256": sha256,
                "size": size,
                "media_type": extraction.media_type,
                "page_count": extraction.total_pages or len(extraction.pages),
                "error": extraction.error,
            }
        ],
    )
    identity = connection.execute(select(contents.c.id).where(contents.c.sha256 == sha256)).scalar_one()
    connection.execute(delete(pages).where(pages.c.content_id == identity))
    rows = [{"content_id": identity, "number": page.number, "text": page.text, "method": page.method} for page in extraction.pages]
    if rows:
        connection.execute(insert(pages), rows)
    searchable.add_content(connection, identity)
    return identity


def has_content(connection: Connection, document_id: int, content: int | None) -> None:
    """Say what the document holds, before it is told of."""
    connection.execute(update(documents).where(documents.c.id == document_id).values(content_id=content))


def page_batch(connection: Connection, content: int, after: int) -> list[ExtractedPage]:
    """The next pages of a content behind a page number, at most PAGES_AT_ONCE."""
    batch = select(pages).where(pages.c.content_id == content, pages.c.number > after).order_by(pages.c.number).limit(PAGES_AT_ONCE)
    return [ExtractedPage(number=row.number, text=row.text, method=row.method) for row in connection.execute(batch)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reading found: the content, and what the next conditional request needs."""

    content_id: int | None
    etag: str | None
    last_modified: str | None


def settle(connection: Connection, job: Job, reading: Reading, now: datetime) -> None:
    """The document is read and matched for the records that waited. What was linked meanwhile stays due."""
    done = [{"of": attachment.link_id, "at": attachment.revision} for attachment in job.attachments]
    same = update(links).where(links.c.id == bindparam("of"), links.c.revision == bindparam("at"))
    if done:
        connection.execute(same.values(matched=True), done)
    more = connection.execute(select(select(links.c.id).where(links.c.document_id == job.id, links.c.matched.is_(False)).exists())).scalar()
    values = {
        "state": (State.PENDING if more else State.READ).value,
        "content_id": reading.content_id,
        "etag": reading.etag,
        "last_modified": reading.last_modified,
        "fetched_at": now,
        "attempts": 0,
        "error": "",
        "due_at": now if more else None,
        "leased_until": None,
    }
    connection.execute(update(documents).where(documents.c.id == job.id).values(values))


def postpone(connection: Connection, document_id: int, error: str, due_at: datetime) -> None:
    """Not now: try again later."""
    values = {"attempts": documents.c.attempts + 1, "error": error, "due_at": due_at, "leased_until": None}
    connection.execute(update(documents).where(documents.c.id == document_id).values(values))


def close(connection: Connection, document_id: int, state: State, error: str) -> None:
    """Not at all: it is recorded as what it is."""
    values = {"state": state.value, "error": error, "due_at": None, "leased_until": None}
    connection.execute(update(documents).where(documents.c.id == document_id).values(values))
    connection.execute(update(links).where(links.c.document_id == document_id).values(matched=True))


def waiting(connection: Connection, record_ids: Sequence[int]) -> set[int]:
    """Which of these records have documents that are still to be read."""
    rows = select(links.c.record_id).where(links.c.record_id.in_(record_ids), links.c.matched.is_(False)).distinct()
    return set(connection.execute(rows).scalars())


HOLD = timedelta(minutes=10)
"""How long an alert waits for the documents of its record, so that it can name the page."""
