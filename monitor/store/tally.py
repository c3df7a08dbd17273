"""Who is named in records with hits, and for how much. A first tally; the ledger will resolve names further."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from monitor.ledger import spending
from monitor.ledger.contracts import Contract, Standing
from monitor.store import contracts, filings
from monitor.store.filings import Spending
from monitor.store.tables import amounts, hits, parties, records, revisions, sources
from sources import codec
from sources.model import AmountKind, Kind

COUNTED = ("supplier", "client")
AT_ONCE = 500  # bodies decoded together

Sum = tuple[str, str | None, Decimal | None]


class By(StrEnum):
    """What a tally has a line for."""

    VENDOR = "vendor"
    YEAR = "year"
    PLACE = "place"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A record that counts: it has hits, and of its thread it is the newest, so that amendments replace."""

    record_id: int
    source_id: str
    place: str
    year: int | None
    parties: tuple[tuple[str, str], ...]
    """Name and role of each that is paid or lobbies."""
    sums: tuple[Sum, ...] = ()


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of a tally. `unknown` counts records that give no amount: unknown is not zero. `names`: as the records write it."""

    name: str
    role: str = ""
    names: set[str] = field(default_factory=set)
    records: int = 0
    known: int = 0
    unknown: int = 0
    totals: dict[tuple[str, str | None], Decimal] = field(default_factory=dict)

    @property
    def sums(self) -> list[str]:
        """Each kind and currency apart, since they must not be added together."""
        return [f"{total:,.2f} {currency or 'currency unknown'} {kind}" for (kind, currency), total in sorted(self.totals.items(), key=str)]


def tally(connection: Connection, limit: int) -> Sequence[Line]:
    """The names in most records first."""
    return lines(counted(connection), By.VENDOR)[:limit]


def counted(connection: Connection) -> list[Counted]:
    """Every record that counts and names somebody, the oldest first."""
    given, named, paid = _amounts(connection), _parties(connection), contracts.counted(connection)
    spent = filings.spending(connection)
    given |= {record_id: _worth(contract) for record_id, contract in paid.items()}
    given |= {record_id: _spent(line) for record_id, line in spent.counted.items()}
    with_hits = select(hits.c.record_id).distinct()
    columns = (records.c.id, records.c.source_id, records.c.kind, records.c.thread, records.c.happens_at, sources.c.title)
    rows = select(*columns).join(sources).where(records.c.id.in_(with_hits)).order_by(records.c.happens_at, records.c.id)
    newest = {_chain(row, spent): row for row in connection.execute(rows) if _counts(row, paid, spent)}
    return [
        Counted(
            record_id=row.id,
            source_id=row.source_id,
            place=row.title,
            year=_year(row, spent),
            parties=tuple(named[row.id]),
            sums=tuple(given.get(row.id, ())),
        )
        for row in newest.values()
        if row.id in named
    ]


def _chain(row: Any, spent: Spending) -> tuple[str, str | int]:
    """What a record is the newest of: its thread; of notices and reports of spending the ledger has told which one counts."""
    told = row.kind == Kind.NOTICE.value or row.id in spent.counted
    return row.source_id, row.id if told else row.thread or row.id


def _counts(row: Any, paid: dict[int, Contract], spent: Spending) -> bool:
    if row.kind == Kind.NOTICE.value:
        contract = paid.get(row.id)
        return contract is not None and contract.standing in (Standing.COUNTED, Standing.SHARED)
    if row.id in spent.reports:
        return row.id in spent.counted and spent.counted[row.id].standing is spending.Standing.COUNTED
    return (row.source_id, row.thread) not in spent.chains


def _year(row: Any, spent: Spending) -> int | None:
    """The year that a report is about, which is mostly not the year in which an amendment was posted."""
    if line := spent.counted.get(row.id):
        return line.chain.counted.year
    return row.happens_at.year if row.happens_at else None


def _spent(line: spending.Line) -> list[Sum]:
    report = line.chain.counted
    kind = AmountKind.EXPENSE if report.in_house else AmountKind.INCOME
    return [(kind.value, report.currency, report.value)]


def _worth(contract: Contract) -> list[Sum]:
    """What the contract adds: a sum that several suppliers share is unknown to each."""
    shared = contract.standing is Standing.SHARED
    return [(kind.value, currency, None if shared else value) for kind, currency, value in contract.sums]


def only(entries: Iterable[Counted], wanted: Callable[[str], bool]) -> list[Counted]:
    """The records that name somebody who is wanted, with nobody else in them."""
    narrowed = [replace(entry, parties=tuple(party for party in entry.parties if wanted(party[0]))) for entry in entries]
    return [entry for entry in narrowed if entry.parties]


def issues(connection: Connection, entries: Sequence[Counted]) -> dict[int, tuple[str, ...]]:
    """The issue codes of the filings among these records, by record: LDA's general issue areas."""
    found = {}
    newest = (revisions.c.record_id == records.c.id) & (revisions.c.number == records.c.revision)
    rows = select(records.c.id, revisions.c.body).join(revisions, newest).where(records.c.kind == Kind.FILING.value)
    ids = [entry.record_id for entry in entries]
    for start in range(0, len(ids), AT_ONCE):
        for row in connection.execute(rows.where(records.c.id.in_(ids[start : start + AT_ONCE]))):
            codes = (code for part in codec.loads(row.body).parts for code in part.codes)
            found[row.id] = tuple(dict.fromkeys(codes))
    return found


