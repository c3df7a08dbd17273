"""A meeting of eSCRIBE, read into a Record."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urljoin, urlsplit
from zoneinfo import ZoneInfo

from sources import clock, markup
from sources.agendas import escribe_items, meeting_words
from sources.agendas.answer import Fields
from sources.agendas.calendar import Meeting
from sources.agendas.meeting_words import line
from sources.model import Kind, Link, LinkKind, Record
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
        parts=tuple(escribe_items.parts(meeting.items or (), site)),
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
