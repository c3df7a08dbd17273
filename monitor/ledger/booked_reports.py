"""Entries of lobbying: the reports of whole groups, each with its standing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from monitor.ledger import names
from monitor.ledger.chains import Chain
from monitor.ledger.entry import Entry, Money, cents
from monitor.ledger.fact import Fact
from monitor.ledger.filing import EARLIEST, Filing
from monitor.ledger.spending import Line, lines
from monitor.ledger.standing import Standing

DIFFERING = "{} gives another sum for the same report"
PAID = frozenset({Standing.COUNTED, Standing.IN_HOUSE_INCLUDES_IT})


def report_entries(facts: Iterable[Fact[Filing]]) -> list[Entry]:
    """One entry for each report."""
    by_key = {(fact.said.source_id, fact.said.key): fact for fact in facts}
    who = {name: found.who for fact in by_key.values() for name, found in fact.parties.items()}
    listed = lines((fact.said for fact in by_key.values()), lambda name: who.get(name, name))
    return _once(entry for line in listed for entry in _of_line(line, by_key))


def _of_line(line: Line, by_key: dict[tuple[str, str], Fact[Filing]]) -> Iterator[Entry]:
    low, high = _bounds(line.chain)
    counted = _entry(by_key[line.chain.counted.source_id, line.chain.counted.key])
    notes = tuple(doubt.value for doubt in line.chain.doubts)
    standing = line.standing if counted.standing is Standing.COUNTED else counted.standing
    yield replace(counted, low=low, high=high, standing=standing, notes=notes)
    for report in line.chain.replaced:
        yield replace(_entry(by_key[report.source_id, report.key]), standing=Standing.REPLACED)


def _entry(fact: Fact[Filing]) -> Entry:
    report = fact.said
    found = fact.parties[report.client]
    value = None if report.value is None else cents(report.value)
    return Entry(
        record_id=fact.record_id,
        source_id=report.source_id,
        group=fact.group,
        kind=Money.LOBBYING,
        name=report.client,
        key=found.key,
        who=found.who,
        vendor=found.vendor,
        other=report.registrant,
        year=report.year,
        period=report.period,
        day=report.posted.date() if report.posted > EARLIEST else None,
        currency=report.currency,
        value=value,
        low=value,
        high=value,
        standing=Standing.IMPLAUSIBLE if report.value is not None and value is None else Standing.COUNTED,
        in_house=report.in_house,
        idle=report.idle,
        issues=fact.issues,
        bills=fact.bills,
    )


def _bounds(chain: Chain) -> tuple[Decimal | None, Decimal | None]:
    low, high = chain.range or (chain.value, chain.value)
    return (None if low is None else cents(low)), (None if high is None else cents(high))


def _once(told: Iterable[Entry]) -> list[Entry]:
    """A report that two registers tell of counts once, as the one with the last posting has it: House and Senate get the same reports."""
    listed = list(told)
    echoes: dict[tuple[object, ...], list[Entry]] = {}
    for entry in listed:
        if entry.standing in PAID:
            echoes.setdefault((entry.group, names.organisation(entry.other), entry.currency, entry.in_house), []).append(entry)
    beside = {id(entry): _beside(entry, echo) for echo in echoes.values() for entry in echo}
    return [beside.get(id(entry), entry) for entry in listed]


def _beside(entry: Entry, echo: list[Entry]) -> Entry:
    believed = max(echo, key=lambda each: (str(each.day or ""), each.source_id)).source_id
    others = [each for each in echo if each.source_id != entry.source_id]
    if not others:
        return entry
    if entry.source_id != believed:
        return replace(entry, standing=Standing.TOLD_ELSEWHERE)
    known = {each.value for each in (entry, *others) if each.value is not None}
    if len(known) < 2:  # of one sum there is no doubt
        return entry
    return replace(entry, low=min(known), high=max(known), notes=(*entry.notes, DIFFERING.format(others[0].source_id)))
