"""What is news in the ledger: a vendor's quarterly lobbying that doubled, a vendor's first contract in a state."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

FACTOR = 2
QUARTER = re.compile(r"(\d{4}) Q([1-4])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The record by which a turn came about; `seen` is when it was first found here."""

    day: date
    seen: datetime
    source: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """What was spent on lobbying for a vendor in a quarter ("2026 Q1"): the sum of what is known, and how many sums are not."""

    vendor: str
    period: str
    currency: str
    total: Decimal | None
    unknown: int
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """News. `key` is the same whenever it is found again, so that it is told once."""

    key: str
    vendor: str
    words: str
    record: Record


def doubled(quarters: Iterable[Quarter]) -> Iterator[Turn]:
    """The quarters in which at least twice as much was spent as in the one before, where all of that is known and it is not nothing."""
    by_key = {(each.vendor, each.currency, each.period): each for each in quarters}
    for (vendor, currency, period), each in by_key.items():
        before = by_key.get((vendor, currency, _before(period)))
        if before is None or before.unknown or not before.total or before.total < 0 or each.total is None:
            continue
        if each.total >= FACTOR * before.total:
            yield Turn(
                key=f"doubled {vendor} {currency} {period}",
                vendor=vendor,
                words=f"{vendor} spent {each.total:,.0f} {currency} on lobbying in {period}, "
                f"after {before.total:,.0f} {currency} in {before.period}",
                record=each.record,
            )


def _before(period: str) -> str:
    """The quarter before; of what is no quarter nothing is before."""
    found = QUARTER.fullmatch(period)
    if found is None:
        return ""
    year, quarter = int(found[1]), int(found[2])
    return f"{year - 1} Q4" if quarter == 1 else f"{year} Q{quarter - 1}"


def first(vendor: str, place: str, record: Record) -> Turn:
    """A vendor's first contract in a place, as far as our sources know."""
    words = f"The first contract of {vendor} in {place.upper()} that we know of"
    return Turn(key=f"first {vendor} {place}", vendor=vendor, words=words, record=record)