def lines(
    entries: Iterable[Counted],
    by: By,
    *,
    vendor_of: Callable[[str], str | None] = lambda _: None,
    of: dict[int, tuple[str, ...]] | None = None,
) -> list[Line]:
    """The tally: years in their order, everything else with the most records first.

    `vendor_of` says which vendor a name is; `of` are the issues of each record, where they are asked for. A record with two
    suppliers counts for both, and one with two issues for both.
    """
    found: dict[tuple[str, str], Line] = {}
    for entry in entries:
        for key in dict.fromkeys(_keys(entry, by, vendor_of, of or {})):
            line = found.setdefault(key, Line(name=key[0], role=key[1]))
            line.names |= {name for name, role in entry.parties if by is not By.VENDOR or (vendor_of(name) or name, role) == key}
            _count(line, entry.sums)
    return sorted(found.values(), key=lambda line: (line.name,) if by is By.YEAR else (-line.records, line.name))


def _keys(entry: Counted, by: By, vendor_of: Callable[[str], str | None], of: dict[int, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    match by:
        case By.VENDOR:
            yield from ((vendor_of(name) or name, role) for name, role in entry.parties)
        case By.YEAR:
            yield str(entry.year or "unknown"), ""
        case By.PLACE:
            yield entry.source_id, ""
        case By.ISSUE:
            yield from ((issue, "") for issue in of.get(entry.record_id, ()))


def _count(line: Line, given: Sequence[Sum]) -> None:
    known = [(kind, currency, value) for kind, currency, value in given if value is not None]
    line.records += 1
    line.known += bool(known)
    line.unknown += not known
    for kind, currency, value in known:
        line.totals[kind, currency] = line.totals.get((kind, currency), Decimal()) + value


def _parties(connection: Connection) -> dict[int, list[tuple[str, str]]]:
    with_hits = select(hits.c.record_id).distinct()
    found: dict[int, list[tuple[str, str]]] = {}
    rows = select(parties).where(parties.c.role.in_(COUNTED), parties.c.record_id.in_(with_hits)).order_by(parties.c.id)
    for row in connection.execute(rows):
        found.setdefault(row.record_id, []).append((row.name, row.role))
    return found


def _amounts(connection: Connection) -> dict[int, list[Sum]]:
    with_hits = select(hits.c.record_id).distinct()
    found: dict[int, list[Sum]] = {}
    for row in connection.execute(select(amounts).where(amounts.c.record_id.in_(with_hits))):
        found.setdefault(row.record_id, []).append((row.kind, row.currency, row.value))
    return found
