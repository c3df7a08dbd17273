"""The events of a calendar between two days, those of a series each by itself."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event, vDDDTypes

from sources import markup

ZONES = re.compile(r"^BEGIN:VTIMEZONE\r?$.*?^END:VTIMEZONE\r?$\n?", re.MULTILINE | re.DOTALL | re.IGNORECASE)
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}  # no council meets so often, and a rule of seconds is eleven million meetings
MOST = 20_000  # events of a file: the longest calendar that was recorded has 34
ONE_OF_MANY = "X-ONE-OF-MANY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The events between the days; `any` is whether the calendar holds an event at all."""

    events: tuple[Event, ...]
    any: bool


def between(text: str, first: date, last: date) -> Found:
    """The events of these days, in order, and those whose start cannot be read. ValueError where this is no calendar.

    Zones are known by their names: the definitions that a calendar brings along are left out, since one that is defined
    twice stops the library.
    """
    try:
        calendar = Calendar.from_ical(ZONES.sub("", text))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        raise ValueError(str(error)) from error
    events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    if len(events) > MOST:
        raise ValueError(f"{len(events):,} events, more than any calendar of meetings holds")
    for event in events:
        if _too_often(event):
            del event["RRULE"]
    odd = tuple(event for event in events if not has_start(event))
    calendar.subcomponents = [each for each in calendar.subcomponents if not isinstance(each, Event) or has_start(each)]
    series = _series(events)
    held = recurring_ical_events.of(calendar, skip_bad_series=True).between(first, last + timedelta(days=1))
    held = sorted((event for event in held if has_start(event)), key=lambda event: (str(event.decoded("DTSTART")), str(event.get("UID"))))
    return Found(events=(*_marked(held, series), *odd), any=bool(events))


def has_start(event: Event) -> bool:
    """Whether its start is there, and is a moment or a day: what cannot be read the library keeps as it stands."""
    return isinstance(event.get("DTSTART"), vDDDTypes)


def key(event: Event) -> str:
    """The event's id, with the day of the series that it takes the place of."""
    uid = str(event.get("UID", "")).strip()
    plain = markup.read(f"<p>{uid}", "").text if "<" in uid else uid
    if plain and event.get(ONE_OF_MANY) and "RECURRENCE-ID" in event:
        return f"{plain} {event.decoded('RECURRENCE-ID').isoformat()}"
    return plain


def _too_often(event: Event) -> bool:
    rules: Any = event.get("RRULE", [])
    return any(TOO_OFTEN & set(rule.get("FREQ", ())) for rule in (rules if isinstance(rules, list) else [rules]))


def _series(events: list[Event]) -> frozenset[str]:
    """The ids of more than one meeting."""
    counted = Counter(str(event.get("UID")) for event in events)
    repeated = {str(event.get("UID")) for event in events if {"RRULE", "RDATE", "RECURRENCE-ID"} & set(event)}
    return frozenset(repeated | {uid for uid, times in counted.items() if times > 1})


def _marked(events: list[Event], series: frozenset[str]) -> Iterator[Event]:
    for event in events:
        if str(event.get("UID")) in series:
            event[ONE_OF_MANY] = "1"
        yield event
