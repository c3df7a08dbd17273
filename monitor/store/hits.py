"""Hits: what was found where, and whether it says anything that its story has not said before."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from monitor.model import Hit
from monitor.store.insert import insert_ids
from monitor.store.tables import hits, parts, records


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit on its way into the store, with the record it belongs to. Quiet hits are kept and told to nobody."""

    record_id: int
    revision: int
    hit: Hit
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A hit that was not there before. `news` says that its story has never had this passage."""

    id: int
    found: Found
    news: bool


def place(hit: Hit) -> str:
    """Where in its record a hit stands, as one word: part of its identity."""
    if hit.place.document_id is not None:
        return f"document:{hit.place.document_id}:{hit.place.page}"
    return f"part:{hit.place.part_key}" if hit.place.part_key is not None else "record"


def save(connection: Connection, found: Sequence[Found], now: datetime) -> list[Stored]:
    """Store what was not there before, and return it. Three queries, whatever the number."""
    unique = {(f.record_id, f.hit.match.rule, place(f.hit), f.hit.passage.digest): f for f in found}
    told_before = _passages(connection, {f.hit.story for f in found})
    for identity in _existing(connection, {f.record_id for f in found}) & unique.keys():
        del unique[identity]
    fresh = list(unique.values())
    if not fresh:
        return []
    ids = insert_ids(connection, hits, [_row(f, now) for f in fresh], ["record_id", "rule", "place", "digest"])
    return [
        Stored(id=identity, found=f, news=(f.hit.story, f.hit.match.rule, f.hit.passage.digest) not in told_before)
        for identity, f in zip(ids, fresh, strict=True)
    ]


def of(connection: Connection, record_ids: AbstractSet[int]) -> set[int]:
    """Which of these records have hits, in whichever revision."""
    return set(connection.execute(select(hits.c.record_id).where(hits.c.record_id.in_(record_ids)).distinct()).scalars())


def _passages(connection: Connection, stories: set[str]) -> set[tuple[str, str, str]]:
    rows = connection.execute(select(hits.c.story, hits.c.rule, hits.c.digest).where(hits.c.story.in_(stories)))
    return {(row.story, row.rule, row.digest) for row in rows}


def _existing(connection: Connection, record_ids: set[int]) -> set[tuple[int, str, str, str]]:
    rows = connection.execute(select(hits.c.record_id, hits.c.rule, hits.c.place, hits.c.digest).where(hits.c.record_id.in_(record_ids)))
    return {(row.record_id, row.rule, row.place, row.digest) for row in rows}


def _row(found: Found, now: datetime) -> dict[str, object]:
    hit = found.hit
    return {
        "record_id": found.record_id,
        "revision": found.revision,
        "rule": hit.match.rule,
        "place": place(hit),
        "digest": hit.passage.digest,
        "story": hit.story,
        "part_key": hit.place.part_key,
        "document_id": hit.place.document_id,
        "page": hit.place.page,
        "method": hit.method,
        "term": hit.match.term,
        "vendor": hit.match.vendor,
        "sense": hit.match.sense.value,
        "why": hit.match.why,
        "passage": hit.passage.text,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "found_at": now,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class InPart:
    """A passage of a record's own text, which its documents usually repeat."""

    record_id: int
    rule: str
    digest: str
    story: str
    passage: str


def rules(connection: Connection, record_ids: Sequence[int]) -> set[tuple[int, str]]:
    """Which rules have hits in which of these records."""
    rows = connection.execute(select(hits.c.record_id, hits.c.rule).where(hits.c.record_id.in_(record_ids)).distinct())
    return {(row.record_id, row.rule) for row in rows}


def in_parts(connection: Connection, record_ids: Sequence[int]) -> list[InPart]:
    """The hits in the own text of these records."""
    rows = connection.execute(select(hits).where(hits.c.record_id.in_(record_ids), hits.c.document_id.is_(None)))
    return [InPart(record_id=row.record_id, rule=row.rule, digest=row.digest, story=row.story, passage=row.passage) for row in rows]


def threads(connection: Connection, record_ids: Sequence[int]) -> dict[tuple[int, str], str]:
    """The thread of each record ("" as part key) and of each of its parts that has one."""
    found = {(row.id, ""): row.thread for row in _threads_of_records(connection, record_ids)}
    rows = select(parts.c.record_id, parts.c.key, parts.c.thread).where(parts.c.record_id.in_(record_ids), parts.c.thread.is_not(None))
    return found | {(row.record_id, row.key): row.thread for row in connection.execute(rows)}


def _threads_of_records(connection: Connection, record_ids: Sequence[int]) -> Sequence[Any]:
    rows = select(records.c.id, records.c.thread).where(records.c.id.in_(record_ids), records.c.thread.is_not(None))
    return connection.execute(rows).all()


def recent(connection: Connection, limit: int, which: ColumnElement[bool]) -> Sequence[Any]:
    """The newest of these hits with their records, for the page and the commands."""
    rows = select(hits, records.c.title, records.c.url, records.c.source_id).join(records).where(which)
    return connection.execute(rows.order_by(hits.c.id.desc()).limit(limit)).all()


def count_by_vendor(connection: Connection) -> dict[str, int]:
    """How many passages there are of each vendor that was found."""
    named = select(hits.c.vendor, func.count()).where(hits.c.vendor.is_not(None)).group_by(hits.c.vendor)
    return dict(connection.execute(named).all())


def count_by_rule(connection: Connection) -> dict[str, int]:
    """How many hits each topic and watch has."""
    return dict(connection.execute(select(hits.c.rule, func.count()).group_by(hits.c.rule)).all())
