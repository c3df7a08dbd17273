"""Writes the tapes of the calendar of Quarry Hill, a district that does not exist."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from build import Answer, in_place_of, write  # noqa: E402  # found through the line above, so that the file runs by itself

URL = "https://www.quarryhill.example/events/?ical=1"
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
TARGET = HERE / "us-zz-quarry-hill"
ICS = "text/calendar; charset=utf-8"
TWICE = (  # one block for two zones, which no reader likes
    "BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "DTSTART:20240101T000000", "END:STANDARD",
    "TZID:America/Chicago", "BEGIN:STANDARD", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0600", "DTSTART:20241103T070000", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


def event(*lines: str, stamp: str = "20261120T180000Z") -> tuple[str, ...]:
    """An event. DTSTAMP is the moment of asking."""
    return ("BEGIN:VEVENT", f"DTSTAMP:{stamp}", *lines, "END:VEVENT")


def calendar(*events: tuple[str, ...], zones: tuple[str, ...] = TWICE) -> Answer:
    """The calendar with its zones."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Quarry Hill//EN",
        *zones,
        *(line for each in events for line in each),
        "END:VCALENDAR",
        "",
    ]
    return Answer(url=URL, body="\r\n".join(lines), type=ICS)


BOARD = event(
    "UID:board@quarryhill", "DTSTART;TZID=America/Chicago:20261006T180000", "RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=12",
    "SUMMARY:Board of Education", "LOCATION:Administration Building\\, Room 2",
)  # fmt: skip
MOVED = event(
    "UID:board@quarryhill", "RECURRENCE-ID;TZID=America/Chicago:20261201T180000", "DTSTART;TZID=America/Chicago:20261203T190000",
    "SUMMARY:Board of Education (rescheduled)", "ATTACH:https://www.quarryhill.example/files/agenda.pdf",
)  # fmt: skip
OFF = event(
    'UID:<span class="x">fin&#64;quarryhill</span>',
    "DTSTART:20261124T230000Z",
    "SUMMARY:Finance Committee (Cancelled)",
    "URL:https://www.quarryhill.example/e/7",
)
CLOSED = event(
    "UID:day@quarryhill", "DTSTART;VALUE=DATE:20261211", "SUMMARY:Work session", "STATUS:CANCELLED", "DESCRIPTION:<p>Data <b>policy</b></p>"
)
ODD_ZONE = event("UID:odd@quarryhill", "DTSTART;TZID=Quarry Time:20261209T083000", "SUMMARY:Safety Committee", "RRULE:FREQ=SECONDLY")
OLD = event("UID:old@quarryhill", "DTSTART:20240109T180000Z", "SUMMARY:Board of Education")

TAPES = {
    **in_place_of(calendar(OFF)),
    "happy.warc": [calendar(OLD, BOARD, MOVED, OFF, CLOSED, ODD_ZONE)],
    "quiet.warc": [calendar(OLD)],
    "fail-empty.warc": [calendar()],
    "fail-tenant.warc": [replace(calendar(), body="", status=404)],
}

if __name__ == "__main__":
    for name, answers in TAPES.items():
        write(TARGET / name, answers, AT)
