"""The turns in the ledger, and which of them were found before."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from monitor.ledger.entry import Money
from monitor.ledger.standing import Standing
from monitor.ledger.turns import Quarter, Record, Turn, doubled, first
from monitor.store.insert import insert_new, insert_new_ids
from monitor.store.ledger_tables import entries, ledger_marks
from monitor.store.tables import records, runs
from sources.errors import Outcome

MARK = "turn "
PAID = (Standing.COUNTED.code, Standing.SHARED.code)
NAMED = (records.c.title, records.c.url, records.c.first_seen, entries.c.source_id, entries.c.day)


def turns(connection: Connection) -> list[Turn]:
    """All turns of watched vendors, old and new."""
    return [*doubled(_quarters(connection)), *_firsts(connection)]


def _quarters(connection: Connection) -> list[Quarter]:
    """The sums of each quarter, with the report that came last."""
    wanted = (entries.c.vendor.is_not(None), entries.c.kind == Money.LOBBYING.value, entries.c.standing == Standing.COUNTED.code)
    keys = (entries.c.vendor, entries.c.period, entries.c.currency)
    known = select(*keys, entries.c.value, *NAMED).join(records).where(*wanted, entries.c.day.is_not(None), entries.c.currency.is_not(None))
    found: dict[tuple[str, str, str], Quarter] = {}
    for row in connection.execute(known.order_by(entries.c.day, entries.c.id)):
        key = (row.vendor, row.period, row.currency)
        before = found.get(key)
        total = before.total if before else None
        total = total if row.value is None else (total or Decimal()) + Decimal(row.value) / 100
        found[key] = Quarter(
            vendor=row.vendor,
            period=row.period,
            currency=row.currency,
            total=total,
            unknown=(before.unknown if before else 0) + (row.value is None),
            record=_record(row),
        )
    return list(found.values())


def _firsts(connection: Connection) -> list[Turn]:
    """The first contract of each vendor in each place."""
    paid = (entries.c.vendor.is_not(None), entries.c.kind != Money.LOBBYING.value, entries.c.standing.in_(PAID), entries.c.day.is_not(None))
    order = func.row_number().over(partition_by=(entries.c.vendor, entries.c.place), order_by=(entries.c.day, entries.c.id)).label("nth")
    ranked = select(entries.c.vendor, entries.c.place, *NAMED, order).join(records).where(*paid).subquery()
    return [first(row.vendor, row.place, _record(row)) for row in connection.execute(select(ranked).where(ranked.c.nth == 1))]


def _record(row: Any) -> Record:
    return Record(day=row.day, seen=row.first_seen, source=row.source_id, title=row.title, url=row.url)


def filled(connection: Connection) -> dict[str, datetime]:
    """When each source was read to the end for the first time: what was found until then filled the archive."""
    whole = runs.c.outcome.in_([outcome.value for outcome in Outcome if outcome.complete])
    ended = select(runs.c.source_id, func.min(runs.c.ended_at)).where(whole, runs.c.ended_at.is_not(None)).group_by(runs.c.source_id)
    return {row[0]: row[1] for row in connection.execute(ended)}


def begun(connection: Connection, now: datetime) -> bool:
    """Whether turns were looked for before; from now on they were."""
    return insert_new_ids(connection, ledger_marks, {"id": "turns", "value": now.isoformat()}) is None


def fresh(connection: Connection, found: Iterable[Turn], now: datetime) -> list[Turn]:
    """Those that were not found before; from now on they were."""
    known = set(connection.execute(select(ledger_marks.c.id).where(ledger_marks.c.id.startswith(MARK, autoescape=True))).scalars())
    new = [turn for turn in found if MARK + turn.key not in known]
    insert_new(connection, ledger_marks, [{"id": MARK + turn.key, "value": now.isoformat()} for turn in new])
    return new
