"""When an alert leaves, whatever the clocks of the place do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Cadence, Rhythm
from monitor.timing import Leave, leave

CHICAGO = ZoneInfo("America/Chicago")
NOON = datetime(2026, 11, 24, 18, tzinfo=UTC)  # a Tuesday, 12:00 in Chicago
NIGHT = (time(22), time(7))


def chicago(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHICAGO)


def rhythm(cadence: Cadence, at: time = time(7), weekday: int = 0, quiet: tuple[time, time] | None = None) -> Rhythm:
    return Rhythm(cadence=cadence, at=at, weekday=weekday, timezone="America/Chicago", quiet=quiet)


def test_at_once_means_now() -> None:
    assert leave(rhythm(Cadence.NOW), NOON, None) == Leave(at=NOON, together=False)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (rhythm(Cadence.HOURLY), chicago(2026, 11, 24, 13)),
        (rhythm(Cadence.DAILY), chicago(2026, 11, 25, 7)),
        (rhythm(Cadence.DAILY, at=time(17, 30)), chicago(2026, 11, 24, 17, 30)),
        (rhythm(Cadence.WEEKLY, weekday=0), chicago(2026, 11, 30, 7)),
        (rhythm(Cadence.WEEKLY, weekday=1), chicago(2026, 12, 1, 7)),
        (rhythm(Cadence.WEEKLY, weekday=1, at=time(18)), chicago(2026, 11, 24, 18)),
    ],
)
def test_a_digest_leaves_at_the_next_time_of_its_cadence_on_the_subscribers_clock(asked: Rhythm, due: datetime) -> None:
    assert leave(asked, NOON, None) == Leave(at=due, together=True)


def test_at_seven_sharp_the_next_daily_digest_is_tomorrows() -> None:
    seven = chicago(2026, 11, 24, 7)
    assert leave(rhythm(Cadence.DAILY), seven, None).at == seven + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(chicago(2026, 10, 31, 7), 25), (chicago(2027, 3, 13, 7), 23), (chicago(2026, 11, 24, 7), 24)],
)
def test_a_daily_digest_stays_at_its_hour_when_the_clocks_change(day: datetime, hours: int) -> None:
    due = leave(rhythm(Cadence.DAILY), day, None).at
    assert due - day.astimezone(UTC) == timedelta(hours=hours)
    assert due.astimezone(CHICAGO).time() == time(7)


def test_a_digest_at_an_hour_that_the_clocks_skip_leaves_an_hour_later_by_the_new_clock() -> None:
    due = leave(rhythm(Cadence.DAILY, at=time(2, 30)), chicago(2027, 3, 13, 12), None).at
    assert due.astimezone(CHICAGO) == chicago(2027, 3, 14, 3, 30)


def test_a_digest_at_an_hour_that_the_clocks_repeat_leaves_once() -> None:
    due = leave(rhythm(Cadence.DAILY, at=time(1, 30)), chicago(2026, 10, 31, 12), None).at
    assert due == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert leave(rhythm(Cadence.DAILY, at=time(1, 30)), due, None).at == datetime(2026, 11, 2, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (chicago(2026, 11, 24, 23), chicago(2026, 11, 25, 7)),
        (chicago(2026, 11, 25, 3), chicago(2026, 11, 25, 7)),
        (chicago(2026, 11, 24, 22), chicago(2026, 11, 25, 7)),
    ],
)
def test_what_is_found_in_quiet_hours_is_told_together_when_they_are_over(now: datetime, due: datetime) -> None:
    assert leave(rhythm(Cadence.NOW, quiet=NIGHT), now, None) == Leave(at=due, together=True)


def test_when_quiet_hours_are_over_it_is_told_at_once() -> None:
    seven = chicago(2026, 11, 25, 7)
    assert leave(rhythm(Cadence.NOW, quiet=NIGHT), seven, None) == Leave(at=seven, together=False)


def test_quiet_hours_within_a_day_are_kept() -> None:
    lunch = rhythm(Cadence.NOW, quiet=(time(12), time(14)))
    assert leave(lunch, NOON, None).at == chicago(2026, 11, 24, 14)
    assert leave(lunch, chicago(2026, 11, 24, 14), None).at == chicago(2026, 11, 24, 14)


def test_an_hourly_digest_waits_for_the_end_of_the_quiet_hours() -> None:
    assert leave(rhythm(Cadence.HOURLY, quiet=NIGHT), chicago(2026, 11, 24, 21, 30), None).at == chicago(2026, 11, 25, 7)


def test_a_meeting_before_the_digest_or_just_after_it_is_told_now() -> None:
    daily = rhythm(Cadence.DAILY)
    assert leave(daily, NOON, chicago(2026, 11, 24, 18)) == Leave(at=NOON, together=False)
    assert leave(daily, NOON, chicago(2026, 11, 25, 9)) == Leave(at=NOON, together=False)
    assert leave(daily, NOON, chicago(2026, 11, 25, 10)) == Leave(at=chicago(2026, 11, 25, 7), together=True)


def test_a_meeting_in_the_night_breaks_the_quiet_hours() -> None:
    now = chicago(2026, 11, 24, 23)
    assert leave(rhythm(Cadence.NOW, quiet=NIGHT), now, chicago(2026, 11, 25, 8)) == Leave(at=now, together=False)


def test_what_is_over_waits_for_the_digest() -> None:
    assert leave(rhythm(Cadence.DAILY), NOON, NOON - timedelta(days=2)).together


@given(
    st.integers(0, 3 * 365 * 24 * 60),
    st.sampled_from(list(Cadence)),
    st.times(),
    st.integers(0, 6),
    st.sampled_from(["America/Chicago", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_nothing_waits_longer_than_its_cadence_nor_leaves_before_it_was_found(
    minutes: int, cadence: Cadence, at: time, weekday: int, timezone: str
) -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    longest = {Cadence.NOW: 0, Cadence.HOURLY: 1, Cadence.DAILY: 25, Cadence.WEEKLY: 7 * 24 + 1}[cadence]
    due = leave(Rhythm(cadence=cadence, at=at, weekday=weekday, timezone=timezone), now, None)
    assert now <= due.at <= now + timedelta(hours=longest)
    assert due.together is (cadence is not Cadence.NOW)
