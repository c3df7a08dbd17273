"""Entries of contracts: the notices of whole groups, each with its standing, one for each party and currency."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from monitor.ledger.award import Award, Sum
from monitor.ledger.contracts import Contract, contracts
from monitor.ledger.entry import Entry, Money, cents
from monitor.ledger.fact import Fact
from monitor.ledger.identity import Identified
from monitor.ledger.standing import Standing

NOT_SHARED = "{} suppliers share {} {}, and the record does not say who gets what"
NO_SUM: Sum | None = None


def contract_entries(facts: Iterable[Fact[Award]]) -> list[Entry]:
    """An entry for each notice, supplier and currency."""
    by_key = {(fact.said.source_id, fact.said.key): fact for fact in facts}
    who = {name: found.who for fact in by_key.values() for name, found in fact.parties.items()}
    found = contracts((fact.said for fact in by_key.values()), lambda name: who.get(name, name))
    return [entry for contract in found for entry in _of_contract(contract, by_key)]


def _of_contract(contract: Contract, by_key: dict[tuple[str, str], Fact[Award]]) -> Iterator[Entry]:
    for notice in (contract.counted, *contract.others):
        standing = contract.standing if notice is contract.counted or contract.standing is Standing.CALLED_OFF else Standing.REPLACED
        fact = by_key[notice.source_id, notice.key]
        for name in fact.parties:
            for stated in notice.sums or (NO_SUM,):
                entry = _entry(fact, name, stated, standing, contract.day)
                twin = f"the same as {contract.twin.title} of {contract.twin.source_id}" if contract.twin else ""
                yield replace(entry, notes=(*entry.notes, twin)) if twin and standing is Standing.TWIN else entry


def _entry(fact: Fact[Award], name: str, stated: Sum | None, standing: Standing, day: date | None) -> Entry:
    notice, found = fact.said, fact.parties[name]
    kind, currency, said = stated or (None, None, None)
    value = None if said is None else cents(said)
    entry = Entry(
        record_id=fact.record_id,
        source_id=notice.source_id,
        group=fact.group,
        kind=Money(kind.value) if kind else Money.UNSTATED,
        name=name,
        key=found.key,
        who=found.who,
        vendor=found.vendor,
        other=notice.buyer,
        region=notice.region,
        year=day.year if day else None,
        period="",
        day=day,
        currency=currency,
        value=value,
        low=value,
        high=value,
        standing=Standing.IMPLAUSIBLE if said is not None and value is None else standing,
        echo=echo(notice, fact.parties) if value is not None and standing in (Standing.COUNTED, Standing.TWIN) else None,
    )
    return _shared(entry, len(fact.parties)) if standing is Standing.SHARED and value is not None else entry


def echo(notice: Award, parties: Mapping[str, Identified]) -> str | None:
    """What the same contract has in common wherever it is told: who, and how much. None where it gives no sum."""
    known = sorted({f"{value.normalize()} {currency}" for _, currency, value in notice.sums if value is not None})
    together = " + ".join(sorted({found.who for found in parties.values()}))
    return f"{together} {' '.join(known)}" if known else None


def _shared(entry: Entry, suppliers: int) -> Entry:
    value = entry.value or Decimal()
    low, high = sorted((Decimal(), value))
    note = NOT_SHARED.format(suppliers, f"{value:,.2f}", entry.currency or "of a currency that is not said")
    return replace(entry, value=None, low=low, high=high, notes=(*entry.notes, note))
