"""When filters hold for a record: by its source, kind, body, day and sums."""

from datetime import date
from decimal import Decimal

import pytest

from monitor.model import About
from monitor.query.filters import hold
from monitor.query.parse import parse
from monitor.query.ranges import first_day, money
from sources.model import Amount, AmountKind, Kind


def amount(value: str | None, currency: str | None = "USD") -> Amount:
    return Amount(kind=AmountKind.AWARD, value=None if value is None else Decimal(value), currency=currency)


ABOUT = About(
    source="us-ca-los-angeles-county",
    platform="legistar",
    kind=Kind.MEETING,
    dated=date(2026, 11, 24),
    bodies=("Public Safety & Health Committee", "Board"),
    amounts=(amount("100000"), amount("2500000.50"), amount(None)),
)
NOTHING_KNOWN = About(source="gb-lnd-camden", platform="ocds", kind=Kind.NOTICE)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("kind:meeting", True),
        ("kind:notice kind:meeting", True),
        ("kind:notice", False),
        ("country:us state:us-ca", True),
        ("country:us state:us-or", False),
        ("country:u", None),
        ("source:us-ca-los-angeles-county", True),
        ("source:us-ca-los-angeles", False),
        ("source:us-ca-los-*", True),
        ("place:angeles place:camden", True),
        ('place:"Los Angeles County"', True),
        ("place:los-angeles", True),
        ("place:ca", False),
        ("platform:legistar", True),
        ("body:committee", True),
        ('body:"safety health"', False),
        ('body:"PUBLIC SAFETY"', True),
        ("body:comm", False),
        ("after:2026-11-24", True),
        ("after:2026-11-25", False),
        ("after:2026-11 before:2026-12", True),
        ("before:2026-11-24", False),
        ("before:2027", True),
        ("amount:100k", True),
        ("amount:>100000", True),
        ("amount:>2.5m", True),
        ("amount:>100000 amount:<2500000", False),
        ("amount:<100000", False),
        ("amount:<=100000usd", True),
        ("amount:<=100000eur", False),
        ("NOT kind:notice", True),
        ("NOT kind:meeting", False),
        ("NOT source:us-or-* NOT source:us-ca-*", False),
        ("NOT amount:>1m", False),
        ("NOT before:2026", True),
    ],
)
def test_filters_hold_for_what_is_known_of_a_record(filters: str, expected: bool | None) -> None:
    if expected is None:
        with pytest.raises(ValueError, match="two letters"):
            parse(f"{filters} a")
    else:
        assert expected == hold(parse(f"{filters} a").filters, ABOUT)


@pytest.mark.parametrize("filters", ["body:board", "after:1900", "before:2100", "amount:>0", "amount:<1000000"])
def test_what_is_unknown_neither_holds_nor_is_shut_out(filters: str) -> None:
    assert not hold(parse(f"{filters} a").filters, NOTHING_KNOWN)
    assert hold(parse(f"NOT {filters} a").filters, NOTHING_KNOWN)


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026", date(2026, 1, 1)), ("2026-2", date(2026, 2, 1)), ("2024-02-29", date(2024, 2, 29)), ("2026-02-29", None), ("0000", None)],
)
def test_a_day_a_month_or_a_year_begins_on_its_first_day(written: str, day: date | None) -> None:
    assert day == first_day(written)


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        (">5", "5.01", "5"),
        (">=5", "5", "4.99"),
        ("<5", "4.99", "5"),
        ("<=1.5k", "1500", "1501"),
        ("5..6", "6", "6.01"),
        ("2m", "2000000", "2"),
        ("5..6eur", "5", "4"),
    ],
)
def test_a_range_of_sums_knows_its_ends(written: str, inside: str, outside: str) -> None:
    assert (money(written).holds(Decimal(inside)), money(written).holds(Decimal(outside))) == (True, False)
