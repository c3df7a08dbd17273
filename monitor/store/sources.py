"""Sources as the service sees them: when they are due, how far they are read, how they fare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, literal, select, update

from monitor.store.columns import Moment
from monitor.store.insert import upsert
from monitor.store.tables import documents, sources
from sources.errors import Outcome

BROKEN_OFF = frozenset({Outcome.UNAVAILABLE, Outcome.BLOCKED})
"""Endings after which the list is still the one that was read: the next run goes on from where this one came to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A source of the catalog, as the store needs it."""

    id: str
    platform: str
    kind: str
    title: str
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a source stands. `watermark` None: it was never read to the end, so the next run is a backfill.

    `paused_at` is since when the operator wants it left alone, whatever the catalog says.

    `told` is the outcome that the operator was last told of; None while all is well. `cursor` is how far the last run came that was
    broken off, and `begun_at` when it began: what was published since then, the run that goes on from there may not see.
    """

    id: str
    title: str
    platform: str
    kind: str
    enabled: bool
    due_at: datetime
    watermark: datetime | None
    outcome: Outcome | None
    detail: str
    failures: int
    last_run_at: datetime | None
    last_ok_at: datetime | None
    told: Outcome | None
    silence_told: bool
    silent_since: datetime | None = None
    """Since when it is read without fault and has nothing new, where that is strangely long."""
    listing: str = ""
    listed: int = 0
    paused_at: datetime | None = None
    paused_by: str = ""
    cursor: str | None = None
    begun_at: datetime | None = None


def register(connection: Connection, entries: Sequence[Entry], now: datetime) -> None:
    """Bring the table in line with the catalog. What is no longer listed is switched off, never forgotten; what was paused stays so."""
    paused = set(connection.execute(select(sources.c.id).where(sources.c.paused_at.is_not(None))).scalars())
    listed = [
        {"id": e.id, "platform": e.platform, "kind": e.kind, "title": e.title, "enabled": e.enabled and e.id not in paused, "due_at": now}
        for e in entries
    ]
    known = dict(connection.execute(select(sources.c.id, sources.c.enabled)).all())
    upsert(connection, sources, listed, ["id"], ["platform", "kind", "title", "enabled"])
    gone = known.keys() - {entry.id for entry in entries}
    connection.execute(update(sources).where(sources.c.id.in_(gone)).values(enabled=False))


def state(connection: Connection, source_id: str) -> State:
    """One source. Raises LookupError where it was never registered."""
    row = connection.execute(select(sources).where(sources.c.id == source_id)).one_or_none()
    if row is None:
        raise LookupError(f"no source {source_id!r}: see `monitor sources list`")
    return _state(row)


def states(connection: Connection) -> list[State]:
    """All sources by id."""
    return [_state(row) for row in connection.execute(select(sources).order_by(sources.c.id))]


def of_document(connection: Connection, document_id: int) -> str:
    """The id of the source that first linked a document."""
    return connection.execute(select(documents.c.source_id).where(documents.c.id == document_id)).scalar_one()


def settle(
    connection: Connection,
    source_id: str,
    *,
    outcome: Outcome,
    detail: str,
    now: datetime,
    due_at: datetime,
    watermark: datetime | None,
    listing: str = "",
    listed: int = 0,
) -> None:
    """The end of a run: when the source is due next, and how far it is read now. Frees the lease.

    `listing` is the digest of a listing that need not be read again while it is the same, `listed` how much is in it.
    """
    values = {
        "outcome": outcome.value,
        "detail": detail,
        "due_at": due_at,
        "leased_until": None,
        "last_run_at": now,
        "listing": listing,
        "listed": listed,
        "failures": 0 if outcome.complete else sources.c.failures + 1,
    }
    if outcome.complete:
        values |= {"last_ok_at": now, "watermark": watermark}
    if outcome not in BROKEN_OFF:
        values |= {"cursor": None, "begun_at": None}
    connection.execute(update(sources).where(sources.c.id == source_id).values(values))


def reach(connection: Connection, source_id: str, cursor: str, began: datetime) -> None:
    """Remember how far a run has come, with all that it has stored; and when it began, where it does not go on from an earlier one."""
    values = {"cursor": cursor, "begun_at": func.coalesce(sources.c.begun_at, literal(began, Moment))}
    connection.execute(update(sources).where(sources.c.id == source_id).values(values))


def answered(connection: Connection) -> dict[str, datetime | None]:
    """When each source last answered as it should, to a run or to a check."""
    rows = connection.execute(select(sources.c.id, sources.c.last_ok_at, sources.c.checked_at, sources.c.checked))
    well = {Outcome.OK.value, Outcome.OK_EMPTY.value}
    return {row.id: max(filter(None, (row.last_ok_at, row.checked_at if row.checked in well else None)), default=None) for row in rows}


def save_check(connection: Connection, source_id: str, outcome: Outcome, now: datetime) -> None:
    """Remember what a check found. The watermark and the next run are left as they are."""
    connection.execute(update(sources).where(sources.c.id == source_id).values(checked_at=now, checked=outcome.value))


def set_told(connection: Connection, source_id: str, outcome: Outcome | None) -> None:
    """Remember what the operator was told of."""
    connection.execute(update(sources).where(sources.c.id == source_id).values(told=outcome.value if outcome else None))


def set_silence_told(connection: Connection, source_id: str, *, told: bool) -> None:
    """Remember whether those who watch it were told that it is silent."""
    connection.execute(update(sources).where(sources.c.id == source_id).values(silence_told=told))


def make_due(connection: Connection, ids: Sequence[str], now: datetime) -> None:
    """Poll these now."""
    earlier = case((sources.c.due_at > now, now), else_=sources.c.due_at)
    connection.execute(update(sources).where(sources.c.id.in_(ids)).values(due_at=earlier))


def pause(connection: Connection, source_id: str, by: str, now: datetime) -> None:
    """Poll this no more until somebody resumes it, also after the next start. Who paused it first, and when, stays."""
    here = (sources.c.id == source_id) & sources.c.paused_at.is_(None)
    connection.execute(update(sources).where(here).values(paused_at=now, paused_by=by, enabled=False))


def lift(connection: Connection, ids: Sequence[str]) -> None:
    """Forget that these were paused: whether they are on is for the catalog to say."""
    connection.execute(update(sources).where(sources.c.id.in_(ids)).values(paused_at=None, paused_by=""))


def switch_on(connection: Connection, ids: Sequence[str], now: datetime) -> None:
    """Poll these again, from now on, whoever paused them. One that the catalog has off is off again at the next start."""
    lift(connection, ids)
    connection.execute(update(sources).where(sources.c.id.in_(ids)).values(enabled=True, due_at=now))


def switch_off(connection: Connection, ids: Sequence[str]) -> None:
    """Poll these no more. The catalog says it again at the next start."""
    connection.execute(update(sources).where(sources.c.id.in_(ids)).values(enabled=False))


def _state(row: Any) -> State:
    return State(
        id=row.id,
        title=row.title,
        platform=row.platform,
        kind=row.kind,
        enabled=row.enabled,
        due_at=row.due_at,
        watermark=row.watermark,
        outcome=Outcome(row.outcome) if row.outcome else None,
        detail=row.detail,
        failures=row.failures,
        last_run_at=row.last_run_at,
        last_ok_at=row.last_ok_at,
        told=Outcome(row.told) if row.told else None,
        silence_told=row.silence_told,
        silent_since=row.silent_since,
        listing=row.listing,
        listed=row.listed,
        paused_at=row.paused_at,
        paused_by=row.paused_by,
        cursor=row.cursor,
        begun_at=row.begun_at,
    )
