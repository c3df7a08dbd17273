"""Keeps the ledger: records that are new or changed are booked, with all that decides together with them."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from monitor.ledger.award import Award
from monitor.ledger.booked_contracts import echo
from monitor.ledger.booking import AnyFact, entries, fact
from monitor.ledger.entry import Entry
from monitor.ledger.identity import Identity
from monitor.ledger.known import FILE, known
from monitor.lexicon import Lexicon
from monitor.lexicon.model import Vendor
from monitor.store import numbers, reviews
from monitor.store.insert import insert_new
from monitor.store.ledger_tables import entries as table
from monitor.store.ledger_tables import entry_subjects, ledger_marks
from monitor.store.tables import records, revisions
from sources import codec
from sources.model import Kind

AT_ONCE = 500  # bodies held in memory: a filing has 5 kB
RULES = "rules"
VERSION = 4
"""Raise it with every change of the rules in monitor/ledger: all records are booked again."""
AS_THEY_ARE = (
    *("record_id", "source_id", "echo", "name", "who", "vendor", "other"),
    *("place", "year", "period", "day", "currency", "in_house", "idle"),
)


def identity(connection: Connection, lexicon: Lexicon) -> Identity:
    """Knows vendors by the lexicon, by the reviewed file, and by what was decided."""
    return _identity(tuple(lexicon.vendors.values()), frozenset(reviews.decisions(connection).items()))


@lru_cache(maxsize=2)
def _identity(vendors: tuple[Vendor, ...], decided: frozenset[tuple[tuple[str, str], bool]]) -> Identity:
    """The same from one batch to the next, with what it found out about names."""
    return Identity(known(vendors), dict(decided))


def waiting(connection: Connection) -> int:
    """How many records are not in the ledger yet as they stand."""
    return connection.execute(select(func.count()).select_from(records).where(records.c.to_book)).scalar_one()


def book(connection: Connection, lexicon: Lexicon, now: datetime, at_once: int = AT_ONCE) -> int:
    """Book so many of the records that wait; return how many there were. Call it again until it returns 0."""
    _alone(connection, lexicon)
    taken = connection.execute(select(records.c.id).where(records.c.to_book).order_by(records.c.id).limit(at_once)).scalars().all()
    if not taken:
        return 0
    known_to = identity(connection, lexicon)
    facts = _facts(connection, taken, known_to)
    groups = {each.group for each in facts.values()} | _groups(connection, table.c.record_id, taken)
    facts |= _facts(connection, _members(connection, groups) - set(taken), known_to)
    together = groups | _echoing(connection, facts.values(), groups)
    facts |= _facts(connection, _members(connection, together) - set(facts), known_to)
    _write(connection, together, entries(each for each in facts.values() if each.group in together))
    parties = [(each.record_id, name, found) for each in facts.values() for name, found in each.parties.items()]
    reviews.ask(connection, parties, now)
    numbers.learn(connection, parties, known_to, now)
    _within(connection, update(records).values(to_book=False), records.c.id, taken)
    return len(taken)


def _alone(connection: Connection, lexicon: Lexicon) -> None:
    """One writer at a time; with new rules everything is booked again."""
    insert_new(connection, ledger_marks, [{"id": RULES, "value": ""}])
    row = select(ledger_marks.c.value).where(ledger_marks.c.id == RULES).with_for_update()
    rules = _rules(lexicon)
    if connection.execute(row).scalar_one() != rules:
        connection.execute(update(records).values(to_book=True))
        connection.execute(update(ledger_marks).where(ledger_marks.c.id == RULES).values(value=rules))


def _rules(lexicon: Lexicon) -> str:
    vendors = repr(sorted((vendor.name, vendor.names, vendor.ambiguous) for vendor in lexicon.vendors.values()))
    return f"{VERSION} {hashlib.sha256(vendors.encode() + Path(FILE).read_bytes()).hexdigest()}"


def _facts(connection: Connection, ids: Collection[int], known_to: Identity) -> dict[int, AnyFact]:
    """What these records say as they stand."""
    last = and_(revisions.c.record_id == records.c.id, revisions.c.number == records.c.revision)
    wanted = select(records.c.id, records.c.source_id, revisions.c.body).join(revisions, last).where(records.c.kind != Kind.MEETING.value)
    found = {}
    for part in _parts(ids):
        for row in connection.execute(wanted.where(records.c.id.in_(part))):
            if said := fact(row.id, row.source_id, codec.loads(row.body), known_to):
                found[row.id] = said
    return found


def _members(connection: Connection, groups: Collection[str]) -> set[int]:
    return {row[0] for part in _parts(groups) for row in connection.execute(select(table.c.record_id).where(table.c.group_key.in_(part)))}


def _groups(connection: Connection, column: Any, values: Collection[Any]) -> set[str]:
    return {row[0] for part in _parts(values) for row in connection.execute(select(table.c.group_key).where(column.in_(part)))}


def _echoing(connection: Connection, facts: Iterable[AnyFact], groups: Collection[str]) -> set[str]:
    """The groups whose contracts may be told by another source too: with what they say now, and with what they said."""
    said = {found for each in facts if isinstance(each.said, Award) and (found := echo(each.said, each.parties))}
    for part in _parts(groups):
        stood = select(table.c.echo).where(table.c.group_key.in_(part), table.c.echo.is_not(None))
        said |= set(connection.execute(stood).scalars())
    return _groups(connection, table.c.echo, said)


def _write(connection: Connection, groups: Collection[str], made: list[Entry]) -> None:
    _within(connection, delete(table), table.c.group_key, groups)
    if not made:
        return
    added = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    ids = connection.execute(added, [_row(entry) for entry in made]).scalars().all()
    subjects = [
        {"entry_id": id_, "sort": sort, "subject": subject}
        for id_, entry in zip(ids, made, strict=True)
        for sort, named in (("issue", entry.issues), ("bill", entry.bills))
        for subject in named
    ]
    if subjects:
        connection.execute(insert(entry_subjects), subjects)


def _row(entry: Entry) -> Mapping[str, Any]:
    sums = {"value": entry.value, "low": entry.low, "high": entry.high}
    own = {"group_key": entry.group, "name_key": entry.key, "kind": entry.kind.value, "standing": entry.standing.code}
    same = {name: getattr(entry, name) for name in AS_THEY_ARE}
    return same | own | {"notes": list(entry.notes)} | {name: None if sum_ is None else int(sum_ * 100) for name, sum_ in sums.items()}


def _within(connection: Connection, statement: Any, column: Any, values: Collection[Any]) -> None:
    for part in _parts(values):
        connection.execute(statement.where(column.in_(part)))


def _parts(values: Collection[Any]) -> Iterable[list[Any]]:
    listed = list(values)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
