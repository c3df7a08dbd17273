"""Answers of a search as Atom (RFC 4287), JSON Feed 1.1 and iCalendar (RFC 5545), each with conditional GET."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

from fastapi import Request
from fastapi.responses import Response
from icalendar import Calendar
from icalendar import Event as CalendarEvent
from starlette.exceptions import HTTPException

from monitor.archive import Answer
from monitor.web.shown import Shown, shortened

ATOM = "http://www.w3.org/2005/Atom"
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])  # what XML 1.0 cannot hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a calendar: a meeting or a deadline."""

    key: str
    title: str
    at: datetime | date
    url: str


def answer(request: Request, form: str, query: str, answers: Sequence[Answer], service: Shown) -> Response:
    """The answers in this form. Raises HTTPException (404) for a form that there is not."""
    base = str(request.base_url).rstrip("/")
    if form == "atom":
        return conditional(request, atom(query, answers, base, str(request.url), service.clock()), "application/atom+xml; charset=utf-8")
    if form == "json":
        return conditional(request, json_feed(query, answers, base, str(request.url)), "application/feed+json; charset=utf-8")
    if form == "ics":
        events = [_event(one) for one in answers if one.record.starts or one.record.deadline]
        return conditional(request, ics(query, events, service.clock()), "text/calendar; charset=utf-8")
    raise HTTPException(404)


def conditional(request: Request, body: bytes, media_type: str) -> Response:
    """The body with its tag; nothing but the tag where the reader has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "max-age=300", "X-Content-Type-Options": "nosniff"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def atom(query: str, answers: Sequence[Answer], base: str, address: str, now: datetime) -> bytes:
    """An Atom feed. `updated` is that of the newest entry, so that the same answers are the same bytes."""
    feed = ET.Element("feed", {"xmlns": ATOM})
    _text(feed, "title", f"{query} · Public Records Monitor")
    _text(feed, "id", address)
    _text(feed, "updated", _iso(max((_moment(one) for one in answers), default=now.replace(hour=0, minute=0, second=0, microsecond=0))))
    ET.SubElement(feed, "link", {"rel": "self", "href": address})
    author = ET.SubElement(feed, "author")
    _text(author, "name", "Public Records Monitor")
    for one in answers:
        entry = ET.SubElement(feed, "entry")
        _text(entry, "title", one.record.title)
        _text(entry, "id", f"{base}/records/{one.record_id}")
        _text(entry, "updated", _iso(_moment(one)))
        ET.SubElement(entry, "link", {"href": f"{base}/records/{one.record_id}"})
        _text(entry, "summary", _summary(one))
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def json_feed(query: str, answers: Sequence[Answer], base: str, address: str) -> bytes:
    """A JSON Feed."""
    items = [
        {
            "id": f"{base}/records/{one.record_id}",
            "url": f"{base}/records/{one.record_id}",
            "external_url": one.record.url,
            "title": one.record.title,
            "content_text": _summary(one),
            "date_modified": _iso(_moment(one)),
        }
        for one in answers
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{query} · Public Records Monitor",
        "feed_url": address,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False).encode("utf-8", "replace")


def ics(name: str, events: Iterable[Event], now: datetime) -> bytes:
    """A calendar. Each event keeps its UID when it moves, so that a reader's calendar moves it too."""
    calendar = Calendar()
    calendar.add("prodid", "-//Public Records Monitor//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for one in events:
        event = CalendarEvent()
        event.add("uid", f"{hashlib.sha256(one.key.encode()).hexdigest()[:32]}@public-records-monitor")
        event.add("dtstamp", now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))
        event.add("dtstart", one.at)
        event.add("summary", one.title)
        if one.url.startswith(("https://", "http://")):
            event.add("url", one.url)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(one: Answer) -> Event:
    at = one.record.starts or one.record.deadline
    assert at is not None  # noqa: S101  # only such answers become events
    moment = at.astimezone(UTC) if isinstance(at, datetime) else at
    return Event(key=f"{one.source_id}/{one.record.key}", title=one.record.title, at=moment, url=one.record.url)


def _moment(one: Answer) -> datetime:
    moment = one.record.published or one.record.updated or one.happens_at
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC) if moment else datetime(2000, 1, 1, tzinfo=UTC)


def _summary(one: Answer) -> str:
    return "\n\n".join(shortened(" ".join(shown.passage.text.split())) for shown in one.passages[:3])


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text.translate(CONTROLS)
