"""A day as a page prints it: "Jan 5, 2026", "1/5/2026", "5 January 2026", "2026-01-05"."""

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
ISO = re.compile(r"\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
NUMBERS = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
MONTH_DAY = re.compile(rf"\b{NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}|\d{{2}})(?![\d:])", re.IGNORECASE)
DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{NAME},?\s+(\d{{4}}|\d{{2}})(?![\d:])", re.IGNORECASE)
CENTURY = 2000  # of a year in two digits: no site of today has meetings of the last century


def find(text: str, *, day_first: bool = False) -> date | None:
    """The first day that the text names, or None. `day_first` says how the place writes numbers: 13/01/2026."""
    found = sorted(_matches(text, day_first=day_first), key=lambda match: match[0])
    return found[0][1] if found else None


def read(text: str, *, day_first: bool = False) -> date:
    """The day that the text names. ValueError where it names none."""
    if found := find(text, day_first=day_first):
        return found
    raise ValueError(f"{text[:60]!r} names no day")


def _matches(text: str, *, day_first: bool) -> list[tuple[int, date]]:
    found = [(m.start(), _day(m[1], m[2], m[3])) for m in ISO.finditer(text)]
    for m in NUMBERS.finditer(text):
        day, month = (m[1], m[2]) if day_first else (m[2], m[1])
        found.append((m.start(), _day(m[3], month, day)))
    found += [(m.start(), _day(m[3], _month(m[1]), m[2])) for m in MONTH_DAY.finditer(text)]
    found += [(m.start(), _day(m[3], _month(m[2]), m[1])) for m in DAY_MONTH.finditer(text)]
    return [(place, day) for place, day in found if day is not None]


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year) + (CENTURY if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
