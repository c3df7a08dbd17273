"""A clock time is believed where it is certain, and left out where it is not."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from sources import clock

DAY = date(2026, 12, 2)
ZONE = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:00 AM", (10, 0)),
        ("6:30 PM", (18, 30)),
        ("12:15 PM", (12, 15)),
        ("6 p.m.", (18, 0)),
        ("1:30PM or later", (13, 30)),
        ("9.30 am", (9, 30)),
        ("13:00", (13, 0)),
        ("09:00:00", (9, 0)),
        ("12 Noon", (12, 0)),
        ("Noon", (12, 0)),
    ],
)
def test_a_time_that_is_certain_is_read(text: str, expected: tuple[int, int]) -> None:
    assert clock.starts(DAY, text, ZONE) == datetime(2026, 12, 2, *expected, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text", [None, "", "TBD", "1:30", "12:00 AM", "00:00", "25:00", "14:00 PM", "10:75 AM", "Immediately following Council"]
)
def test_else_the_day_is_all_that_is_known(text: str | None) -> None:
    found = clock.starts(DAY, text, ZONE)
    assert (type(found), found) == (date, DAY)
