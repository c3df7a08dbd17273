"""What a tally could draw on: which sources, since when, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from monitor.language import gettext, ngettext, number
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
            gettext("{sources} could not be read to the end the last time").format(sources=_named(self.broken)) if self.broken else "",
            gettext("{sources} gave no record yet").format(sources=_named(self.silent)) if self.silent else "",
            _counted(ngettext("{n} known source is switched off", "{n} known sources are switched off", self.off), self.off),
            _counted(ngettext("{n} record is not in the ledger yet", "{n} records are not in the ledger yet", self.waiting), self.waiting),
            _counted(
                ngettext(
                    "{n} name or number may be a vendor's and waits for a decision: `monitor vendors review`",
                    "{n} names or numbers may be a vendor's and wait for a decision: `monitor vendors review`",
                    self.undecided,
                ),
                self.undecided,
            ),
        ]
        return tuple(filter(None, said))


NAMED = 5
WHOLE = ("federal", "national")  # what the id of a source has in place of a region where it covers the country


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
    """A source of the place, or of the whole country: its records say in which state a contract is carried out."""
    if asked.place is None:
        return True
    country = asked.place.partition("-")[0]
    return source_id.startswith((f"{asked.place}-", *(f"{country}-{whole}-" for whole in WHOLE)))


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


def _counted(words: str, count: int) -> str:
    return words.format(n=number(count)) if count else ""


def _named(ids: Sequence[str]) -> str:
    names = ", ".join(ids[:NAMED])
    return gettext("{names} and {number} more").format(names=names, number=len(ids) - NAMED) if len(ids) > NAMED else names
