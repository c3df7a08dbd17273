"""When a source is asked again, by how its last run ended."""

from datetime import timedelta

import pytest

from monitor.health import next_run_in
from sources.errors import Outcome

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("every", [HOUR, DAY])
def test_a_source_that_was_read_is_asked_at_its_own_time(every: timedelta) -> None:
    assert next_run_in(Outcome.OK, every, 0, None) == every


def test_a_daily_source_that_does_not_answer_loses_half_an_hour_and_not_the_day() -> None:
    waits = [next_run_in(Outcome.UNAVAILABLE, DAY, failures, None) for failures in range(7)]
    assert waits == [HOUR / 2, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY]


def test_one_that_is_asked_often_is_asked_less_often_while_it_is_away() -> None:
    waits = [next_run_in(Outcome.UNAVAILABLE, HOUR / 6, failures, None) for failures in range(7)]
    assert waits[:3] == [HOUR / 6, HOUR / 3, 2 * HOUR / 3]
    assert waits[-1] == timedelta(hours=6)


def test_what_a_host_asks_for_is_waited_for() -> None:
    assert next_run_in(Outcome.UNAVAILABLE, DAY, 0, 3 * HOUR) == 3 * HOUR


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.MOVED, Outcome.LAYOUT_CHANGED])
def test_what_a_person_must_look_at_is_asked_every_six_hours(outcome: Outcome) -> None:
    assert next_run_in(outcome, HOUR, 3, None) == timedelta(hours=6)
