"""The days that a listing is asked for: councils change what was, and announce what will be."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

AHEAD = timedelta(days=45)  # agendas are published days before the meeting, calendars months before
RECENT = timedelta(days=3)
"""How far each window reaches back: agendas are amended until the meeting, and corrected on the days after it."""
LATE = timedelta(days=90)
"""How far back the first run of a day looks: minutes and videos come weeks after the meeting."""
AMENDED = timedelta(days=10)
"""How long before a meeting its agenda is read again at each run, where the list does not tell of amendments. Open-meeting
laws ask for an agenda three to ten days ahead, and what matters is added last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The local days from `first` to `last`, both of them in it."""

    first: date
    last: date

    @classmethod
    def of(cls, since: datetime, now: datetime, zone: ZoneInfo) -> "Window":
        """From the day of `since` to 45 days from now."""
        return cls(first=since.astimezone(zone).date(), last=(now + AHEAD).astimezone(zone).date())

    @staticmethod
    def soon(day: date, now: datetime, zone: ZoneInfo) -> bool:
        """Whether a meeting of that day is due within ten days, or was yesterday."""
        today = now.astimezone(zone).date()
        return today - timedelta(days=1) <= day <= today + AMENDED

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def may_hold(self, day: object) -> bool:
        """Whether the day that a row gives (ISO 8601) is in it; also where it gives none, so that `read` rejects it by name."""
        try:
            return date.fromisoformat(str(day)[:10]) in self
        except ValueError:
            return True

    @property
    def season(self) -> date:
        """The first of 135 days that end with the window, for lists whose emptiness would prove nothing: councils rest for two months."""
        return min(self.first, self.last - AHEAD - LATE)

    @property
    def years(self) -> range:
        """The calendar years that it touches."""
        return range(self.first.year, self.last.year + 1)
