"""What pages and feeds of places and threads list: records with their hits, and when each record changed last."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from monitor.store.ledger_tables import entries
from monitor.store.public import of_everybody
from monitor.store.tables import hits, parts, records, revisions, sources

Row = Any  # joined columns; SQLAlchemy Core does not know their types

_shown = (records.c.key, records.c.title, records.c.url, records.c.source_id, records.c.kind, records.c.happens_at)
_newest = and_(revisions.c.record_id == records.c.id, revisions.c.number == records.c.revision)


def changed_at(connection: Connection, record_ids: Collection[int]) -> dict[int, datetime]:
    """When we saw the newest revision of each of these records."""
    rows = select(records.c.id, revisions.c.seen_at).join(revisions, _newest).where(records.c.id.in_(record_ids))
    return dict(connection.execute(rows).all())


def hits_in(connection: Connection, source_ids: Collection[str], limit: int) -> Sequence[Row]:
    """The newest hits that everybody may see in the records of these sources, with their records."""
    rows = select(hits, *_shown).join(records).where(records.c.source_id.in_(source_ids), of_everybody())
    return connection.execute(rows.order_by(hits.c.id.desc()).limit(limit)).all()


def hits_of(connection: Connection, rule: str, limit: int) -> Sequence[Row]:
    """The newest hits of a topic, with their records."""
    return _latest(connection, hits.c.rule == rule, limit)


def hits_of_vendor(connection: Connection, vendor: str, limit: int) -> Sequence[Row]:
    """The newest hits of a vendor that everybody may see, each once, with their records."""
    return _latest(connection, and_(hits.c.vendor == vendor, of_everybody()), limit)


def _latest(connection: Connection, which: Any, limit: int) -> Sequence[Row]:
    return connection.execute(select(hits, *_shown).join(records).where(which).order_by(hits.c.id.desc()).limit(limit)).all()


def by_month(connection: Connection, since: date, *, rule: str = "", vendor: str = "") -> dict[tuple[int, int], int]:
    """How many records with hits of a topic or a vendor there are in each month, by the day of the record; (year, month)."""
    which = hits.c.rule == rule if rule else and_(hits.c.vendor == vendor, of_everybody())
    month = (func.extract("year", records.c.dated), func.extract("month", records.c.dated))
    rows = select(*month, func.count(records.c.id.distinct())).join(hits, hits.c.record_id == records.c.id)
    found = connection.execute(rows.where(which, records.c.dated >= since).group_by(*month))
    return {(int(year), int(month)): number for year, month, number in found}


def places_of(connection: Connection, *, rule: str = "", vendor: str = "", limit: int = 12) -> Sequence[Row]:
    """The sources in whose records a topic or a vendor is found, those with most records first."""
    which = hits.c.rule == rule if rule else and_(hits.c.vendor == vendor, of_everybody())
    number = func.count(records.c.id.distinct()).label("number")
    rows = select(sources.c.id, sources.c.title, number).select_from(hits.join(records).join(sources)).where(which)
    return connection.execute(rows.group_by(sources.c.id, sources.c.title).order_by(number.desc(), sources.c.id).limit(limit)).all()


def written(connection: Connection, vendor: str, limit: int = 30) -> Sequence[str]:
    """The names under which the ledger's records name a vendor, the most frequent first."""
    number = func.count(entries.c.record_id.distinct())
    rows = select(entries.c.name).where(entries.c.vendor == vendor).group_by(entries.c.name).order_by(number.desc(), entries.c.name)
    return connection.execute(rows.limit(limit)).scalars().all()


def rules_in(connection: Connection, source_ids: Collection[str]) -> dict[str, int]:
    """In how many records of these sources each topic is found."""
    rows = select(hits.c.rule, func.count(records.c.id.distinct())).join(records)
    found = rows.where(records.c.source_id.in_(source_ids), hits.c.rule.startswith("topic:"))
    return dict(connection.execute(found.group_by(hits.c.rule)).all())


def thread(connection: Connection, source_id: str, name: str, limit: int) -> Sequence[Row]:
    """The records of a publisher's thread, and those with a part of it, the newest first; of a part its number and title."""
    part = (
        select(parts.c.record_id, func.max(parts.c.id).label("part_id"))
        .where(parts.c.thread == name)
        .group_by(parts.c.record_id)
        .subquery()
    )
    columns = (
        records.c.id,
        records.c.key,
        records.c.kind,
        records.c.title,
        records.c.url,
        records.c.dated,
        records.c.happens_at,
        records.c.first_seen,
        revisions.c.seen_at.label("changed"),
        parts.c.number,
        parts.c.title.label("part"),
    )
    rows: Select[Any] = (
        select(*columns)
        .join(revisions, _newest)
        .outerjoin(part, part.c.record_id == records.c.id)
        .outerjoin(parts, parts.c.id == part.c.part_id)
    )
    mine = and_(records.c.source_id == source_id, or_(records.c.thread == name, part.c.record_id.is_not(None)))
    return connection.execute(rows.where(mine).order_by(records.c.dated.desc().nulls_last(), records.c.id.desc()).limit(limit)).all()
