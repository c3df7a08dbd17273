"""Times, sums and parties in words. The same words in every locale of the machine."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from monitor.message.clean import line
from sources.model import Amount, Party

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
WEEK = 7  # days; within it the weekday alone is enough to know which
READABLE = 15  # digits; a sum with more is a mistake of the publisher's, and would fill the page with zeros


def day(when: datetime | date, zone: str) -> str:
    """The day in the place's own zone: "14 May"."""
    there = local(when, zone)
    return f"{there.day} {MONTHS[there.month - 1][:3]}"


def moment(when: datetime | date, zone: str, now: datetime) -> str:
    """The day, the hour where it is known, and how long until then: "Tuesday 14 May 2024, 15:30 PDT (in 3 days)"."""
    there = local(when, zone)
    words = f"{DAYS[there.weekday()]} {there.day} {MONTHS[there.month - 1]} {there.year}"
    if isinstance(there, datetime):
        words += f", {there:%H:%M}" + (f" {there.tzname()}" if there.tzinfo else "")
    return f"{words} ({until(when, zone, now)})"


def until(when: datetime | date, zone: str, now: datetime) -> str:
    """How long until then, counted in days of the place's calendar: "in 3 days", "tomorrow", "in 2 hours", "5 days ago"."""
    here, there = now.astimezone(ZoneInfo(zone)), local(when, zone)
    days = (_date(there) - here.date()).days
    if days == 0:
        return _hours(there - here) if isinstance(there, datetime) and there.tzinfo else "today"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def ago(moment: datetime | None, now: datetime) -> str:
    """How long before now, in words."""
    if moment is None:
        return "never"
    seconds = (now - moment).total_seconds()
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if abs(seconds) >= size:
            number = round(abs(seconds) / size)
            words = f"{number} {name}{'s' if number != 1 else ''}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now" if seconds >= 0 else "in a moment"


def local(when: datetime | date, zone: str) -> datetime | date:
    """The same moment on the place's clock. A date, or a time without a zone, is what the place says already."""
    return when.astimezone(ZoneInfo(zone)) if isinstance(when, datetime) and when.tzinfo else when


def amount(of: Amount) -> str:
    """A sum of money with its kind: "award USD 450,000.00". Unknown is said, not counted as zero."""
    if of.value is None:
        words = f"{of.kind.value} not stated"
    else:
        words = f"{of.kind.value} {line(of.currency or '', 10)} {_figure(of.value)}".replace("  ", " ")
    return words + (f" ({line(of.note, 80)})" if of.note else "")


def party(of: Party) -> str:
    """Who, and in what role: "NEC Corporation of America (supplier)"."""
    return f"{line(of.name, 120)} ({of.role.value.replace('_', ' ')})"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 passage", "37 passages"."""
    return f"{number:,} {one if number == 1 else many}"


def _date(when: datetime | date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _hours(wait: timedelta) -> str:
    minutes = round(abs(wait).total_seconds() / 60)
    words = count(minutes, "minute", "minutes") if minutes < 60 else count(round(minutes / 60), "hour", "hours")
    return f"in {words}" if wait >= timedelta(0) else f"{words} ago"


def _figure(value: Decimal) -> str:
    return f"{value:,f}" if value.is_finite() and abs(value.adjusted()) < READABLE else str(value)
