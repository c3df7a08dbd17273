"""A meeting of eSCRIBE, read into a Record; its agenda page holds the items."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urljoin, urlsplit
from zoneinfo import ZoneInfo

from sources import clock, markup
from sources.agendas import meeting_words
from sources.agendas.answer import Fields
from sources.agendas.calendar import Meeting
from sources.agendas.meeting_words import line
from sources.model import Kind, Link, LinkKind, Part, Record
from sources.page import Element

Event = Meeting[Fields, list[Element]]

PASSING = frozenset({"MeetingPassed", "HasLiveVideo", "HasLiveVideoPassed", "HasVideoLivePassed", "LiveVideoStandAloneLink"})
"""What changes of itself as time goes by, and makes no other meeting."""
KINDS = {
    "Agenda": LinkKind.AGENDA,
    "Merged": LinkKind.AGENDA,  # the revised agenda
    "PostAgenda": LinkKind.AGENDA,
    "AgendaCover": LinkKind.AGENDA,
    "AgendaPackage": LinkKind.PACKET,
    "PostMinutes": LinkKind.MINUTES,
    "Minutes": LinkKind.MINUTES,
    "AdditionalDocuments": LinkKind.OTHER,
}
PAGES = ("Merged", "PostAgenda", "Agenda")  # of several agendas as pages, the latest
VIDEO = "Video"
DOTNET = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
CONTAINER = ".AgendaItemContainer"
ITEM = re.compile(r"AgendaItem(\d+)")
FILE = re.compile(r"[A-Z][A-Z0-9]{0,9}(?:-[A-Z0-9]{1,10}){1,5}(?=:)")  # "BOA-0039-2025: 6809 Sandy Forks Road"
ATTACHMENT = "a[href*='FileStream.ashx?DocumentId=' i]"


def record(meeting: Event, mark: str | None, site: str, zone: ZoneInfo) -> Record:
    """The meeting. LookupError, TypeError or ValueError where a field is missing or odd."""
    event = meeting.event
    name, start = line(event["MeetingName"]), starts(event, zone)
    return Record(
        key=str(event["ID"]),
        kind=Kind.MEETING,
        title=meeting_words.title(meeting_words.body(name), start),
        url=urljoin(site, event.get("Url") or f"Meeting.aspx?Id={event['ID']}&lang=English"),
        text=markup.plain(event.get("Description") or ""),
        mark=mark if meeting.items is not None else None,
        stage=meeting_words.stage("", name, line(event.get("MeetingType"))),
        body=meeting_words.body(line(event.get("MeetingType")) or name),
        location=line(event.get("Location")),
        starts=start,
        parts=tuple(_parts(meeting.items or (), site)),
        links=tuple(_files(event, site)),
    )


def starts(event: Fields, zone: ZoneInfo) -> datetime | date:
    """When it begins: "2025/12/17 17:15:00" is the local clock, "/Date(1766013300000)/" UTC. Seconds are noise (18:00:21)."""
    said = event["StartDate"]
    if match := DOTNET.fullmatch(said):
        return datetime.fromtimestamp(int(match[1]) / 1000, UTC).astimezone(zone).replace(second=0, microsecond=0)
    found = clock.local(said, zone)
    return found.replace(second=0, microsecond=0) if isinstance(found, datetime) else found


def agenda_page(event: Fields) -> str | None:
    """The address of the agenda as a page, if there is one."""
    pages = {each.get("Type"): str(each["Url"]) for each in _documents(event) if each.get("Format") == "HTML"}
    return next((pages[kind] for kind in PAGES if kind in pages), None)


def _documents(event: Fields) -> list[Fields]:
    return event.get("MeetingDocumentLink") or []


def _files(event: Fields, site: str) -> Iterable[Link]:
    """The documents, each once. What a clerk calls "Agenda (PDF)" may be the thin cover or the whole packet."""
    seen = set()
    for file in _documents(event):
        link = _file(file, site)
        if file["Type"] != VIDEO and link.key not in seen:
            seen.add(link.key)
            yield link


def _file(file: Fields, site: str) -> Link:
    url = urljoin(site, file["Url"])
    query = {name.lower(): values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    return Link(
        url=url,
        title=line(file.get("Title")) or file["Type"],
        kind=KINDS.get(file["Type"]) or meeting_words.kind(f"{file['Type']} {file.get('Title')}"),
        key=query.get("documentid") or f"{file['Type']}-{query.get('lang', '')}",
    )


def _parts(pages: Iterable[Element], site: str) -> Iterable[Part]:
    """The items in the order of the page, each once."""
    seen = set()
    for page in pages:
        for container in page.all(CONTAINER):
            part = _part(container, site)
            if part is not None and part.key not in seen:
                seen.add(part.key)
                yield part


def _part(container: Element, site: str) -> Part | None:
    """One item, or None for what has neither an id nor a title."""
    title, key = next(iter(_own(container, ".AgendaItemTitle")), None), _key(container)
    if title is None or key is None or not title.text:
        return None
    file = FILE.match(title.text)
    return Part(
        key=key,
        title=title.text,
        number=" ".join(each.text for each in _own(container, ".AgendaItemCounter")),
        text="\n".join(each.text for each in _own(container, ".AgendaItemContentRow")),
        thread=file[0] if file else None,
        links=tuple(_attachments(_own(container, ATTACHMENT), site)),
        codes=(file[0],) if file else (),
    )


def _own(container: Element, css: str) -> list[Element]:
    """What the selector finds in a container, without what is in the containers inside it: they are items too."""
    nested = [each for each in container.all(CONTAINER) if each.node.mem_id != container.node.mem_id]
    theirs = {each.node.mem_id for item in nested for each in item.all(css)}
    return [each for each in container.all(css) if each.node.mem_id not in theirs]


def _key(container: Element) -> str | None:
    named = [container, *_own(container, "[class*=AgendaItem]")]
    return next((match[1] for each in named for word in (each.get("class") or "").split() if (match := ITEM.fullmatch(word))), None)


def _attachments(anchors: Iterable[Element], site: str) -> Iterable[Link]:
    for href, anchor in {anchor.attr("href"): anchor for anchor in anchors}.items():
        title = anchor.text or anchor.get("aria-label") or anchor.get("title") or "Attachment"
        yield Link(url=urljoin(site, href), title=line(title), kind=LinkKind.ATTACHMENT, key=href.rpartition("=")[2])
