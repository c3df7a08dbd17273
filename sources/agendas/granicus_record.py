"""A meeting of a Granicus view, read into a Record; the agenda, where it is a page of Granicus, holds the items."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sources import clock, instead
from sources.agendas import granicus_items, items, meeting_words
from sources.agendas.calendar import Meeting
from sources.agendas.granicus_view import Viewer, ViewRow
from sources.model import Kind, Link, LinkKind, Record
from sources.page import Element, Page

KINDS = {"AgendaViewer": LinkKind.AGENDA, "MinutesViewer": LinkKind.MINUTES, "TranscriptViewer": LinkKind.OTHER}
DOCUMENTS = frozenset({LinkKind.AGENDA, LinkKind.PACKET, LinkKind.MINUTES, LinkKind.NOTICE})
MEDIA = re.compile(r"\.(?:mp[34]|m3u8|asx|wmv)(?:$|\?)|/ASX\.php", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A row with the key that it keeps, and its day, were it today's because the meeting is in progress."""

    row: ViewRow
    key: str
    day: date | None


Event = Meeting[Named, list[Element]]


def named(rows: Iterable[ViewRow], today: date) -> Iterator[Named]:
    """The rows with their keys: the day and the name, and a number where two meetings share both.

    Recordings come before what is still to come, and smaller ids before larger ones, so that the numbers stay with the
    meetings while `event_id` becomes `clip_id`.
    """
    same: dict[tuple[date | None, str], list[ViewRow]] = defaultdict(list)
    for row in rows:
        day = row.day or (today if row.in_progress else None)
        same[day, _slug(row.title)].append(row)
    for (day, slug), twins in same.items():
        for place, row in enumerate(sorted(twins, key=_age), start=1):
            yield Named(row=row, key=f"{day or 'undated'}-{slug}" + (f"-{place}" if place > 1 else ""), day=day)


def record(meeting: Event, mark: str | None, site: str, zone: ZoneInfo) -> Record:
    """The meeting. ValueError where it has no day."""
    row, day = meeting.event.row, meeting.event.day
    if day is None:
        raise ValueError(f"{row.title!r} on {row.when!r}: no day")
    at = row.when.rpartition(" - ")[2]
    return Record(
        key=meeting.event.key,
        kind=Kind.MEETING,
        title=meeting_words.title(meeting_words.body(row.title), day),
        url=next((viewer.url for viewer in row.viewers if viewer.name == "AgendaViewer"), site),
        mark=mark if meeting.items is not None else None,
        stage=meeting_words.stage("", row.title, row.when),
        body=meeting_words.body(row.title),
        starts=clock.starts(day, at, zone),
        parts=items.distinct(granicus_items.parts(meeting.items or ())),
        links=tuple(_links(row.viewers)),
    )


def agenda_address(row: ViewRow, hosts: Collection[str]) -> str | None:
    """Where the agenda is, if it is on a host that may be asked."""
    return next((each.url for each in row.viewers if each.name == "AgendaViewer" and host(each.url) in hosts), None)


def agenda_page(page: Page) -> Element:
    """The agenda as a page. Without items it may be of any make, but neither empty nor of another system."""
    root = page.html()
    if not granicus_items.has_items(root) and (not root.text or instead.whose(page.text) not in ("", "a page of Granicus")):
        raise page.unlike("no agenda in it")
    return root


def host(url: str) -> str:
    """The host of an address, in small letters."""
    return urlsplit(url).hostname or ""


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", meeting_words.body(title).lower())) or "meeting"


def _age(row: ViewRow) -> tuple[bool, int, str]:
    ids = [(key.startswith("event"), int(key.rpartition("-")[2])) for key in row.ids if key.rpartition("-")[2].isdecimal()]
    return (*min(ids, default=(True, 1 << 62)), row.when)


def _links(viewers: Iterable[Viewer]) -> Iterator[Link]:
    """The documents, each once; recordings are none."""
    seen = set()
    for viewer in viewers:
        kind = KINDS.get(viewer.name) or meeting_words.kind(viewer.text)
        document = viewer.name in KINDS or (not viewer.name and kind in DOCUMENTS and not MEDIA.search(viewer.url))
        if document and viewer.url not in seen:
            seen.add(viewer.url)
            key = f"{viewer.name}-{viewer.key}" if viewer.name else None
            yield Link(url=viewer.url, title=viewer.text or viewer.name.removesuffix("Viewer"), kind=kind, key=key)
