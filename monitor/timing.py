"""When an alert leaves: at once, with a digest, or when the quiet hours are over; but before what it tells of happens. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Cadence, Rhythm

NOTICE = timedelta(hours=3)
"""What happens within this time after a digest would be too late for whoever wants to be there: it is told before."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Leave:
    """When an alert leaves, and whether with others of its channel."""

    at: datetime
    together: bool


def leave(rhythm: Rhythm, now: datetime, happens_at: datetime | None) -> Leave:
    """When an alert of this rhythm leaves that was found now. `happens_at` is the meeting or the deadline it tells of."""
    after_quiet = _quiet_until(rhythm, now)
    due = after_quiet if rhythm.cadence is Cadence.NOW else _next(rhythm, now)
    if due <= now or too_late(due, now, happens_at):
        return Leave(at=now, together=False)
    return Leave(at=due, together=True)


def too_late(due: datetime, now: datetime, happens_at: datetime | None) -> bool:
    """Whether who is told then cannot be there any more, and could be if told now."""
    return happens_at is not None and now < happens_at < due + NOTICE


def _next(rhythm: Rhythm, now: datetime) -> datetime:
    """The next digest after now: on the hour, or at the time of day and week, as the subscriber's clock has it."""
    zone = ZoneInfo(rhythm.timezone)
    here = now.astimezone(zone)
    if rhythm.cadence is Cadence.HOURLY:
        full = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return max(full, _quiet_until(rhythm, full))
    step = 7 if rhythm.cadence is Cadence.WEEKLY else 1
    first = here.date() + timedelta(days=(rhythm.weekday - here.weekday()) % 7 if step == 7 else 0)
    today = _moment(first, rhythm.at, zone)
    return today if today > now else _moment(first + timedelta(days=step), rhythm.at, zone)


def _quiet_until(rhythm: Rhythm, now: datetime) -> datetime:
    """When the quiet hours that now lies in are over; now where it lies in none."""
    if rhythm.quiet is None:
        return now
    begin, end = rhythm.quiet
    zone = ZoneInfo(rhythm.timezone)
    here = now.astimezone(zone)
    clock = here.time()
    over_midnight = begin > end
    if not ((clock >= begin or clock < end) if over_midnight else begin <= clock < end):
        return now
    tomorrow = over_midnight and clock >= begin
    return _moment(here.date() + timedelta(days=int(tomorrow)), end, zone)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """That time on that day, in UTC. A time that the clocks skip is taken as they stood before, one that they repeat as its first."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
