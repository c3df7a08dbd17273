"""Entries as Atom (RFC 4287), JSON Feed 1.1 and iCalendar (RFC 5545): the same entries are the same bytes."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

from icalendar import Calendar
from icalendar import Event as CalendarEvent

ATOM = "http://www.w3.org/2005/Atom"
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])  # what XML 1.0 cannot hold
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # of a feed that has never had an entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a calendar: a meeting or a deadline."""

    key: str
    title: str
    at: datetime | date
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record in a feed. `changed` is when we saw its newest revision, `published` what its publisher says; `at` what it is about."""

    record_id: int
    key: str
    title: str
    summary: str
    original: str
    changed: datetime
    published: datetime | date | None
    at: datetime | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is followed: `page` is where a reader reads it, `address` where a program does, `base` where our pages are."""

    title: str
    base: str
    page: str
    address: str
    entries: Sequence[Entry]

    @property
    def changed(self) -> datetime:
        """When something in it changed last."""
        return max((one.changed for one in self.entries), default=BEGINNING).replace(microsecond=0)


def atom(feed: Feed) -> bytes:
    """An Atom feed."""
    root = ET.Element("feed", {"xmlns": ATOM})
    _text(root, "title", f"{feed.title} · Public Records Monitor")
    _text(root, "id", feed.address)
    _text(root, "updated", _iso(feed.changed))
    ET.SubElement(root, "link", {"rel": "self", "href": feed.address})
    ET.SubElement(root, "link", {"rel": "alternate", "href": feed.page})
    _text(ET.SubElement(root, "author"), "name", "Public Records Monitor")
    for one in feed.entries:
        entry = ET.SubElement(root, "entry")
        _text(entry, "title", one.title)
        _text(entry, "id", _page(feed, one))
        _text(entry, "updated", _iso(one.changed))
        if one.published:
            _text(entry, "published", _iso(_moment(one.published)))
        ET.SubElement(entry, "link", {"href": _page(feed, one)})
        _text(entry, "summary", one.summary)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def json_feed(feed: Feed) -> bytes:
    """A JSON Feed."""
    items = [
        {
            "id": _page(feed, one),
            "url": _page(feed, one),
            "external_url": one.original,
            "title": one.title,
            "content_text": one.summary,
            "date_modified": _iso(one.changed),
            **({"date_published": _iso(_moment(one.published))} if one.published else {}),
        }
        for one in feed.entries
    ]
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{feed.title} · Public Records Monitor",
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")


def calendar(feed: Feed) -> bytes:
    """The meetings and deadlines of the entries."""
    events = [Event(key=one.key, title=one.title, at=one.at, url=one.original) for one in feed.entries if one.at]
    return ics(feed.title, events, feed.changed)


def ics(name: str, events: Iterable[Event], now: datetime) -> bytes:
    """A calendar. Each event keeps its UID when it moves, so that a reader's calendar moves it too."""
    whole = Calendar()
    whole.add("prodid", "-//Public Records Monitor//EN")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", name)
    for one in events:
        event = CalendarEvent()
        event.add("uid", f"{hashlib.sha256(one.key.encode()).hexdigest()[:32]}@public-records-monitor")
        event.add("dtstamp", now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))
        event.add("dtstart", one.at.astimezone(UTC) if isinstance(one.at, datetime) else one.at)
        event.add("summary", one.title)
        if one.url.startswith(("https://", "http://")):
            event.add("url", one.url)
        whole.add_component(event)
    return bytes(whole.to_ical())


def _page(feed: Feed, one: Entry) -> str:
    return f"{feed.base}/records/{one.record_id}"


def _moment(moment: datetime | date) -> datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text.translate(CONTROLS)
