"""Records and their revisions, parts, parties and amounts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from monitor import decide, texts
from monitor.model import About, Known, Revision
from monitor.store import searchable
from monitor.store.insert import insert_ids, insert_new
from monitor.store.tables import amounts, parties, parts, records, revisions, sources
from sources import codec
from sources.model import Amount, AmountKind, Record


def known(connection: Connection, source_id: str, keys: Iterable[str]) -> dict[str, Known]:
    """What we remember of these records, by key. Two queries, whatever their number."""
    listed = select(records).where(records.c.source_id == source_id, records.c.key.in_(list(keys)))
    rows = connection.execute(listed).all()
    digests: dict[int, set[tuple[str, str]]] = {row.id: set() for row in rows}
    for record_id, key, digest in connection.execute(
        select(parts.c.record_id, parts.c.key, parts.c.digest).where(parts.c.record_id.in_(digests))
    ):
        digests[record_id].add((key, digest))
    return {
        row.key: Known(record_id=row.id, fingerprint=row.fingerprint, revision=row.revision, parts=frozenset(digests[row.id]))
        for row in rows
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A record of what is still to come, and when it was last listed."""

    record_id: int
    last_seen: datetime


def to_come(connection: Connection, source_id: str, after: datetime, until: datetime) -> list[Expected]:
    """The records of a source that happen between these moments."""
    between = (records.c.source_id == source_id, records.c.happens_at > after, records.c.happens_at <= until)
    rows = connection.execute(select(records.c.id, records.c.last_seen).where(*between).order_by(records.c.happens_at, records.c.id))
    return [Expected(record_id=row.id, last_seen=row.last_seen) for row in rows]


def lately(connection: Connection, known: Iterable[Known], since: datetime) -> dict[int, int]:
    """How many revisions records have since then, by id; only of those that have so many at all that it is worth asking."""
    often = [one.record_id for one in known if one.revision >= decide.FLAPS]
    if not often:
        return {}
    recent = revisions.c.record_id.in_(often) & (revisions.c.seen_at > since)
    rows = select(revisions.c.record_id, func.count()).where(recent).group_by(revisions.c.record_id)
    return dict(connection.execute(rows).all())


def seen(connection: Connection, source_id: str, keys: Sequence[str], now: datetime) -> None:
    """These were listed again, as we know them."""
    if keys:
        connection.execute(update(records).where(records.c.source_id == source_id, records.c.key.in_(keys)).values(last_seen=now))


def remark(connection: Connection, source_id: str, marks: dict[str, str | None], now: datetime) -> None:
    """These are as we know them but, maybe, for the publisher's own change mark."""
    if not marks:
        return
    row = update(records).where(records.c.source_id == source_id, records.c.key == bindparam("of"))
    moved = row.values(mark=bindparam("to"), last_seen=now)
    connection.execute(moved, [{"of": key, "to": mark} for key, mark in marks.items()])


def save(connection: Connection, source_id: str, zone: ZoneInfo, run_id: int, changes: Sequence[Revision], now: datetime) -> list[int]:
    """Store revisions with their parts, parties and amounts; return the ids of their records, in order."""
    if not changes:
        return []
    added = [change for change in changes if change.record_id is None]
    known_before = [change for change in changes if change.record_id is not None]
    ids = iter(_insert_records(connection, source_id, zone, added, now))
    _update_records(connection, zone, known_before, now)
    record_ids = [change.record_id if change.record_id is not None else next(ids) for change in changes]
    paired = list(zip(record_ids, changes, strict=True))
    connection.execute(insert(revisions), [_revision(record_id, change, run_id, now) for record_id, change in paired])
    insert_new(connection, parts, [row for record_id, change in paired for row in _parts(record_id, change)])
    _replace(connection, paired)
    searchable.add_records(connection, [(record_id, texts.own_text(change.record)) for record_id, change in paired])
    return record_ids


def _insert_records(connection: Connection, source_id: str, zone: ZoneInfo, added: Sequence[Revision], now: datetime) -> Sequence[int]:
    if not added:
        return []
    rows = [
        {
            **_standing(change, zone, now),
            "source_id": source_id,
            "key": change.record.key,
            "kind": change.record.kind.value,
            "first_seen": now,
        }
        for change in added
    ]
    return insert_ids(connection, records, rows, ["key"])


def _update_records(connection: Connection, zone: ZoneInfo, changes: Sequence[Revision], now: datetime) -> None:
    if changes:
        rows = [{**_standing(change, zone, now), "of": change.record_id} for change in changes]
        connection.execute(update(records).where(records.c.id == bindparam("of")), rows)


