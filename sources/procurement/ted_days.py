"""The days of publication that a search is asked for, several at once and, where that is too much, fewer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


class TimedOut(Exception):
    """The server gave up searching and answered with what it had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From the first to the last of these days."""

    first: date
    last: date

    def halves(self) -> Iterator["Days"]:
        """The same days in two windows."""
        middle = self.first + (self.last - self.first) // 2
        yield Days(first=self.first, last=middle)
        yield Days(first=middle + timedelta(days=1), last=self.last)


def steps(first: date, last: date, length: timedelta) -> Iterator[Days]:
    """The days from the first to the last, so many at a time."""
    while first <= last:
        yield Days(first=first, last=min(first + length - timedelta(days=1), last))
        first += length
