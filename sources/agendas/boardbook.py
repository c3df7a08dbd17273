"""BoardBook: the public page of an organization, mostly a school board, with its meetings as rows of a table.

Facts from a recorded page of the Saint Paul public schools. A row says when and what kind of meeting it is; the agenda is a page.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import SplitResult

from sources import clock, days
from sources.agendas import meeting_words
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Meetings
from sources.agendas.window import Window
from sources.errors import Inconclusive
from sources.markup import Element
from sources.model import Kind, Link, LinkKind, Record, Unchanged
from sources.source import Known
from sources.web import Web

HOST = "meetings.boardbook.org"
AGENDA = "a[href*='/Public/Agenda/' i]"
MEETING = re.compile(r"[?&]meeting=(\d+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class BoardBook(Meetings[Element]):
    """The meetings of one organization: the number in https://meetings.boardbook.org/Public/Organization/1810."""

    whose = re.compile(r"/Public/(?:Organization|Agenda)/(?P<organization>\d+)", re.IGNORECASE)
    pace: ClassVar[float] = 1.5

    organization: int

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`meetings.boardbook.org/Public/Organization/N` and `/Public/Agenda/N?meeting=…`."""
        found = re.match(r"/Public/(?:Organization|Agenda)/(\d+)", url.path, re.IGNORECASE)
        return {"organization": found[1]} if found and url.hostname == HOST else None

    @property
    def hosts(self) -> frozenset[str]:
        """All organizations are on one host."""
        return frozenset({HOST})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Element | Unchanged, None]:
        """The meetings of the window. The page has those of some months; no words are known by which it says that there are none."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        page = await web.get(f"https://{HOST}/Public/Organization/{self.organization}")
        rows = (await asyncio.to_thread(page.html, sign="#PublicMeetingsTable")).all("tr.row-for-board")
        if not rows:
            raise Inconclusive(f"organization {self.organization} lists no meeting", url=page.url)
        for row in rows:
            if window.may_hold(days.find(row.text)):
                yield Unchanged(key=_key(row)) if _key(row) and known(_key(row)) == _mark(row) else row

    def read(self, row: Element) -> Record:
        """The meeting. LookupError or ValueError where its row has no agenda or no day: the number is in the link to the agenda."""
        said = row.need("td div").text  # "May 5, 2026 at 4:30 PM - Committee"
        day, link = days.read(said), row.need(AGENDA)
        type_ = meeting_words.body(said.partition(" - ")[2])
        place = row.first("td + td div")
        return Record(
            key=_key(row),
            kind=Kind.MEETING,
            title=meeting_words.title(f"{type_} meeting", day),
            url=link.link(),
            mark=_mark(row),
            stage=meeting_words.stage("", said),
            type=type_,
            body=self.publisher.title,
            location=place.text.partition("[")[0].strip() if place else "",
            starts=clock.starts(day, clock.find(said), self.publisher.timezone),
            links=tuple(_file(each) for each in row.all("a[href*='/Public/']")),
        )


def _key(row: Element) -> str:
    link = row.first(AGENDA)
    match = MEETING.search(link.attr("href")) if link else None
    return match[1] if match else ""


def _mark(row: Element) -> str:
    return fingerprint(row.text, [link.get("href") for link in row.all("a[href]")])


def _file(link: Element) -> Link:
    kind = meeting_words.kind(link.text)
    match = MEETING.search(link.attr("href"))
    key = f"{kind}-{match[1]}" if match else None
    return Link(url=link.link(), title=link.text or "Agenda", kind=LinkKind.AGENDA if kind is LinkKind.OTHER else kind, key=key)
