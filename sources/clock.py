"""When a meeting begins: a local day, and a clock time as a clerk typed it."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

WITH_HALF = re.compile(r"\s*(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([ap])\.?\s*m\b", re.IGNORECASE)
ON_24_HOURS = re.compile(r"\s*(\d{1,2}):(\d{2})(?::\d{2})?\s*")
NOON = re.compile(r"\s*(?:12(?::00)?\s*)?noon\b", re.IGNORECASE)
MIDNIGHT = time(0)  # what systems fill in where the clerk left the time out: councils do not meet then
SOMEWHERE = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?(?::\d{2})?\s*[ap]\.?\s*m\b|(?<![\d:/])\d{1,2}:\d{2}(?![\d:])|\bnoon\b", re.IGNORECASE)
EARLIEST = 7  # "1:30" without am or pm is not half past one at night, and nobody says that it is the afternoon


def starts(day: date, clock: str | None, zone: ZoneInfo) -> datetime | date:
    """The aware time where the clock time is certain ("10:00 AM", "13:00", "6 p.m. or later"), else the day."""
    at = _time(clock or "")
    return day if at in (None, MIDNIGHT) else datetime.combine(day, at, zone)


def find(text: str) -> str:
    """The first clock time in a running text ("Board Meeting @ 6:30 p.m."), for `starts`; empty where there is none."""
    match = SOMEWHERE.search(text)
    return match[0] if match else ""


def _time(clock: str) -> time | None:
    if NOON.match(clock):
        return time(12)
    if match := WITH_HALF.match(clock):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3].lower()
        return time(hour % 12 + (12 if half == "p" else 0), minute) if 1 <= hour <= 12 and minute < 60 else None
    if match := ON_24_HOURS.fullmatch(clock):
        hour, minute = int(match[1]), int(match[2])
        return time(hour, minute) if EARLIEST <= hour < 24 and minute < 60 else None
    return None


def local(moment: str, zone: ZoneInfo) -> datetime | date:
    """A moment as an API writes it (ISO 8601, or with slashes), as the local clock that it is: a zone in it is not believed.

    The day alone where there is no clock time, or midnight, by which systems mean none. ValueError where it is no moment.
    """
    found = datetime.fromisoformat(moment.strip().replace("/", "-")).replace(tzinfo=None)
    return found.date() if found.time() == MIDNIGHT else found.replace(tzinfo=zone)
