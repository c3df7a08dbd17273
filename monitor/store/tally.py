"""Who is named in records with hits, and for how much. A first tally; the ledger will resolve names to vendors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection, select

from monitor.store.tables import amounts, hits, parties, records

COUNTED = ("supplier", "client")


@dataclass(slots=True, kw_only=True)
class Named:
    """One name in one role. `unknown` counts records that give no amount: unknown is not zero."""

    name: str
    role: str
    records: int = 0
    known: int = 0
    unknown: int = 0
    totals: dict[tuple[str, str | None], Decimal] = field(default_factory=dict)

    @property
    def sums(self) -> list[str]:
        """Each kind and currency apart, since they must not be added together."""
        return [f"{total:,.2f} {currency or 'currency unknown'} {kind}" for (kind, currency), total in sorted(self.totals.items(), key=str)]


def tally(connection: Connection, limit: int) -> Sequence[Named]:
    """The names in most records first. Of the records of one thread only the newest counts, so amendments replace."""
    newest = _newest(connection)
    given = _amounts(connection)
    found: dict[tuple[str, str], Named] = {}
    with_hits = select(hits.c.record_id).distinct()
    rows = select(parties).where(parties.c.role.in_(COUNTED), parties.c.record_id.in_(with_hits)).order_by(parties.c.id)
    for row in connection.execute(rows):
        if row.record_id in newest:
            named = found.setdefault((row.name, row.role), Named(name=row.name, role=row.role))
            _count(named, given.get(row.record_id, []))
    return sorted(found.values(), key=lambda named: (-named.records, named.name))[:limit]


def _count(named: Named, given: Sequence[tuple[str, str | None, Decimal | None]]) -> None:
    known = [(kind, currency, value) for kind, currency, value in given if value is not None]
    named.records += 1
    named.known += bool(known)
    named.unknown += not known
    for kind, currency, value in known:
        named.totals[kind, currency] = named.totals.get((kind, currency), Decimal()) + value


def _newest(connection: Connection) -> set[int]:
    with_hits = select(hits.c.record_id).distinct()
    rows = select(records.c.id, records.c.source_id, records.c.thread).where(records.c.id.in_(with_hits))
    last: dict[tuple[str, str | int], int] = {}
    for row in connection.execute(rows.order_by(records.c.happens_at, records.c.id)):
        last[row.source_id, row.thread or row.id] = row.id
    return set(last.values())


def _amounts(connection: Connection) -> dict[int, list[tuple[str, str | None, Decimal | None]]]:
    with_hits = select(hits.c.record_id).distinct()
    found: dict[int, list[tuple[str, str | None, Decimal | None]]] = {}
    for row in connection.execute(select(amounts).where(amounts.c.record_id.in_(with_hits))):
        found.setdefault(row.record_id, []).append((row.kind, row.currency, row.value))
    return found
