"""A meeting as the Legistar Web API gives it, read into a Record."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import urljoin

from sources import clock
from sources.agendas.answer import Fields
from sources.agendas.calendar import Meeting
from sources.agendas.meeting_words import line, lines, stage, title
from sources.model import Kind, Link, LinkKind, Part, Record
from sources.source import Publisher

LAST = 1_000_000  # items without a place on the agenda (minutes only) follow those with one
PAGE_BREAK = re.compile(r"\W*page[\s_-]*break\W*", re.IGNORECASE)


Event = Meeting[Fields, list[Fields]]


def record(meeting: Event, publisher: Publisher) -> Record:
    """The meeting. LookupError, TypeError or ValueError where a field is missing or odd.

    `type` is what the publisher says of the agenda ("Final", "Draft", …): drafts are told, and shown as such. There is
    no `mark` where the items are missing, so that the next run asks for them.
    """
    event = meeting.event
    key, body, day = str(event["EventId"]), line(event["EventBodyName"]), date.fromisoformat(event["EventDate"][:10])
    return Record(
        key=key,
        kind=Kind.MEETING,
        title=title(body, day),
        url=urljoin(publisher.site, event["EventInSiteURL"] or ""),  # null for drafts: then the calendar is all there is
        text=lines(event["EventComment"]),
        mark=event.get("EventRowVersion") if meeting.items is not None else None,
        stage=stage(line(event.get("EventAgendaStatusName")), body, line(event["EventComment"])),
        type=line(event.get("EventAgendaStatusName")),
        body=body,
        location=line(event["EventLocation"]),
        starts=clock.starts(day, event["EventTime"], publisher.timezone),
        published=utc(event.get("EventAgendaLastPublishedUTC")),
        updated=utc(event.get("EventLastModifiedUtc")),
        parts=tuple(_parts(meeting.items or (), publisher.site)),
        links=tuple(_files(event, key, publisher.site)),
    )


def _files(event: Fields, key: str, site: str) -> Iterable[Link]:
    """Agenda and minutes. A new version keeps the name of the file, so the stamp says when it was published last."""
    for kind in (LinkKind.AGENDA, LinkKind.MINUTES):
        name = kind.capitalize()
        if url := event[f"Event{name}File"]:
            stamp = event.get(f"Event{name}LastPublishedUTC")
            yield Link(url=urljoin(site, url.strip()), title=name, kind=kind, key=f"{key}-{kind}", stamp=stamp)


def _parts(items: Iterable[Fields], site: str) -> Iterable[Part]:
    """The items that say something, in the order of the agenda, each once."""
    seen = set()
    for item in sorted(items, key=_place):
        part = _part(item, site)
        if part.key not in seen and part.title and not PAGE_BREAK.fullmatch(part.title):
            seen.add(part.key)
            yield part


def _place(item: Fields) -> tuple[int, int]:
    agenda, minutes = item["EventItemAgendaSequence"], item["EventItemMinutesSequence"]
    return (LAST if agenda is None else int(agenda), LAST if minutes is None else int(minutes))


def _part(item: Fields, site: str) -> Part:
    """One item. `thread` is the MatterId; `codes` hold the MatterFile ("26-0412"), which people quote and may repeat."""
    texts = [lines(item[f"EventItem{name}"]) for name in ("Title", "MatterName", "AgendaNote", "MinutesNote", "ActionText")]
    said = list({line(text): text for text in reversed(texts) if text}.values())[::-1]  # a matter is mostly named as its item
    file = line(item["EventItemMatterFile"])
    return Part(
        key=str(item["EventItemId"]),
        title=line(said[0]) if said else "",
        number=line(item["EventItemAgendaNumber"]),
        text="\n\n".join(said[1:]),
        thread=None if item["EventItemMatterId"] is None else str(item["EventItemMatterId"]),
        links=tuple(attachments(item["EventItemMatterAttachments"] or (), site)),
        codes=(file,) if file else (),
    )


def attachments(files: Iterable[Fields], site: str) -> Iterable[Link]:
    """The files of a matter that the public may see; the row version changes when one is replaced under its address."""
    for file in files:
        if file["MatterAttachmentShowOnInternetPage"]:
            yield Link(
                url=urljoin(site, file["MatterAttachmentHyperlink"].strip()),
                title=line(file["MatterAttachmentName"]),
                kind=LinkKind.ATTACHMENT,
                key=str(file["MatterAttachmentId"]),
                stamp=file["MatterAttachmentRowVersion"],
            )


def utc(text: str | None) -> datetime | None:
    """A stamp of the API, which is UTC and does not say so."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
