"""A meeting of the web service of ModernGov, read into a Record."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from sources import clock, days, markup
from sources.agendas import items, meeting_words
from sources.agendas.calendar import Meeting
from sources.agendas.meeting_words import line
from sources.errors import LayoutChanged
from sources.model import Kind, Link, LinkKind, Part, Record


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sitting:
    """A meeting as the list of its committee has it."""

    committee: str
    committee_id: str
    meeting: ET.Element

    def said(self, name: str) -> str:
        """What the list says; empty where it says nothing."""
        return line(self.meeting.findtext(name))


def is_over(committee: ET.Element) -> bool:
    """Whether it was dissolved: its meetings are history."""
    return any(committee.findtext(name) == "True" for name in ("committeedeleted", "committeeexpired"))


def sittings(found: ET.Element) -> Iterator[Sitting]:
    """The meetings of an answer. LayoutChanged where there are fewer than it counts."""
    counted = int(found.findtext("meetingscount", "").strip() or -1)  # padded: " 2"
    listed = found.findall(".//committeemeetings/meeting")
    if counted != len(listed):
        raise LayoutChanged(f"{len(listed)} meetings in a list that says that it has {counted}")
    for committee in found.findall("committee"):
        for meeting in committee.findall("committeemeetings/meeting"):
            title, id_ = line(committee.findtext("committeetitle")), line(committee.findtext("committeeid"))
            yield Sitting(committee=title, committee_id=id_, meeting=meeting)


def record(row: Meeting[Sitting, ET.Element | None], mark: str | None, base: str, zone: ZoneInfo) -> Record:
    """The meeting. ValueError where its date is odd."""
    sitting, detail = row.event, row.items
    key, day = sitting.said("meetingid"), days.read(sitting.said("meetingdate"), day_first=True)
    return Record(
        key=key,
        kind=Kind.MEETING,
        title=meeting_words.title(sitting.committee, day),
        url=f"{base}/ieListDocuments.aspx?CId={sitting.committee_id}&MId={key}",
        mark=mark,
        stage=meeting_words.stage(sitting.said("meetingstatus"), sitting.committee),
        type=sitting.said("meetingstatus"),
        body=sitting.committee,
        location=line(detail.findtext("meetingvenue")) if detail is not None else "",
        starts=clock.starts(day, sitting.said("meetingtime"), zone),
        parts=items.distinct(_part(item, base) for item in detail.iter("agendaitem")) if detail is not None else (),
        links=tuple(_links(detail, base)) if detail is not None else (),
    )


def _part(item: ET.Element, base: str) -> Part:
    return Part(
        key=line(item.findtext("agendaitemid")),
        title=_plain(item.findtext("agendaitemtitle", "")),
        number=line(item.findtext("agendaitemnum")),
        text=_plain(item.findtext("agendatext", "")),
        links=tuple(_links(item, base, LinkKind.ATTACHMENT)),
    )


def _links(of: ET.Element, base: str, kind: LinkKind | None = None) -> Iterator[Link]:
    """The files. A revised report gets a number of its own."""
    for document in of.findall("linkeddocuments/linkeddoc"):
        title, url = line(document.findtext("title")), line(document.findtext("url"))
        if url and document.findtext("isrestricted") != "True":
            published = line(document.findtext("publicationdate")) or None
            found = kind or meeting_words.kind(title)
            key = line(document.findtext("attachmentid")) or None
            yield Link(url=urljoin(f"{base}/", url), title=title or found.capitalize(), kind=found, key=key, stamp=published)


def _plain(text: str) -> str:
    """The words of a text that may be HTML."""
    return markup.read(f"<p>{text}", "").text if "<" in text else line(text)
