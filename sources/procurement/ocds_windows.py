"""The windows of time that a listing is asked for, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

START = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From when to when, both aware."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start

    def halves(self) -> tuple["Window", "Window"]:
        """The same time in two windows, parted at a whole second."""
        middle = (self.start + self.length / 2).replace(microsecond=0)
        return Window(start=self.start, end=middle), Window(start=middle, end=self.end)


def steps(since: datetime, until: datetime, step: timedelta | None) -> Iterator[Window]:
    """Windows of this length that cover the time; they begin at whole multiples of it, so that two runs ask the same.

    Without a length it is one window.
    """
    if step is None:
        yield Window(start=since, end=until)
        return
    start = since - (since - START) % step
    while start < until:
        yield Window(start=start, end=min(start + step, until))
        start += step


def months(since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Window]:
    """The calendar months of that zone that cover the time."""
    start = since.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while start < until:
        end = (start + timedelta(days=32)).replace(day=1)
        yield Window(start=start, end=end)
        start = end


def years(since: datetime, until: datetime, zone: ZoneInfo, month: int) -> Iterator[Window]:
    """The years of that zone that cover the time; they begin with this month, as budgets do."""
    here = since.astimezone(zone)
    begun = here.year if here.month >= month else here.year - 1
    start = datetime(begun, month, 1, tzinfo=zone)
    while start < until:
        end = start.replace(year=start.year + 1)
        yield Window(start=start, end=end)
        start = end
