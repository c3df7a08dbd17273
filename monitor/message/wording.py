"""Times, sums and parties in words. The same words in every locale of the machine."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from monitor import language
from monitor.language import gettext, ngettext
from monitor.message.clean import line
from sources.model import Amount, Party

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
DAY, HOUR, MINUTE = 86_400, 3_600, 60  # seconds
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
        return _hours(there - here) if isinstance(there, datetime) and there.tzinfo else gettext("today")
    if abs(days) == 1:
        return gettext("tomorrow") if days > 0 else gettext("yesterday")
    return _span(DAY, abs(days), past=days < 0)


def ago(moment: datetime | None, now: datetime) -> str:
    """How long before now, in words."""
    if moment is None:
        return gettext("never")
    seconds = (now - moment).total_seconds()
    for size in (DAY, HOUR, MINUTE):
        if abs(seconds) >= size:
            return _span(size, round(abs(seconds) / size), past=seconds > 0)
    return gettext("just now") if seconds >= 0 else gettext("in a moment")


def local(when: datetime | date, zone: str) -> datetime | date:
    """The same moment on the place's clock. A date, or a time without a zone, is what the place says already."""
    return when.astimezone(ZoneInfo(zone)) if isinstance(when, datetime) and when.tzinfo else when


def amount(of: Amount) -> str:
    """A sum of money with its kind: "award USD 450,000.00". Unknown is said, not counted as zero."""
    if of.value is None:
        words = gettext("{kind} not stated").format(kind=gettext(of.kind.value))
    else:
        words = f"{gettext(of.kind.value)} {line(of.currency or '', 10)} {_figure(of.value)}".replace("  ", " ")
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
    past = wait < timedelta(0)
    return _span(MINUTE, minutes, past=past) if minutes < 60 else _span(HOUR, round(minutes / 60), past=past)


def _span(size: int, number: int, *, past: bool) -> str:
    """So many days, hours or minutes before now, or after it."""
    if size == DAY:
        said = ngettext("{n} day ago", "{n} days ago", number) if past else ngettext("in {n} day", "in {n} days", number)
    elif size == HOUR:
        said = ngettext("{n} hour ago", "{n} hours ago", number) if past else ngettext("in {n} hour", "in {n} hours", number)
    else:
        said = ngettext("{n} minute ago", "{n} minutes ago", number) if past else ngettext("in {n} minute", "in {n} minutes", number)
    return said.format(n=language.number(number))


def _figure(value: Decimal) -> str:
    """With the decimals that the publisher gave."""
    if not value.is_finite() or abs(value.adjusted()) >= READABLE:
        return str(value)
    decimals = max(-int(value.as_tuple().exponent), 0)
    return language.number(value, f"#,##0.{'0' * decimals}".rstrip("."))
