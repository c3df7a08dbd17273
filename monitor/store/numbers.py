"""Numbers that registers give to organisations: which name has which, what that suggests, and what a person said of it.

A number that a record gives to a name of a vendor is proposed as the vendor's; a name that shares a number with a vendor is asked about.
Nothing is merged by either until a person says so; the answers stand among those of names (`monitor vendors review`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from monitor.ledger.identity import SIGN, Identified, Identity, number_key, tells
from monitor.store import reviews
from monitor.store.insert import insert_new, upsert
from monitor.store.ledger_tables import party_numbers
from monitor.store.ledger_tables import reviews as questions

AT_ONCE = 500
MOST_NAMES = 20  # that share a number: more are a number that people type for none
PROPOSED = "the record gives this number to {}"
SHARED = "{} is a number of {} too"
CERTAIN, LIKELY = 1.0, 0.95  # the record says the first; of the second it may be a mistake, or a company that was sold

Parties = Iterable[tuple[int, str, Identified]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A name that a record gives a number to."""

    key: str
    name: str
    record_id: int | None


def learn(connection: Connection, parties: Parties, identity: Identity, now: datetime) -> None:
    """Keep which numbers these parties have, and ask what follows from numbers that a vendor has."""
    rows = {
        (number_key(*id_), found.key): {"number_key": number_key(*id_), "name_key": found.key, "name": name, "record_id": record_id}
        for record_id, name, found in parties
        for id_ in found.ids
        if found.key and tells(*id_)
    }
    insert_new(connection, party_numbers, list(rows.values()))
    asked = [row for key, names in _holders(connection, {key for key, _ in rows}).items() for row in _questions(key, names, identity)]
    insert_new(connection, questions, [{**row, "found_at": now} for row in asked])


def _holders(connection: Connection, keys: Collection[str]) -> Mapping[str, list[Holder]]:
    listed, found = sorted(keys), dict[str, list[Holder]]()
    for start in range(0, len(listed), AT_ONCE):
        wanted = select(party_numbers).where(party_numbers.c.number_key.in_(listed[start : start + AT_ONCE]))
        for row in connection.execute(wanted.order_by(party_numbers.c.name_key)):
            found.setdefault(row.number_key, []).append(Holder(key=row.name_key, name=row.name, record_id=row.record_id))
    return found


def _questions(key: str, holders: Sequence[Holder], identity: Identity) -> Iterator[dict[str, Any]]:
    """The number is proposed to each vendor that a holder is by its name; where that is one, its other holders are asked about."""
    if len(holders) > MOST_NAMES:
        return
    vendors: dict[str, Holder] = {}
    for holder in holders:
        if vendor := identity.identify(holder.name).vendor:
            vendors.setdefault(vendor, holder)
    for vendor, holder in vendors.items():
        if not identity.has(key, vendor):
            yield _row(key, key.removeprefix(SIGN), vendor, CERTAIN, PROPOSED.format(holder.name), holder)
    if len(vendors) != 1:
        return
    ((vendor, own),) = vendors.items()
    for holder in holders:
        if identity.identify(holder.name).vendor is None and identity.asked(holder.key, vendor):
            yield _row(holder.key, holder.name, vendor, LIKELY, SHARED.format(key.removeprefix(SIGN), own.name), holder)


def _row(key: str, name: str, vendor: str, score: float, why: str, holder: Holder) -> dict[str, Any]:
    return {"name_key": key, "vendor": vendor, "name": name, "score": score, "why": why, "record_id": holder.record_id}


def decide(connection: Connection, vendor: str, scheme: str, number: str, *, same: bool, note: str, now: datetime) -> None:
    """Say that a number is a vendor's, or is not. The sums of whoever has it are booked again."""
    key = number_key(scheme, number)
    row = {"name_key": key, "vendor": vendor, "name": key.removeprefix(SIGN), "score": CERTAIN, "why": "a person named it"}
    decided = {"same": same, "note": note, "found_at": now, "decided_at": now}
    upsert(connection, questions, [row | decided], ["name_key", "vendor"], ["same", "note", "decided_at"])
    reviews.rebook(connection, key)


def names(connection: Connection, scheme: str, number: str) -> Sequence[str]:
    """Whoever has a number, as records write it."""
    wanted = select(party_numbers.c.name).where(party_numbers.c.number_key == number_key(scheme, number))
    return connection.execute(wanted.order_by(party_numbers.c.name)).scalars().all()
