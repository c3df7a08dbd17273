"""A meeting of PrimeGov, read into a Record; its agenda page holds the items."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urljoin, urlsplit
from zoneinfo import ZoneInfo

from sources import clock
from sources.agendas import meeting_words
from sources.agendas.answer import Fields
from sources.agendas.calendar import Meeting
from sources.agendas.meeting_words import line
from sources.model import Kind, Link, LinkKind, Part, Record
from sources.page import Element

Event = Meeting[Fields, list[Element]]

PAGE = 3  # compileOutputType of what is a page; 1 and 2 are files
PUBLISHED = 1  # publishStatus of what the public may see
AREA = "agenda_item_area_"
ITEMS = "[data-itemid], .agenda-item[id^=AgendaItem_]"
ATTACHMENT = "a[href*=historyattachment i]"


def record(meeting: Event, mark: str | None, site: str, zone: ZoneInfo) -> Record:
    """The meeting. LookupError, TypeError or ValueError where a field is missing or odd."""
    event = meeting.event
    documents = _published(event)
    page = agenda_page(event)
    said = line(event["title"])
    starts = clock.local(event["dateTime"], zone)
    return Record(
        key=str(event["id"]),
        kind=Kind.MEETING,
        title=meeting_words.title(meeting_words.body(said), starts),
        url=_page(page, site) if page else f"{site}/public/portal",
        mark=None if meeting.missed else mark,
        stage=meeting_words.stage("", said, *(line(each["templateName"]) for each in documents)),
        body=meeting_words.body(said),
        location=line(event.get("location")),
        starts=starts,
        updated=max((_utc(each["publishDate"]) for each in documents if each.get("publishDate")), default=None),
        parts=tuple(_parts(meeting.items or (), site)),
        links=tuple(_link(each, site) for each in documents),
    )


def agenda_page(event: Fields) -> Fields | None:
    """The document that is the agenda as a page, if there is one."""
    pages = [each for each in _published(event) if each.get("compileOutputType") == PAGE and _kind(each) is LinkKind.AGENDA]
    return pages[0] if pages else None


def _published(event: Fields) -> list[Fields]:
    return [each for each in event.get("documentList") or () if each.get("publishStatus", PUBLISHED) == PUBLISHED]


def _link(document: Fields, site: str) -> Link:
    """One document. It keeps its template when it is compiled again; its own id, and the stamp, are then new."""
    template, output = document["templateId"], document["compileOutputType"]
    compiled = f"{site}/Public/CompiledDocument?meetingTemplateId={template}&compileOutputType={output}"
    return Link(
        url=urljoin(site, document.get("link") or (_page(document, site) if output == PAGE else compiled)),
        title=line(document["templateName"]),
        kind=_kind(document),
        key=f"{template}-{output}",
        stamp=f"{document['id']} {document.get('publishDate') or ''}".strip(),
    )


def _page(document: Fields, site: str) -> str:
    return f"{site}/Portal/Meeting?meetingTemplateId={document['templateId']}"


def _kind(document: Fields) -> LinkKind:
    return meeting_words.kind(line(document["templateName"]))


def _parts(pages: Iterable[Element], site: str) -> Iterable[Part]:
    """The items of the agenda page in their order, each once."""
    seen = set()
    for page in pages:
        areas = {area.attr("id").removeprefix(AREA): area for area in page.all(f"[id^={AREA}]")}
        for element in page.all("[data-itemid]") or page.all(ITEMS):
            part = _part(element, areas, site)
            if part.title and part.key not in seen:
                seen.add(part.key)
                yield part


def _part(element: Element, areas: Mapping[str, Element], site: str) -> Part:
    """An item. Newer portals wrap it, with the id of its matter (`data-mig`) and its number; older ones have the text alone."""
    key = element.get("data-itemid") or element.attr("id").removeprefix("AgendaItem_")
    text = element.first(".agenda-item") or element
    matter = text.all("table.forcepopulate tr")
    file, said = (matter[0].text, matter[1].all("td")[-1]) if len(matter) > 1 else ("", text)
    number = element.first(".number-cell")
    return Part(
        key=key,
        title=said.text,
        number=number.text.strip("()") if number else "",
        thread=element.get("data-mig") or None,
        links=tuple(_attachments([areas[key], element] if key in areas else [element], site)),
        codes=(file,) if file else (),
    )


def _attachments(areas: Iterable[Element], site: str) -> Iterable[Link]:
    anchors = {urljoin(site, anchor.attr("href")): anchor.text for area in areas for anchor in area.all(ATTACHMENT)}
    for url, said in anchors.items():
        yield Link(url=url, title=said or "Attachment", kind=LinkKind.ATTACHMENT, key=_history(url))


def _history(url: str) -> str | None:
    return next((value for name, value in parse_qsl(urlsplit(url).query) if name.lower() == "historyid"), None)


def _utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)
