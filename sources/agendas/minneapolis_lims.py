"""Minneapolis's own system for its council and boards, LIMS: https://lims.minneapolismn.gov.

Facts from recorded lists and from peers' code. `MeetingTime` is the local day and clock; all meetings of all bodies are one list.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import SplitResult, quote

from sources import clock, markup
from sources.agendas import meeting_words
from sources.agendas.answer import Fields, fingerprint, objects
from sources.agendas.calendar import Meetings
from sources.agendas.meeting_words import line
from sources.agendas.window import Window
from sources.errors import Inconclusive
from sources.model import Kind, Link, LinkKind, Record, Stage, Unchanged
from sources.source import Known
from sources.web import Web

HOST = "lims.minneapolismn.gov"
COUNCIL = 3  # CommitteeTypeId of the council itself and of what it delegates to; the agendas of boards are on another page
ALL: dict[str, str | int] = {
    "meetingType": 0,
    "committeeId": 0,
    "pageCount": 1000,
    "offsetStart": 0,
    "abbreviation": "",
    "keywords": "",
    "sortOrder": 1,
}


@dataclass(frozen=True, kw_only=True)
class MinneapolisLims(Meetings[Fields]):
    """The meetings of the council, its committees and the city's boards."""

    pace: ClassVar[float] = 2.0

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`lims.minneapolismn.gov/…`."""
        return {} if url.hostname == HOST else None

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the city's system."""
        return frozenset({HOST})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Fields | Unchanged, None]:
        """The meetings of the window. The city's bodies meet every week: an empty list proves nothing."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        asked = {**ALL, "fromDate": f"{window.season}", "toDate": f"{window.last}"}
        page = await web.get(f"https://{HOST}/Calendar/GetCalenderList", asked)  # spelt like this
        found = [_capitalised(event) for event in objects(await asyncio.to_thread(page.json, list), page.url)]
        if not found:
            raise Inconclusive("lists no meeting", url=page.url)
        for event in found:
            if window.may_hold(event.get("MeetingTime")):
                key = str(event.get("Id"))
                yield Unchanged(key=key) if known(key) == fingerprint(event) else event

    def read(self, row: Fields) -> Record:
        """The meeting. LookupError, TypeError or ValueError where a field is missing or odd."""
        body = line(row["CommitteeName"])
        starts = clock.local(row["MeetingTime"], self.publisher.timezone)
        return Record(
            key=str(row["Id"]),
            kind=Kind.MEETING,
            title=meeting_words.title(body, starts),
            url=_agenda(row) or f"https://{HOST}/Calendar/all/monthly",
            text=_plain(line(row.get("Description"))),
            mark=fingerprint(row),
            stage=Stage.CANCELLED if row.get("Cancelled") else meeting_words.stage("", body),
            type=line(row["AgendaStatus"]),
            body=body,
            location=", ".join(filter(None, (line(row.get("Location")), line(row.get("Address"))))),
            starts=starts,
            links=tuple(_files(row)),
        )


def _capitalised(event: Fields) -> Fields:
    """The list of agendas that were held writes the same names with a small letter."""
    return {name[:1].upper() + name[1:]: value for name, value in event.items()}


def _agenda(row: Fields) -> str:
    """The agenda as a page, once it is published."""
    if not row["MarkedAgendaPublished"] or not row["AgendaId"]:
        return ""
    return f"https://{HOST}/{'' if row['CommitteeTypeId'] == COUNCIL else 'Board/'}MarkedAgenda/{row['Abbreviation']}/{row['AgendaId']}"


def _files(row: Fields) -> Iterator[Link]:
    if agenda := _agenda(row):
        yield Link(url=agenda, title="Agenda", kind=LinkKind.AGENDA, key=f"agenda-{row['AgendaId']}", stamp=line(row["AgendaStatus"]))
    if (report := row.get("CommitteeReportDocumentId")) and (name := line(row["CommitteeReportDocument"])):
        url = f"https://{HOST}/Download/CommitteeReport/{report}/{quote(name.replace(' ', '-'))}"
        yield Link(url=url, title=name, kind=LinkKind.MINUTES, key=f"report-{report}")


def _plain(text: str) -> str:
    return markup.read(text, "").text if "<" in text else text
