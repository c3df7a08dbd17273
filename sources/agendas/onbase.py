"""OnBase Agenda Online (Hyland): the home page of a site, on which the meetings to come and the recent ones stand.

Facts from a recorded page of San Diego. A meeting is there once for each kind of document (1 agenda, 2 minutes, 3 summary);
name, body, day and time stand together only in the title of a link.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

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

DOCUMENT = "a[href*='ViewMeeting?' i]"
KINDS = {"1": LinkKind.AGENDA, "2": LinkKind.MINUTES, "3": LinkKind.MINUTES}
TYPES = {"1": "agenda", "2": "minutes", "3": "summary"}
CALLED = re.compile(r"View \w+ for (?P<name>.+) on (?P<day>\d{1,2}/\d{1,2}/\d{4}) (?P<time>[\d:]+ [AP]M)", re.IGNORECASE)

Entry = tuple[str, list[Element]]
"""The number of a meeting, and its links."""


@dataclass(frozen=True, kw_only=True)
class OnBase(Meetings[Entry]):
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

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Entry | Unchanged, None]:
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
            if window.may_hold(days.find(entry[1][0].get("title") or "")):
                yield Unchanged(key=entry[0]) if known(entry[0]) == _mark(entry) else entry

    def read(self, row: Entry) -> Record:
        """The meeting. LookupError or ValueError where the title of its link is of another form."""
        key, links = row
        called = CALLED.search(links[0].get("title") or "")
        if called is None:
            raise ValueError(f"the link of meeting {key} is called {links[0].get('title')!r}")
        day, name = days.read(called["day"]), meeting_words.body(called["name"])
        return Record(
            key=key,
            kind=Kind.MEETING,
            title=meeting_words.title(name, day),
            url=links[0].link(),
            mark=_mark(row),
            stage=meeting_words.stage("", called["name"]),
            body=name,
            starts=clock.starts(day, called["time"], self.publisher.timezone),
            links=tuple(self._file(key, link) for link in links),
        )

    def _file(self, key: str, link: Element) -> Link:
        """What the link shows in a frame, as itself."""
        type_ = _parameter("doctype", link)
        kind = LinkKind.NOTICE if "comment" in link.text.lower() else KINDS.get(type_, LinkKind.OTHER)
        url = f"{self.base}/Documents/ViewAgenda?meetingId={key}&type={TYPES.get(type_, 'agenda')}&doctype={type_}"
        return Link(url=url, title=link.text or kind.capitalize(), kind=kind, key=f"{key}-{type_}")


def _mark(entry: Entry) -> str:
    return fingerprint([(link.attr("href"), link.text, link.get("title")) for link in entry[1]])


def _parameter(name: str, link: Element) -> str:
    match = re.search(rf"[?&]{name}=(\d+)", link.attr("href"), re.IGNORECASE)
    return match[1] if match else ""
