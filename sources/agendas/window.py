"""The days that a listing is asked for: councils change what was, and announce what will be."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

AHEAD = timedelta(days=45)  # agendas are published days before the meeting, calendars months before
LATE = timedelta(days=90)
"""How far each window reaches back: minutes and amended agendas come weeks after the meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The local days from `first` to `last`, both of them in it."""

    first: date
    last: date

    @classmethod
    def of(cls, since: datetime, now: datetime, zone: ZoneInfo) -> "Window":
        """From the day of `since` to 45 days from now."""
        return cls(first=since.astimezone(zone).date(), last=(now + AHEAD).astimezone(zone).date())

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def years(self) -> range:
        """The calendar years that it touches."""
        return range(self.first.year, self.last.year + 1)
