"""OnBase Agenda Online (Hyland): the home page of a site, on which the meetings to come and the recent ones stand.

Facts from a recorded page of San Diego; of the items, see `onbase_items`. A meeting is there once for each kind of document (1
agenda, 2 minutes, 3 summary); name, body, day and time stand together only in the title of a link. The files of each item are a
request for each: they are asked for when an agenda is new or another one, and once a day in the days before its meeting.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

from sources import clock, days
from sources.agendas import items, meeting_words, onbase_files, onbase_items
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.onbase_files import Agenda, ItemFiles
from sources.agendas.window import Window
from sources.errors import Inconclusive
from sources.markup import Element
from sources.model import Kind, Link, LinkKind, Record, Unchanged
from sources.source import Known
from sources.web import Web

DOCUMENT = "a[href*='ViewMeeting?' i]"
KINDS = {"1": LinkKind.AGENDA, "2": LinkKind.MINUTES, "3": LinkKind.MINUTES}
TYPES = {"1": "agenda", "2": "minutes", "3": "summary"}
CALLED = re.compile(r"View \w+ for (?P<name>.+) on (?P<day>\d{1,2}/\d{1,2}/\d{4}) (?P<time>[\d:]+ [AP]M)", re.IGNORECASE)

Entry = tuple[str, list[Element]]
"""The number of a meeting, and its links."""


@dataclass(frozen=True, kw_only=True)
class OnBase(Calendar[Entry, Agenda | None]):
    """The meetings of one site. `base` is its address: a city may have one for the council and one for committees."""

    pace: ClassVar[float] = 2.7

    base: str

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`…/Meetings/ViewMeeting?id=…`, and anything on hylandcloud.com."""
        folder = re.match(r"(/[^/]+)?(?=/(?:Meetings|Documents)/|/?$)", url.path)
        hyland = (url.hostname or "").endswith(".hylandcloud.com")
        ours = bool(re.search(r"/Meetings/(?:ViewMeeting|Search)", url.path)) or (hyland and len(url.path) > 1)
        return {"base": f"{url.scheme}://{url.netloc}{folder[0]}"} if folder and ours else None

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the site."""
        return frozenset({urlsplit(self.base).hostname or ""})

    def identity(self, event: Entry) -> tuple[str, str | None]:
        """The number, and a mark of all that its links say."""
        return event[0], fingerprint([(link.attr("href"), link.text, link.get("title")) for link in event[1]])

    def day(self, event: Entry) -> date | None:
        """When it is held: the page does not tell of amendments."""
        return days.find(event[1][0].get("title") or "")

    async def listed(self, web: Web, since: datetime) -> AsyncGenerator[Entry, None]:
        """The meetings of the window, each with all of its links."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        page = await web.get(self.base)
        root = await asyncio.to_thread(page.html, sign="#meetings-list")
        found: dict[str, list[Element]] = {}
        for link in root.all(DOCUMENT):
            found.setdefault(_parameter("id", link), []).append(link)
        if not found:
            raise Inconclusive(f"{self.base} lists no meeting, neither to come nor recent", url=page.url)
        for entry in found.items():
            if window.may_hold(self.day(entry)):
                yield entry

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Meeting[Entry, Agenda | None] | Unchanged, None]:
        """The meetings of the window. An agenda that is the one we know is told from its page, so that its items need no requests.

        A mark is that of the list and, after a dash, that of the agenda. What was held before we knew of it comes without the files of its
        items. Where files are missed there is no mark, so that the next run asks for them, and the agenda is told all the same.
        """
        daily = web.now() - since > 2 * self.overlap
        files = ItemFiles(web=web, base=self.base)
        async with aclosing(super().rows(web, since, lambda key: _listed(known(key)))) as rows:
            async for row in rows:
                if isinstance(row, Unchanged) or row.items is None:
                    yield row
                    continue
                key, day, before = row.event[0], self.day(row.event), known(row.event[0])
                if before == self._mark(row) and not daily:
                    yield Unchanged(key=key)
                elif before is None and day and day < web.now().astimezone(self.publisher.timezone).date() - timedelta(days=1):
                    yield row
                else:
                    read = await files.of(key, row.items)
                    yield replace(row, items=read, missed=read.missed)
        if files.missed:
            raise files.missed[0]

    async def agenda(self, web: Web, event: Entry) -> Agenda | None:
        """The agenda as a page, where there is one: some sites have it as a file alone."""
        key, links = event
        if not any(_parameter("doctype", link) == "1" for link in links):
            return None
        return await onbase_files.agenda(web, self.base, key)

    def _mark(self, row: Meeting[Entry, Agenda | None]) -> str:
        said = [(part.key, part.number, part.title, part.text) for part in onbase_items.parts(row.items.root, {})] if row.items else ()
        return f"{self.identity(row.event)[1]}-{fingerprint(said)}"

    def read(self, row: Meeting[Entry, Agenda | None]) -> Record:
        """The meeting. LookupError or ValueError where the title of its link is of another form."""
        key, links = row.event
        called = CALLED.search(links[0].get("title") or "")
        if called is None:
            raise ValueError(f"the link of meeting {key} is called {links[0].get('title')!r}")
        day, name = days.read(called["day"]), meeting_words.body(called["name"])
        return Record(
            key=key,
            kind=Kind.MEETING,
            title=meeting_words.title(name, day),
            url=links[0].link(),
            mark=None if row.missed else self._mark(row),
            stage=meeting_words.stage("", called["name"]),
            body=name,
            starts=clock.starts(day, called["time"], self.publisher.timezone),
            parts=items.distinct(onbase_items.parts(row.items.root, row.items.files)) if row.items else (),
            links=tuple(self._file(key, link) for link in links),
        )

    def _file(self, key: str, link: Element) -> Link:
        """What the link shows in a frame, as itself."""
        type_ = _parameter("doctype", link)
        kind = LinkKind.NOTICE if "comment" in link.text.lower() else KINDS.get(type_, LinkKind.OTHER)
        url = f"{self.base}/Documents/ViewAgenda?meetingId={key}&type={TYPES.get(type_, 'agenda')}&doctype={type_}"
        return Link(url=url, title=link.text or kind.capitalize(), kind=kind, key=f"{key}-{type_}")


def _listed(mark: str | None) -> str | None:
    return mark.partition("-")[0] if mark else None


def _parameter(name: str, link: Element) -> str:
    match = re.search(rf"[?&]{name}=(\d+)", link.attr("href"), re.IGNORECASE)
    return match[1] if match else ""
