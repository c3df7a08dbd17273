"""Legistar InSite: the feed of a client's calendar, where neither the Web API nor the calendar page can be read.

Its address is minted once, by the RSS icon of the calendar: Feed.ashx?M=Calendar&ID=…&GUID=…&Mode=…. It holds at most 100
meetings. The guid of an entry is that of the meeting with the time of its last change behind it.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs

from sources import clock, days, markup
from sources.agendas import meeting_words
from sources.agendas.calendar import Meetings
from sources.agendas.window import Window
from sources.errors import Inconclusive, LayoutChanged
from sources.model import Kind, Record, Unchanged
from sources.page import FeedEntry, Page
from sources.source import Known
from sources.web import Web

INVALID = "<title>Invalid feed</title>"  # with status 200, for an ID or GUID that is none
TITLE = re.compile(r"(?P<name>.+?)\s+-\s+(?P<day>\d{1,2}/\d{1,2}/\d{4})(?:\s+-\s+(?P<at>.+))?$", re.DOTALL)
GUID = re.compile(r"(?P<key>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})(?:-(?P<revision>\d{4}(?:-\d{2}){5}))?$")


@dataclass(frozen=True, kw_only=True)
class LegistarFeed(Meetings[FeedEntry]):
    """The meetings of one feed. `id` and `guid` are those of its address; the ids of meetings are their GUIDs."""

    rescan: ClassVar[timedelta | None] = None
    ahead: ClassVar[timedelta | None] = None  # what is not among the newest hundred was not taken back

    whose = re.compile(r"/(?P<client>[\w-]+)\.legistar1?\.com", re.IGNORECASE)
    client: str
    id: int
    guid: str

    @classmethod
    def recognise(cls, url: SplitResult) -> Mapping[str, str] | None:
        """`CLIENT.legistar.com/Feed.ashx?M=Calendar&ID=…&GUID=…`."""
        host = re.fullmatch(r"([\w-]+)\.legistar\.com", url.hostname or "")
        query = {name.lower(): values[0] for name, values in parse_qs(url.query).items()}
        ours = host and url.path.lower() == "/feed.ashx" and query.get("id", "").isdecimal() and query.get("guid")
        return {"client": host[1], "id": query["id"], "guid": query["guid"]} if host and ours else None

    @property
    def hosts(self) -> frozenset[str]:
        """The client's host."""
        return frozenset({f"{self.client}.legistar.com"})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[FeedEntry | Unchanged, None]:
        """The meetings of the window."""
        window = Window.of(since, web.now(), self.publisher.timezone)
        page = await web.get(f"https://{self.client}.legistar.com/Feed.ashx", {"M": "Calendar", "ID": self.id, "GUID": self.guid})
        for entry in await asyncio.to_thread(self._entries, page):
            key, revision = _identity(entry)
            day = days.find(entry.title)
            if revision and known(key) == revision:
                yield Unchanged(key=key)
            elif day is None or day in window:
                yield entry

    def read(self, row: FeedEntry) -> Record:
        """One meeting. ValueError where its title is of another form."""
        key, revision = _identity(row)
        match = TITLE.match(row.title.strip())
        if match is None:
            raise ValueError(f"{row.title!r} is not NAME - DAY - TIME")
        name, day = meeting_words.line(match["name"]), days.read(match["day"])
        return Record(
            key=key,
            kind=Kind.MEETING,
            title=meeting_words.title(meeting_words.body(name), day),
            url=row.link or f"https://{self.client}.legistar.com/Calendar.aspx",
            text=markup.plain(row.summary),
            mark=revision,
            stage=meeting_words.stage("", name, row.summary[:80]),
            body=meeting_words.body(name),
            starts=clock.starts(day, match["at"], self.publisher.timezone),
            updated=row.published,
        )

    def _entries(self, page: Page) -> list[FeedEntry]:
        entries = page.feed()
        if INVALID in page.text:
            raise LayoutChanged("Legistar has no such feed: correct the options 'id' and 'guid'", url=page.url)
        if not entries:
            raise Inconclusive(f"a feed of {self.client} without a meeting: it may publish elsewhere now", url=page.url)
        return entries


def _identity(entry: FeedEntry) -> tuple[str, str | None]:
    match = GUID.search(entry.id)
    return (match["key"].upper(), match["revision"]) if match else (entry.id, None)
