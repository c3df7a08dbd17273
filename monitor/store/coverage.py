"""What a tally could draw on: which sources, since when, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from monitor.store import book, reviews
from monitor.store import sources as states
from monitor.store.tables import records
from monitor.store.tally import Asked
from sources.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One source. `since` and `until` are the days of its first and last record; `last_ok` is when it was last read to the end."""

    id: str
    title: str
    kind: str
    records: int
    since: date | None
    until: date | None
    last_ok: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`drawn` have records; `broken` could not be read the last time, `silent` have none yet, `off` are known and not asked.

    `waiting` records are not in the ledger yet; `undecided` names may be a vendor's.
    """

    drawn: tuple[Drawn, ...]
    broken: tuple[str, ...]
    silent: tuple[str, ...]
    off: int
    waiting: int
    undecided: int

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, each in a sentence."""
        said = [
            f"{_named(self.broken)} could not be read to the end the last time" if self.broken else "",
            f"{_named(self.silent)} gave no record yet" if self.silent else "",
            f"{self.off:,} known sources are switched off" if self.off else "",
            f"{self.waiting:,} records are not in the ledger yet" if self.waiting else "",
            f"{self.undecided:,} names may be a vendor's and wait for a decision: `monitor vendors review`" if self.undecided else "",
        ]
        return tuple(filter(None, said))


NAMED = 5


def coverage(connection: Connection, asked: Asked) -> Coverage:
    """What there is for what is asked: sources of filings and notices, of one place where one is asked for."""
    listed = [state for state in states.states(connection) if state.kind != Kind.MEETING.value and _asked_for(state.id, asked)]
    drawn = _drawn(connection, listed)
    known = {each.id for each in drawn}
    on = [state for state in listed if state.enabled]
    return Coverage(
        drawn=tuple(drawn),
        broken=tuple(state.id for state in on if state.outcome and not state.outcome.complete),
        silent=tuple(state.id for state in on if state.id not in known),
        off=sum(not state.enabled and state.id not in known for state in listed),
        waiting=book.waiting(connection),
        undecided=reviews.waiting(connection),
    )


def _asked_for(source_id: str, asked: Asked) -> bool:
    return asked.place is None or source_id.startswith(f"{asked.place}-")


def _drawn(connection: Connection, listed: Sequence[states.State]) -> list[Drawn]:
    spans = select(records.c.source_id, func.count(), func.min(records.c.dated), func.max(records.c.dated))
    wanted = spans.where(records.c.source_id.in_([state.id for state in listed])).group_by(records.c.source_id)
    found = {source: (number, since, until) for source, number, since, until in connection.execute(wanted)}
    return [
        Drawn(
            id=state.id,
            title=state.title,
            kind=state.kind,
            records=found[state.id][0],
            since=found[state.id][1],
            until=found[state.id][2],
            last_ok=state.last_ok_at,
        )
        for state in listed
        if state.id in found
    ]


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f"{', '.join(ids[:NAMED])}{more}"