def _standing(change: Revision, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    record = change.record
    return {
        "thread": record.thread,
        "mark": record.mark,
        "fingerprint": change.fingerprint,
        "revision": change.number,
        "title": record.title,
        "url": record.url,
        "happens_at": decide.happens_at(record, zone),
        "dated": texts.dated(record, zone),
        "last_seen": now,
        "to_book": True,
    }


def _revision(record_id: int, change: Revision, run_id: int, now: datetime) -> dict[str, Any]:
    return {"record_id": record_id, "number": change.number, "run_id": run_id, "seen_at": now, "body": codec.dumps(change.record)}


def _parts(record_id: int, change: Revision) -> list[dict[str, Any]]:
    return [
        {
            "record_id": record_id,
            "key": part.key,
            "digest": decide.part_digest(part),
            "revision": change.number,
            "position": position,
            "number": part.number,
            "title": part.title,
            "text": part.text,
            "thread": part.thread,
        }
        for position, part in enumerate(change.record.parts)
        if part.key in change.fresh
    ]


def _replace(connection: Connection, paired: Sequence[tuple[int, Revision]]) -> None:
    again = [record_id for record_id, change in paired if change.record_id is not None]
    named = [
        {"record_id": record_id, "role": party.role.value, "name": party.name, "ids": [list(pair) for pair in party.ids]}
        for record_id, change in paired
        for party in change.record.parties
    ]
    sums = [
        {"record_id": record_id, "kind": amount.kind.value, "value": amount.value, "currency": amount.currency, "note": amount.note}
        for record_id, change in paired
        for amount in change.record.amounts
    ]
    for table, rows in ((parties, named), (amounts, sums)):
        if again:
            connection.execute(delete(table).where(table.c.record_id.in_(again)))
        if rows:
            connection.execute(insert(table), rows)


def latest(connection: Connection, record_id: int) -> tuple[Record, int]:
    """The record as it stands now, and the number of that revision."""
    newest = select(revisions.c.body, revisions.c.number).where(revisions.c.record_id == record_id).order_by(revisions.c.number.desc())
    body, number = connection.execute(newest.limit(1)).one()
    return codec.loads(body), number


def revision(connection: Connection, record_id: int, number: int | None) -> Record | None:
    """The record as it stood in this revision, the newest without a number; None where there is no such revision."""
    wanted = select(revisions.c.body).where(revisions.c.record_id == record_id)
    wanted = wanted.order_by(revisions.c.number.desc()) if number is None else wanted.where(revisions.c.number == number)
    body = connection.execute(wanted.limit(1)).scalar()
    return None if body is None else codec.loads(body)


def amounts_of(connection: Connection, record_ids: Sequence[int]) -> dict[int, tuple[Amount, ...]]:
    """The sums that records name as they stand now; of those that name any. At most some hundred records."""
    rows = connection.execute(select(amounts).where(amounts.c.record_id.in_(record_ids)).order_by(amounts.c.record_id, amounts.c.id))
    return {record_id: tuple(map(_amount, some)) for record_id, some in groupby(rows, key=lambda row: row.record_id)}


def _amount(row: Any) -> Amount:
    return Amount(kind=AmountKind(row.kind), value=row.value, currency=row.currency, note=row.note)


def about(connection: Connection, record_id: int) -> About:
    """What filters ask of a record, as it stands now."""
    row = connection.execute(
        select(records.c.source_id, records.c.dated, sources.c.platform).join(sources).where(records.c.id == record_id)
    ).one()
    record, _ = latest(connection, record_id)
    return texts.about(record, source=row.source_id, platform=row.platform, dated=row.dated)


def latest_of(connection: Connection, record_ids: Collection[int]) -> dict[int, Record]:
    """The records as they stand now."""
    newest = and_(revisions.c.record_id == records.c.id, revisions.c.number == records.c.revision)
    rows = select(records.c.id, revisions.c.body).join(revisions, newest).where(records.c.id.in_(record_ids))
    return {row.id: codec.loads(row.body) for row in connection.execute(rows)}


def before(connection: Connection, numbers: Mapping[int, int]) -> dict[int, Record]:
    """The records as they stood before these revisions of theirs; the first ones have nothing before them."""
    rows = connection.execute(
        select(revisions.c.record_id, revisions.c.number, revisions.c.body).where(
            revisions.c.record_id.in_(numbers), revisions.c.number.in_({number - 1 for number in numbers.values()})
        )
    )
    return {row.record_id: codec.loads(row.body) for row in rows if row.number == numbers[row.record_id] - 1}


def count(connection: Connection) -> int:
    """How many records the archive holds."""
    return connection.execute(select(func.count()).select_from(records)).scalar_one()
