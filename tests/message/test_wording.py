"""Times and sums in words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from monitor.message.wording import amount, moment, until
from sources.model import Amount, AmountKind

PARIS, OAKLAND = "Europe/Paris", "America/Los_Angeles"


@pytest.mark.parametrize(
    ("when", "zone", "words"),
    [
        (datetime(2026, 5, 12, 22, 30, tzinfo=UTC), OAKLAND, "Tuesday 12 May 2026, 15:30 PDT (in 3 days)"),
        (datetime(2026, 12, 12, 22, 30, tzinfo=UTC), OAKLAND, "Saturday 12 December 2026, 14:30 PST (in 217 days)"),
        (datetime(2026, 5, 12, 22, 30, tzinfo=UTC), PARIS, "Wednesday 13 May 2026, 00:30 CEST (in 4 days)"),
        (date(2026, 5, 12), PARIS, "Tuesday 12 May 2026 (in 3 days)"),
    ],
)
def test_a_time_is_told_on_the_places_own_clock(when: date, zone: str, words: str) -> None:
    assert moment(when, zone, datetime(2026, 5, 9, 18, 0, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 5, 9, 18, 20, tzinfo=UTC), "in 20 minutes"),
        (datetime(2026, 5, 9, 17, 59, tzinfo=UTC), "1 minute ago"),
        (datetime(2026, 5, 9, 19, 10, tzinfo=UTC), "in 1 hour"),
        (datetime(2026, 5, 10, 2, 0, tzinfo=UTC), "in 8 hours"),
        (datetime(2026, 5, 10, 7, 30, tzinfo=UTC), "tomorrow"),
        (datetime(2026, 5, 9, 6, 30, tzinfo=UTC), "yesterday"),
        (datetime(2026, 5, 4, 18, 0, tzinfo=UTC), "5 days ago"),
        (date(2026, 5, 9), "today"),
        (date(2026, 5, 10), "tomorrow"),
    ],
)
def test_how_long_until_then_is_counted_in_days_of_the_place(when: date, words: str) -> None:
    assert until(when, OAKLAND, datetime(2026, 5, 9, 18, 0, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("value", "currency", "words"),
    [
        (Decimal("1450000.00"), "USD", "award USD 1,450,000.00"),
        (Decimal("1E+6"), "EUR", "award EUR 1,000,000"),
        (Decimal(12), None, "award 12"),
        (Decimal(0), "GBP", "award GBP 0"),
        (None, "GBP", "award not stated"),
    ],
)
def test_a_sum_is_told_with_its_kind_and_unknown_is_not_zero(value: Decimal | None, currency: str | None, words: str) -> None:
    assert amount(Amount(kind=AmountKind.AWARD, value=value, currency=currency)) == words
