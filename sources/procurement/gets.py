"""The Government Electronic Tenders Service of New Zealand, through its feed of all that is open: https://www.gets.govt.nz."""

import asyncio
import html
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from sources import clock, days
from sources.errors import Inconclusive
from sources.model import Kind, Party, Record, Role, Stage, Unchanged
from sources.page import FeedEntry, Page
from sources.procurement import marks
from sources.procurement.fields import line, text
from sources.source import Known, Source
from sources.web import Web

FEED = "https://www.gets.govt.nz/ExternalRSSFeed.htm"
LABELLED = r"{}\s*:\s*(?:</?[a-zA-Z][^>]*>\s*)*([^<]+)"
"""A row of the table in the description. Its tags do not close as they should, so that they are stepped over."""
CLOSES = re.compile(LABELLED.format("Close date"), re.IGNORECASE)
BUYER = re.compile(LABELLED.format("Organi[sz]ation"), re.IGNORECASE)
NUMBER = re.compile(LABELLED.format("RFx ID"), re.IGNORECASE)
AFTER_DATE = re.compile(r"\d{4}\s*,?\s*(.*)")
UNSPSC = re.compile(r"\s*(\d{8})\b")


@dataclass(frozen=True, kw_only=True)
class Gets(Source[FeedEntry]):
    """Every open tender, at each asking: the feed ignores filters. What is no longer in it has closed, and was not withdrawn."""

    kind = Kind.NOTICE
    overlap: ClassVar[timedelta] = timedelta(days=400)
    """The feed is always whole. Standing panels stay in it for years."""

    @property
    def hosts(self) -> frozenset[str]:
        """The feed."""
        return frozenset({"www.gets.govt.nz"})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[FeedEntry | Unchanged, None]:  # noqa: ARG002
        """The tenders of the feed. A feed without any is not believed: some 330 are open at any time."""
        page = await self._page(web)
        entries = await asyncio.to_thread(page.feed)
        if not entries:
            raise Inconclusive("a feed without a single open tender", url=page.url)
        for entry in entries:
            key = identity(entry)
            yield Unchanged(key=key) if key and known(key) == _mark(entry) else entry

    def read(self, row: FeedEntry) -> Record:
        """The tender. LookupError or ValueError where it has no number or no title."""
        key, said = identity(row), _description(row)
        if not key or not row.title.strip():
            raise ValueError("an item without number or title")
        buyer = line(row.fields.get("author")) or _first(BUYER, said)
        codes = [f"UNSPSC:{match[1]}" for each in row.tags if (match := UNSPSC.match(each))]
        return Record(
            key=key,
            kind=Kind.NOTICE,
            title=line(row.title),
            url=row.link,
            text="\n".join(filter(None, (text(said), *(line(each) for each in row.tags)))),
            thread=key,
            mark=_mark(row),
            stage=Stage.TENDER,
            language="en",
            published=row.published or row.updated,
            deadline=self._closes(said),
            codes=tuple(dict.fromkeys(codes)),
            parties=(Party(name=buyer, role=Role.BUYER),) if buyer else (),
        )

    def _closes(self, said: str) -> datetime | date | None:
        """When it closes, in the time of New Zealand. None where nothing readable is said."""
        found = _first(CLOSES, said)
        day = days.find(found, day_first=True)
        after = AFTER_DATE.search(found)
        return clock.starts(day, after[1] if after else "", self.publisher.timezone) if day else None

    async def _page(self, web: Web) -> Page:
        """The feed. Some were answered with a page in HTML until they asked with rss=1."""
        page = await web.get(FEED)
        head = page.text.lstrip()[:200].lower()
        if not head.startswith(("<!doctype html", "<html")):
            return page
        return await web.get(FEED, {"rss": 1})


def identity(entry: FeedEntry) -> str:
    """The RFx ID, from the address of the notice or from its description; nothing where it is in neither."""
    asked = parse_qs(urlsplit(entry.link or entry.id).query).get("id", [""])[0].strip()
    return asked or _first(NUMBER, _description(entry))


def _description(entry: FeedEntry) -> str:
    return html.unescape(entry.summary)


def _mark(entry: FeedEntry) -> str:
    return marks.of(entry.title, entry.summary, entry.tags)


def _first(pattern: re.Pattern[str], said: str) -> str:
    match = pattern.search(said)
    return line(match[1]) if match else ""
