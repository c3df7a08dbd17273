"""A meeting of CivicClerk, read into a Record, with the items of its agenda.

The signed addresses of files (Azure) change at every look and end within a week; those of the API by file id last.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sources import clock, days, markup
from sources.agendas import meeting_words
from sources.agendas.answer import Fields
from sources.agendas.calendar import Meeting
from sources.agendas.meeting_words import line
from sources.model import Kind, Link, LinkKind, Part, Record
from sources.source import ODD

Event = Meeting[Fields, list[Fields]]

LISTED = (
    *("eventName", "eventDescription", "eventNotice", "startDateTime", "categoryName", "eventLocation", "isPublished", "isDeleted"),
    *("agendaId", "publishedAgendaTimeStamp", "publishedFiles"),
)
"""What of a listed meeting makes another of it when it changes."""
PUBLISHED = "Published"
ADDRESS = ("address1", "address2", "city", "state")
SENTINELS = ("0001-", "1900-")  # how the API says "no date"
PLACEHOLDER = re.compile(r"select meeting files", re.IGNORECASE)
DEEPEST = 30  # items inside each other
POSTED = re.compile(r"(\d{1,2}:\d{2})\s*([AP]M)\s*$", re.IGNORECASE)


def record(meeting: Event, mark: str | None, tenant: str, zone: ZoneInfo, *, utc: bool) -> Record:
    """The meeting. LookupError, TypeError or ValueError where a field is missing or odd."""
    event = meeting.event
    name, starts = line(event["eventName"]), _moment(event["startDateTime"], zone, utc=utc)
    files = tuple(_files(event, tenant))
    if starts is None:
        raise ValueError("a meeting without a day")
    return Record(
        key=str(event["id"]),
        kind=Kind.MEETING,
        title=meeting_words.title(meeting_words.body(name), starts),
        url=f"https://{tenant}.portal.civicclerk.com/event/{event['id']}/overview",
        text=markup.plain("\n".join(filter(None, (event.get("eventDescription"), event.get("eventNotice"))))),
        mark=mark if meeting.items is not None else None,
        stage=meeting_words.stage("", name, line(event.get("eventNotice")), *(link.title for link in files)),
        type="" if event.get("isPublished") == PUBLISHED else line(event.get("isPublished")),
        body=line(event.get("categoryName")) or meeting_words.body(name),
        location=line(", ".join(filter(None, (line((event.get("eventLocation") or {}).get(part)) for part in ADDRESS)))),
        starts=starts,
        updated=max(filter(None, (_aware(link.stamp, zone, utc=utc) for link in files)), default=None),
        parts=tuple(_parts(meeting.items or (), tenant)),
        links=files,
        withdrawn=bool(event.get("isDeleted")),
    )


def means_utc(event: Fields, zone: ZoneInfo) -> bool | None:
    """Whether `Z` is true; None where the meeting does not tell, or is odd."""
    try:
        return _means_utc(event, zone)
    except ODD:
        return None


def _means_utc(event: Fields, zone: ZoneInfo) -> bool | None:
    """Told by the meeting itself: "Agenda Posted on April 9, 2026 12:22 PM" is the local clock of one `publishOn`."""
    said = line(event.get("publishedAgendaTimeStamp"))
    day, at = days.find(said), POSTED.search(said)
    if day is None or at is None:
        return None
    posted = datetime.strptime(f"{day} {at[1]} {at[2].upper()}", "%Y-%m-%d %I:%M %p")  # noqa: DTZ007  # a local clock
    stamps = [_naive(file.get("publishOn")) for file in event.get("publishedFiles") or ()]
    if posted in stamps:
        return False
    return True if posted in [_local(stamp, zone) for stamp in stamps if stamp] else None


def _files(event: Fields, tenant: str) -> Iterable[Link]:
    """The published files. One that is replaced has another id; `agendaFile` and `minutesFile` are empty shells."""
    for file in event.get("publishedFiles") or ():
        yield Link(
            url=f"https://{tenant}.api.civicclerk.com/v1/Meetings/GetMeetingFileStream(fileId={file['fileId']},plainText=false)",
            title=line(file.get("name")) or line(file["type"]),
            kind=meeting_words.kind(line(file["type"])),
            key=str(file["fileId"]),
            stamp=file.get("publishOn"),
        )


def _parts(items: Iterable[Fields], tenant: str, above: str = "", depth: int = 0) -> Iterable[Part]:
    """The items and sections in the order of the agenda, numbered as their outline is: "VII.1.H"."""
    if depth > DEEPEST:
        raise ValueError(f"items inside each other, more than {DEEPEST}")
    for item in items:
        own = line(item.get("agendaObjectItemOutlineNumber")).rstrip(".")
        number = ".".join(filter(None, (above, own)))
        title = line(markup.plain(item["agendaObjectItemName"] or ""))
        if title and not PLACEHOLDER.search(title):
            yield _part(item, title, number, tenant)
        yield from _parts(item.get("childItems") or (), tenant, number, depth + 1)


def _part(item: Fields, title: str, number: str, tenant: str) -> Part:
    codes = (item.get(f"{name}FormattedNumber") for name in ("resolution", "ordinance"))
    return Part(
        key=str(item["id"]),
        title=title,
        number=number,
        text=markup.plain(item.get("agendaObjectItemDescription") or ""),
        links=tuple(_attachments(item.get("attachmentsList") or (), tenant)),
        codes=tuple(dict.fromkeys(filter(None, map(line, (item.get("agendaObjectItemNumber"), *codes))))),
    )


def _attachments(files: Iterable[Fields], tenant: str) -> Iterable[Link]:
    for file in files:
        if not file.get("isDeleted") and file.get("isPublished") is not False:
            yield Link(
                url=f"https://{tenant}.api.civicclerk.com/v1/Meetings/GetAttachmentFile(fileId={file['id']})",
                title=line(file["fileName"]),
                kind=LinkKind.ATTACHMENT,
                key=str(file["id"]),
            )


def _moment(said: str, zone: ZoneInfo, *, utc: bool) -> datetime | date | None:
    """The start: the local clock, or the true UTC, that is written with the same `Z`."""
    return None if said.startswith(SENTINELS) else _aware(said, zone, utc=utc) if utc else clock.local(said, zone)


def _aware(said: str | None, zone: ZoneInfo, *, utc: bool) -> datetime | None:
    if not said or said.startswith(SENTINELS):
        return None
    found = datetime.fromisoformat(said).replace(tzinfo=UTC if utc else zone)
    return found.astimezone(zone)


def _naive(said: str | None) -> datetime | None:
    return None if not said else datetime.fromisoformat(said).replace(tzinfo=None, second=0, microsecond=0)


def _local(stamp: datetime, zone: ZoneInfo) -> datetime:
    return stamp.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
