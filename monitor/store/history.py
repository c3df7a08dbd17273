"""The history of a record: its revisions, the versions of its documents, and what changed from one to the next."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from monitor import diff
from monitor.diff import Change
from monitor.model import ExtractedPage
from monitor.query.normalise import normalise
from monitor.store import fetches
from monitor.store.tables import contents, documents, hits, links, pages, parts, records, revisions
from monitor.store.tables import fetches as fetches_table
from monitor.texts import own_text, part_text
from sources import codec
from sources.model import Record

GONE = 400  # from this status on, the publisher said that the document is no longer there
MOST = 200  # revisions looked at, the newest; a record with more flaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change that was seen: a revision of the record (`number`), or another version of a document (number None)."""

    seen_at: datetime
    number: int | None
    changes: tuple[Change, ...]


def find(connection: Connection, source_id: str, key: str) -> int | None:
    """The id of a record by its source and key."""
    return connection.execute(select(records.c.id).where(records.c.source_id == source_id, records.c.key == key)).scalar()


def steps(connection: Connection, record_id: int) -> list[Step]:
    """All changes, oldest first. The first revision changes nothing: it is where the history begins."""
    terms = _terms(connection, record_id)
    found = [*_revisions(connection, record_id, terms), *_versions(connection, record_id, terms)]
    return sorted(found, key=lambda step: step.seen_at)


def of_revision(connection: Connection, record_id: int, number: int) -> tuple[Change, ...]:
    """What this revision changed, and the newest version of a document since."""
    terms = _terms(connection, record_id)
    pair = select(revisions).where(revisions.c.record_id == record_id, revisions.c.number.in_((number - 1, number)))
    rows = connection.execute(pair.order_by(revisions.c.number)).all()
    two = [codec.loads(row.body) for row in rows]
    changed = _between(connection, record_id, two[0], two[1], terms) if len(two) == 2 else ()
    since = [step for step in _versions(connection, record_id, terms) if not rows or step.seen_at >= rows[-1].seen_at]
    newest = max(since, key=lambda step: step.seen_at, default=None)
    return (*changed, *(newest.changes if newest else ()))


def changed(connection: Connection, record_ids: Collection[int]) -> set[int]:
    """Which of these records have more than one revision, or a document with more than one file."""
    revised = select(records.c.id).where(records.c.id.in_(record_ids), records.c.revision > 1)
    several = select(links.c.record_id).join(fetches_table, fetches_table.c.document_id == links.c.document_id)
    several = several.where(links.c.record_id.in_(record_ids)).group_by(links.c.record_id, links.c.document_id)
    replaced = several.having(func.count(fetches_table.c.sha256.distinct()) > 1)
    return {*connection.execute(revised).scalars(), *connection.execute(replaced).scalars()}


def _revisions(connection: Connection, record_id: int, terms: Mapping[str, str]) -> Iterator[Step]:
    newest = select(revisions).where(revisions.c.record_id == record_id).order_by(revisions.c.number.desc()).limit(MOST)
    before: Record | None = None
    for row in reversed(connection.execute(newest).all()):
        record = codec.loads(row.body)
        changes = _between(connection, record_id, before, record, terms) if before is not None else ()
        yield Step(seen_at=row.seen_at, number=row.number, changes=changes)
        before = record


def _between(connection: Connection, record_id: int, before: Record, after: Record, terms: Mapping[str, str]) -> tuple[Change, ...]:
    gone = {part.thread for part in before.parts if part.thread} - {part.thread for part in after.parts}
    named = diff.of_terms(_held(terms, [_text(before)]), _held(terms, [_text(after)]), f"the {after.kind.value}")
    return (*named, *diff.of_records(before, after, _elsewhere(connection, record_id, gone)))


def _text(record: Record) -> str:
    return "\n\n".join((own_text(record), *(part_text(part.title, part.text) for part in record.parts)))


def _terms(connection: Connection, record_id: int) -> dict[str, str]:
    """Every term that was found in the record, by its normal form, as the record writes it."""
    rows = connection.execute(select(hits.c.passage, hits.c.start, hits.c.end).where(hits.c.record_id == record_id).distinct())
    written = (row.passage[row.start : row.end] for row in rows)
    return {normalise(term): term for term in written}


def _held(terms: Mapping[str, str], texts: Iterable[str]) -> list[str]:
    whole = " ".join(f" {normalise(text)} " for text in texts) if terms else ""
    return [term for normal, term in terms.items() if f" {normal} " in whole]


def _elsewhere(connection: Connection, record_id: int, threads: set[str]) -> dict[str, str]:
    """The record of the same source in which these threads stand, in words."""
    if not threads:
        return {}
    own = select(records.c.source_id).where(records.c.id == record_id).scalar_subquery()
    there = select(parts.c.thread, records.c.title, records.c.happens_at).join(records)
    rows = there.where(parts.c.thread.in_(threads), records.c.source_id == own, records.c.id != record_id).order_by(records.c.id)
    return {row.thread: f"{row.title}, {row.happens_at:%d %B %Y}" if row.happens_at else row.title for row in connection.execute(rows)}


def _versions(connection: Connection, record_id: int, terms: Mapping[str, str]) -> Iterator[Step]:
    attached = select(documents.c.id, links.c.title, documents.c.url).join(links).where(links.c.record_id == record_id)
    for document in connection.execute(attached.distinct()).all():
        title = f"the document {document.title or document.url}"
        answers = fetches.of_document(connection, document.id)
        files = {answer.sha256 for answer in answers}
        texts = {sha256: _pages(connection, sha256) for sha256 in files} if len(files) > 1 else {}
        before: list[ExtractedPage] = []
        for answer in answers:
            if answer.status >= GONE:
                removed = Change(what=diff.What.REMOVED, where=f"{title} at its address")
                yield Step(seen_at=answer.fetched_at, number=None, changes=(removed,))
            after = texts.get(answer.sha256, [])  # none for a file that reads as the one before: it was not stored a second time
            if before and after and before != after:
                yield Step(seen_at=answer.fetched_at, number=None, changes=_of_version(before, after, title, terms))
            before = after or before


def _of_version(before: list[ExtractedPage], after: list[ExtractedPage], title: str, terms: Mapping[str, str]) -> tuple[Change, ...]:
    """Only pages that differ are looked at: of a packet of 3,000 pages mostly a few do."""
    same = {page.text for page in before} & {page.text for page in after}
    old, new = ([page for page in version if page.text not in same] for version in (before, after))
    still = set(_held(terms, same))
    gone, come = (set(_held(terms, (page.text for page in version))) - still for version in (old, new))
    return (Change(what=diff.What.REPLACED, where=title), *diff.of_terms(gone, come, title), *diff.of_pages(old, new, title))


def _pages(connection: Connection, sha256: str) -> list[ExtractedPage]:
    rows: Sequence[Any] = connection.execute(select(pages).join(contents).where(contents.c.sha256 == sha256).order_by(pages.c.number)).all()
    return [ExtractedPage(number=row.number, text=row.text, method=row.method) for row in rows]
