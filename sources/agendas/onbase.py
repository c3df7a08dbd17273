"""OnBase Agenda Online (Hyland): the home page of a site, on which the meetings to come and the recent ones stand.

Facts from a recorded page of San Diego, and from peers' code for the items. A meeting is there once for each kind of document (1
agenda, 2 minutes, 3 summary); name, body, day and time stand together only in the title of a link. The items are a page; the
files of each would be a request for each, and are in the agenda that is read.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

from sources import clock, days, instead
from sources.agendas import items, meeting_words
from sources.agendas.answer import fingerprint
from sources.agendas.calendar import Calendar, Meeting
from sources.agendas.window import Window
from sources.errors import Gone, Inconclusive
from sources.markup import Element
from sources.model import Kind, Link, LinkKind, Part, Record
from sources.page import Page
from sources.web import Web

DOCUMENT = "a[href*='ViewMeeting?' i]"
ITEM = "a[onclick*='loadAgendaItem(']"
ITEM_ID = re.compile(r"loadAgendaItem\((\d+)")
NUMBERED = re.compile(r"(?P<number>(?:\d{1,3}|[A-Z])(?:\.\d{1,3}|[A-Z])?[.)]?)\s+(?P<title>.+)", re.DOTALL)
KINDS = {"1": LinkKind.AGENDA, "2": LinkKind.MINUTES, "3": LinkKind.MINUTES}
TYPES = {"1": "agenda", "2": "minutes", "3": "summary"}
CALLED = re.compile(r"View \w+ for (?P<name>.+) on (?P<day>\d{1,2}/\d{1,2}/\d{4}) (?P<time>[\d:]+ [AP]M)", re.IGNORECASE)

Entry = tuple[str, list[Element]]
"""The number of a meeting, and its links."""


@dataclass(frozen=True, kw_only=True)
class OnBase(Calendar[Entry, Element | None]):
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

    async def agenda(self, web: Web, event: Entry) -> Element | None:
        """The agenda as a page, where there is one: some sites have it as a file alone."""
        key, links = event
        if not any(_parameter("doctype", link) == "1" for link in links):
            return None
        try:
            page = await web.get(f"{self.base}/Meetings/ViewMeetingAgenda", {"meetingId": key, "type": "agenda"})
        except Gone:
            return None
        return await asyncio.to_thread(_agenda, page)

    def read(self, row: Meeting[Entry, Element | None]) -> Record:
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
            mark=None if row.missed else self.identity(row.event)[1],
            stage=meeting_words.stage("", called["name"]),
            body=name,
            starts=clock.starts(day, called["time"], self.publisher.timezone),
            parts=items.distinct(_parts(row.items)) if row.items is not None else (),
            links=tuple(self._file(key, link) for link in links),
        )

    def _file(self, key: str, link: Element) -> Link:
        """What the link shows in a frame, as itself."""
        type_ = _parameter("doctype", link)
        kind = LinkKind.NOTICE if "comment" in link.text.lower() else KINDS.get(type_, LinkKind.OTHER)
        url = f"{self.base}/Documents/ViewAgenda?meetingId={key}&type={TYPES.get(type_, 'agenda')}&doctype={type_}"
        return Link(url=url, title=link.text or kind.capitalize(), kind=kind, key=f"{key}-{type_}")


def _agenda(page: Page) -> Element:
    """The agenda as a page. Without items it may be of any make, but neither empty nor of another system."""
    root = page.html()
    if not root.has(ITEM) and (root.first("body *") is None or instead.whose(page.text) not in ("", "a page of OnBase Agenda Online")):
        raise page.unlike("no agenda in it")
    return root


def _parts(page: Element) -> Iterator[Part]:
    """The items in the order of the page; the number stands before the title, in the same link."""
    for link in page.all(ITEM):
        id_ = ITEM_ID.search(link.attr("onclick"))
        titled = link.first(".accessible-item-text")
        numbered = NUMBERED.fullmatch(link.text)
        if titled and titled.text:
            number, title = link.text.removesuffix(titled.text).strip(), titled.text
        else:
            number, title = (numbered["number"], numbered["title"]) if numbered else ("", link.text)
        yield Part(key=id_[1] if id_ else "", title=title, number=number)


def _parameter(name: str, link: Element) -> str:
    match = re.search(rf"[?&]{name}=(\d+)", link.attr("href"), re.IGNORECASE)
    return match[1] if match else ""
