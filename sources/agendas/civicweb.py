"""CivicWeb, also Diligent Community (iCompass): the JSON service behind the calendar of a portal.

Facts from recorded lists of the Tulsa board of education, recorded documents of Las Cruces and Sarpy County, and from peers' code;
no portal was asked. Meetings are listed months before they are published; `MeetingDateTime` is the local clock. The documents of a
meeting are a list, or in newer portals an object with a list of `Documents`; an agenda comes with its text, in which the items are.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult

from sources import clock, days
from sources.agendas import civicweb_items, items, meeting_words
from sources.agendas.answer import Fields, fingerprint, objects
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.meeting_words import line
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive
from sources.model import Kind, Link, LinkKind, Part, Record
from sources.web import Query, Web

HOST = re.compile(r"[\w-]+\.(?:civicweb\.net|(?:diligent\.community|community\.(?:diligentoneplatform|highbond)\.com))")
KINDS: Mapping[object, LinkKind] = {1: LinkKind.AGENDA, 2: LinkKind.MINUTES}  # Type: the agenda in its forms, the minutes in theirs
TEXT = 1  # DocumentType of an agenda whose text comes with it
DATED = re.compile(r"\W+(?:\d{1,2} [A-Z][a-z]{2}|[A-Z][a-z]{2} \d{1,2}) \d{4}\b.*$")


@dataclass(frozen=True, kw_only=True)
class CivicWeb(Calendar[Fields, Sequence[Fields]]):
    """The meetings of one portal."""

    whose = re.compile(r"/(?P<host>[\w-]+\.(?:civicweb\.net|diligent\.community))", re.IGNORECASE)
    pace: ClassVar[float] = 2.7

    host: str

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`TENANT.civicweb.net/…` and its newer hosts."""
        host = url.hostname or ""
        return {"host": host} if HOST.fullmatch(host) and not host.startswith("www.") else None

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the portal."""
        return frozenset({self.host})

    def identity(self, event: Fields) -> tuple[str, str | None]:
        """The id, and a mark of all that is listed: the service has none of its own."""
        return str(event.get("Id")), fingerprint(event)

    def day(self, event: Fields) -> date | None:
        """When it is held, once it is published: the list does not tell of an agenda that was amended."""
        return days.find(str(event.get("MeetingDateTime"))) if event.get("Published") else None

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Fields, None]:
        """The meetings of the window. An empty list proves nothing: the service also gives one for dates it cannot read."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        asked = {"from": f"{window.season}", "to": f"{window.last}", "loadall": "true"}
        events = objects(await self._ask(web, "meetings", asked), self.host)
        if not events:
            raise Inconclusive(f"{self.host} lists no meeting from {window.season} to {window.last}")
        for event in events:
            if window.may_hold(event.get("MeetingDateTime")):
                yield event

    async def agenda(self, web: Web, event: Fields) -> Sequence[Fields]:
        """The documents of a meeting that is published."""
        if not event.get("Published"):
            return ()
        try:
            found = await self._ask(web, f"meetings/{event['Id']}/meetingDocuments")
        except Gone:
            return ()
        return objects(found["Documents"] if isinstance(found, dict) and "Documents" in found else found, self.host)

    def read(self, row: Meeting[Fields, Sequence[Fields]]) -> Record:
        """The meeting. LookupError, TypeError or ValueError where a field is missing or odd."""
        event = row.event
        key, name = str(event["Id"]), line(event["Name"])
        body = line(event.get("MeetingTypeName")) or DATED.sub("", name)
        public = [each for each in row.items or () if each.get("IsPublic", True)]
        starts = clock.local(event["MeetingDateTime"], self.publisher.timezone)
        return Record(
            key=key,
            kind=Kind.MEETING,
            title=meeting_words.title(meeting_words.body(body), starts),
            url=f"https://{self.host}/Portal/MeetingInformation.aspx?Org=Cal&Id={key}",
            mark=None if row.missed else self.identity(event)[1],
            stage=meeting_words.stage("", name),
            type="Final" if event["Published"] else "Draft",
            body=meeting_words.body(body),
            location=line(event["MeetingLocation"]),
            starts=starts,
            parts=items.distinct(part for each in public if each["DocumentType"] == TEXT for part in self._parts(each)),
            links=tuple(self._link(each) for each in public),
        )

    def _parts(self, document: Fields) -> Iterator[Part]:
        return civicweb_items.parts(document.get("Html") or "", f"https://{self.host}/")

    def _link(self, document: Fields) -> Link:
        key, name = str(document["Id"]), line(document["Name"])
        kind = LinkKind.AGENDA if document["DocumentType"] == TEXT else meeting_words.kind(name)
        if kind is LinkKind.OTHER:  # most are called as the meeting is
            kind = KINDS.get(document.get("Type"), kind)
        return Link(url=f"https://{self.host}/document/{key}?printPdf=true", title=name or kind.capitalize(), kind=kind, key=key)

    async def _ask(self, web: Web, what: str, query: Query | None = None) -> object:
        page = await web.get(f"https://{self.host}/Services/MeetingsService.svc/{what}", query)
        found: object = await asyncio.to_thread(page.json, object)
        return found
