"""Any calendar in iCalendar: RFC 5545.

Facts from recorded calendars of the Chicago Low-Income Housing Trust Fund, the Detroit board of education and the St. Paul
public schools: a zone that is defined twice in one block, HTML inside ids, one id for all meetings of a series, and
cancellations that stand in the summary alone.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from urllib.parse import SplitResult, urlsplit

from icalendar import Event

from sources import markup
from sources.agendas import meeting_words
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Meetings
from sources.agendas.meeting_words import line
from sources.agendas.window import Window
from sources.errors import Inconclusive, Unavailable
from sources.generic import ical_events
from sources.model import Kind, Link, LinkKind, Record, Stage, Unchanged
from sources.source import Known
from sources.web import Web

END = "END:VCALENDAR"
SAID = ("SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "URL", "ATTACH")  # not DTSTAMP, which is when it was asked for


@dataclass(frozen=True, kw_only=True)
class Ical(Meetings[Event]):
    """The meetings of one calendar. `body` is who meets, where the calendar is that of one body."""

    url: str
    body: str = ""

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """An address that ends in .ics."""
        return {"url": url.geturl()} if url.path.lower().endswith(".ics") else None

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the calendar."""
        return frozenset({urlsplit(self.url).hostname or ""})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Event | Unchanged, None]:
        """The meetings of the window, those of a series each by itself. Many calendars hold what is to come, and nothing else."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        page = await web.get(self.url)
        text = page.text.strip()
        if text.startswith("BEGIN:VCALENDAR") and not text.endswith(END):
            raise Unavailable(f"a calendar that was cut off after {len(text):,} characters", url=page.url)
        found = await asyncio.to_thread(page.parsed, "a calendar", lambda: ical_events.between(text, window.first, window.last))
        if not found.any:
            raise Inconclusive("a calendar without any event", url=page.url)
        for event in found.events:
            key = ical_events.key(event)
            if not ical_events.has_start(event) or window.may_hold(self._starts(event)):
                yield Unchanged(key=key) if known(key) == _mark(event) else event

    def read(self, row: Event) -> Record:
        """The meeting. LookupError or ValueError for an event without a name, an id or a start."""
        summary = line(str(row["SUMMARY"]))
        if not ical_events.key(row) or not ical_events.has_start(row):
            raise ValueError(f"{summary[:60]!r} has no UID, or no start that can be read")
        starts = self._starts(row)
        cancelled = line(str(row.get("STATUS", ""))).upper() == "CANCELLED"
        name = meeting_words.body(summary)
        return Record(
            key=ical_events.key(row),
            kind=Kind.MEETING,
            title=meeting_words.title(name, starts),
            url=_address(row.get("URL")) or self.publisher.site,
            text=_plain(row.get("DESCRIPTION")),
            mark=_mark(row),
            stage=Stage.CANCELLED if cancelled else meeting_words.stage("", summary),
            body=self.body or name,
            location=_plain(row.get("LOCATION")),
            starts=starts,
            links=tuple(_files(row)),
        )

    def _starts(self, event: Event) -> datetime | date:
        """On the publisher's clock; a time of no zone, or of one that nobody knows, is meant to be on it."""
        start = event.decoded("DTSTART")
        if not isinstance(start, datetime):
            return cast("date", start)
        zone = self.publisher.timezone
        return start.astimezone(zone) if start.tzinfo else start.replace(tzinfo=zone)


def _mark(event: Event) -> str:
    start = event.decoded("DTSTART") if ical_events.has_start(event) else None
    return fingerprint([str(event.get(name, "")) for name in SAID], start)


def _files(event: Event) -> list[Link]:
    given = event.get("ATTACH", [])
    addresses = [_address(each) for each in (given if isinstance(given, list) else [given])]
    return [Link(url=url, title=urlsplit(url).path.rpartition("/")[2] or "File", kind=LinkKind.ATTACHMENT) for url in addresses if url]


def _address(value: object) -> str:
    text = str(value or "").strip()
    return text if text.startswith(("http://", "https://")) else ""


def _plain(value: object) -> str:
    text = str(value or "")
    return markup.read(f"<p>{text}", "").text if "<" in text else meeting_words.lines(text)
