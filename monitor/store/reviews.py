"""Names that may be a vendor's: who they look like, what a person said of that, and how it is undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select, update

from monitor.ledger.identity import Decisions, Identified
from monitor.store.insert import insert_new
from monitor.store.ledger_tables import entries, party_numbers, reviews
from monitor.store.tables import records


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A question: is this party that vendor? `same` None: nobody has said. `entries` is how many sums hang on it."""

    id: int
    name: str
    name_key: str
    vendor: str
    score: float
    why: str
    same: bool | None
    note: str
    decided_at: datetime | None
    title: str | None
    url: str | None
    entries: int


def ask(connection: Connection, parties: Iterable[tuple[int, str, Identified]], now: datetime) -> None:
    """Put the undecided ones among these parties on the list; a question that was asked before stays as it is."""
    rows = {
        (found.key, each.vendor): {
            "name_key": found.key,
            "vendor": each.vendor,
            "name": name,
            "score": each.score,
            "why": each.why,
            "record_id": record_id,
            "found_at": now,
        }
        for record_id, name, found in parties
        for each in found.candidates
    }
    insert_new(connection, reviews, list(rows.values()))


def decisions(connection: Connection) -> Decisions:
    """What was decided."""
    rows = connection.execute(select(reviews.c.name_key, reviews.c.vendor, reviews.c.same).where(reviews.c.same.is_not(None)))
    return {(row.name_key, row.vendor): row.same for row in rows}


def listed(connection: Connection, *, decided: bool = False) -> Sequence[Review]:
    """The questions that wait, those on which most sums hang first; or those that were decided, the last first."""
    count = select(func.count()).where(entries.c.name_key == reviews.c.name_key).scalar_subquery()
    which = reviews.c.same.is_not(None) if decided else reviews.c.same.is_(None)
    order = (reviews.c.decided_at.desc(),) if decided else (count.desc(), reviews.c.score.desc())
    own = [reviews.c[name] for name in ("id", "name", "name_key", "vendor", "score", "why", "same", "note", "decided_at")]
    statement = select(*own, records.c.title, records.c.url, count.label("entries")).select_from(reviews.outerjoin(records))
    return [Review(**row._asdict()) for row in connection.execute(statement.where(which).order_by(*order, reviews.c.id))]


def waiting(connection: Connection) -> int:
    """How many questions nobody has answered."""
    return connection.execute(select(func.count()).where(reviews.c.same.is_(None))).scalar_one()


def decide(connection: Connection, review_id: int, same: bool | None, note: str, now: datetime) -> bool:
    """Answer a question, or with None take the answer back. False where there is none of this number.

    The sums of that name are booked again.
    """
    values = {"same": same, "note": note, "decided_at": None if same is None else now}
    row = connection.execute(update(reviews).where(reviews.c.id == review_id).values(values).returning(reviews.c.name_key)).first()
    if row is None:
        return False
    rebook(connection, row.name_key)
    return True


def rebook(connection: Connection, key: str) -> None:
    """Book the sums of a name again, or those of all names that have a number."""
    with_number = select(party_numbers.c.name_key).where(party_numbers.c.number_key == key)
    touched = select(entries.c.record_id).where(or_(entries.c.name_key == key, entries.c.name_key.in_(with_number)))
    connection.execute(update(records).where(records.c.id.in_(touched)).values(to_book=True))
