"""Which silence of a source is strange, by what it did before."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from monitor.expect import lately, rhythm, silence

MONDAY = date(2026, 8, 3)


def every(days: int, times: int = 17) -> list[date]:
    """Something new so often."""
    return [MONDAY + timedelta(days=days * number) for number in range(times)]


WORKING_DAYS = [day for day in every(1, 84) if day.weekday() < 5]
WEEKLY = every(7)
WITH_A_HOLIDAY = WEEKLY[:8] + WEEKLY[9:]
FORTNIGHTLY = every(14, 9)


@pytest.mark.parametrize(
    ("days", "silent", "strange"),
    [
        (WEEKLY, 7, False),
        (WEEKLY, 14, False),
        (WEEKLY, 15, True),
        (WITH_A_HOLIDAY, 28, False),
        (WITH_A_HOLIDAY, 29, True),
        (WORKING_DAYS, 3, False),
        (WORKING_DAYS, 6, False),
        (WORKING_DAYS, 7, True),
        (every(1, 60), 2, False),
        (every(1, 60), 3, True),
        (FORTNIGHTLY, 300, False),
        ([MONDAY], 300, False),
        ([], 300, False),
    ],
)
def test_a_silence_is_strange_where_it_is_twice_as_long_as_any_before(days: list[date], silent: int, strange: bool) -> None:
    last = max(days, default=MONDAY)
    assert (silence(days, last + timedelta(days=silent)) is not None) == strange


def test_what_is_known_of_a_source_is_its_usual_and_its_longest_silence() -> None:
    learned = rhythm(WORKING_DAYS)
    assert learned is not None
    assert (learned.usual, learned.longest, learned.strange) == (timedelta(days=1), timedelta(days=3), timedelta(days=6))


def test_what_is_expected_of_a_month_is_what_the_months_before_had() -> None:
    today = WEEKLY[-1] + timedelta(days=1)
    assert (lately(WEEKLY, today).seen, round(lately(WEEKLY, today).expected or 0)) == (5, 4)
    halved = [day for day in WEEKLY if day <= WEEKLY[-6] or day == WEEKLY[-1]]
    assert (lately(halved, today).seen, round(lately(halved, today).expected or 0)) == (1, 4)


def test_nothing_is_expected_of_a_source_that_is_known_for_less_than_two_months() -> None:
    assert lately(every(1, 40), MONDAY + timedelta(days=40)).expected is None
    assert lately([], MONDAY).expected is None


def test_the_same_day_twice_and_in_any_order_is_the_same_history() -> None:
    shuffled = [*WEEKLY, *WEEKLY]
    Random(1).shuffle(shuffled)
    assert rhythm(shuffled) == rhythm(WEEKLY)


def test_sources_that_publish_by_chance_are_seldom_called_silent() -> None:
    """Two hundred sources with something new on two days of seven, each followed for a year after it was learned."""
    chance, alarms = Random(20261125), 0
    for _ in range(200):
        days = [MONDAY + timedelta(days=number) for number in range(485) if chance.random() < 2 / 7]
        for earlier, later in pairwise(days):
            known = [day for day in days if later - timedelta(days=120) <= day <= earlier]
            alarms += earlier > MONDAY + timedelta(days=120) and silence(known, later - timedelta(days=1)) is not None
    assert alarms < 40
