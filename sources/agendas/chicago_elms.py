"""Chicago's own system for its City Council, eLMS: https://api.chicityclerkelms.chicago.gov.

Facts from a recorded list (2,809 meetings in 29 pages) and from peers' code. Times are UTC. A page may be short of a row: what is
listed to the end is told by the count, and not by a page that is not full. Few agendas have items in the API.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, ClassVar
from urllib.parse import SplitResult

from sources.agendas import items, meeting_words
from sources.agendas.answer import Fields, fingerprint, objects
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.meeting_words import line, lines
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive, LayoutChanged
from sources.model import Kind, Link, LinkKind, Part, Record
from sources.web import Query, Web

HOST = "api.chicityclerkelms.chicago.gov"
PAGE = 100
KINDS = {"agenda": LinkKind.AGENDA, "notice": LinkKind.NOTICE, "summary": LinkKind.MINUTES, "report": LinkKind.ATTACHMENT}


@dataclass(frozen=True, kw_only=True)
class ChicagoElms(Calendar[Fields, Fields]):
    """The meetings of the council and its committees."""

    pace: ClassVar[float] = 2.0

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`chicityclerkelms.chicago.gov/…`, with or without `api`."""
        return {} if (url.hostname or "").endswith("chicityclerkelms.chicago.gov") else None

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the API."""
        return frozenset({HOST})

    def identity(self, event: Fields) -> tuple[str, str | None]:
        """The id, and a mark of all that is listed."""
        return str(event.get("meetingId")), fingerprint(event)

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Fields, None]:
        """The meetings of the window. None at all is told by a count of 0."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        between = f"date ge {window.first}T00:00:00Z and date le {window.last}T23:59:59Z"
        seen: set[object] = set()
        for skip in count(0, PAGE):
            found = await self._ask(web, "meeting-agenda", {"filter": between, "sort": "date desc", "top": PAGE, "skip": skip})
            events = objects(found.get("data"), f"https://{HOST}/meeting-agenda")
            total = _total(found)
            for event in events:
                if event.get("meetingId") not in seen and window.may_hold(event.get("date")):
                    yield event
                seen.add(event.get("meetingId"))
            if skip + PAGE >= total:
                break
            if not events:
                raise Inconclusive(f"an empty page after {skip} of {total} meetings")
        if total and not seen:
            raise Inconclusive(f"no meeting, though there are {total}")

    async def agenda(self, web: Web, event: Fields) -> Fields:
        """The meeting once more, with the groups of its agenda."""
        if not event["files"]:
            return {}
        try:
            found = await self._ask(web, f"meeting-agenda/{event['meetingId']}")
        except Gone:
            return {}
        if found.get("meetingId") != event["meetingId"]:
            raise LayoutChanged(f"another meeting than {event['meetingId']}, or none", url=f"https://{HOST}/meeting-agenda")
        return found

    def read(self, row: Meeting[Fields, Fields]) -> Record:
        """The meeting. LookupError, TypeError or ValueError where a field is missing or odd."""
        event = row.event
        key, body = str(event["meetingId"]), line(event["body"])
        starts = datetime.fromisoformat(event["date"]).astimezone(self.publisher.timezone)
        return Record(
            key=key,
            kind=Kind.MEETING,
            title=meeting_words.title(body, starts),
            url=f"https://chicityclerkelms.chicago.gov/Meeting/?meetingId={key}",
            text=lines(event["comment"]),
            mark=None if row.missed else self.identity(event)[1],
            stage=meeting_words.stage(line(event["status"]), body, line(event["comment"])),
            type=line(event["status"]),
            body=body,
            location=line(event["location"]),
            starts=starts,
            parts=items.distinct(_parts(row.items or {})),
            links=tuple(_file(each) for each in event["files"] or ()),
        )

    async def _ask(self, web: Web, what: str, query: Query | None = None) -> Fields:
        page = await web.get(f"https://{HOST}/{what}", query)
        found: dict[str, Any] = await asyncio.to_thread(page.json, dict)
        return found


def _total(found: Fields) -> int:
    meta = found.get("meta")
    if not isinstance(meta, dict) or not isinstance(meta.get("count"), int):
        raise LayoutChanged("a list of meetings without its count", url=f"https://{HOST}/meeting-agenda")
    return int(meta["count"])


def _file(file: Fields) -> Link:
    path, said = line(file["path"]), line(file["attachmentType"])
    return Link(
        url=path,
        title=line(file["fileName"]) or said or "File",
        kind=KINDS.get(said.lower(), LinkKind.OTHER),
        key=path.rpartition("/")[2],
    )


def _parts(detail: Fields) -> Iterator[Part]:
    """The items of all groups; a matter joins those of several meetings."""
    for group in (detail.get("agenda") or {}).get("groups") or ():
        for item in group.get("items") or ():
            matter, number = item.get("matterId"), line(item.get("recordNumber"))
            yield Part(
                key=str(matter or item.get("commentId") or ""),
                title=line(item.get("matterTitle")),
                number=line(str(item.get("displayId") or "")),
                text=line(item.get("actionName")),
                thread=str(matter) if matter else None,
                codes=(number,) if number else (),
            )
