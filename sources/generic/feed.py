"""Any RSS or Atom feed: https://www.rssboard.org/rss-specification, RFC 4287.

The day on which an entry was published is hardly ever that of the meeting it speaks of; so an entry is a notice, whose words
and files are read.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from sources import markup
from sources.agendas.answer import fingerprint
from sources.errors import Inconclusive
from sources.feeds import FeedEntry
from sources.model import Kind, Link, LinkKind, Record, Unchanged
from sources.source import Known, Source
from sources.web import Web

FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|txt|zip)$", re.IGNORECASE)
NO_FEED = re.compile(r"<title>\s*(?:<!\[CDATA\[)?\s*(?:invalid feed|error|not found)\b", re.IGNORECASE)  # Legistar, with status 200
HEAD = 3000  # letters in which the title of a feed stands


@dataclass(frozen=True, kw_only=True)
class Feed(Source[FeedEntry]):
    """The entries of one feed.

    What an entry links to is read too where its address is that of a file, and, with `follow`, whatever it is.
    `only` is a pattern that a title must match: feeds of a whole city hold much else.
    """

    kind: ClassVar[Kind] = Kind.NOTICE

    url: str
    follow: bool = False
    only: str = ""

    def __post_init__(self) -> None:
        """ValueError where `only` is no pattern."""
        try:
            re.compile(self.only)
        except re.error as error:
            raise ValueError(f"only: {self.only!r} is not a regular expression: {error}") from error

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the feed."""
        return frozenset({urlsplit(self.url).hostname or ""})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[FeedEntry | Unchanged, None]:  # noqa: ARG002  # feeds are short
        """All entries that the feed holds. One without entries proves nothing: a broken query gives the same."""
        page = await web.get(self.url)
        entries = await asyncio.to_thread(page.feed)
        if NO_FEED.search(page.text[:HEAD]):
            raise page.unlike("a feed that says of itself that it is none")
        if not entries:
            raise Inconclusive("a feed without entries", url=page.url)
        for entry in entries:
            if re.search(self.only, entry.title, re.IGNORECASE):
                yield Unchanged(key=entry.id) if entry.id and known(entry.id) == _mark(entry) else entry

    def read(self, row: FeedEntry) -> Record:
        """The entry. ValueError where it has neither an id nor a link, or no words."""
        if not row.id.strip():
            raise ValueError("an entry with neither an id nor a link")
        text = _plain(row.summary)
        return Record(
            key=row.id.strip(),
            kind=self.kind,
            title=_plain(row.title) or text[:100].strip() or row.link,
            url=row.link or self.publisher.site,
            text=text,
            mark=_mark(row),
            published=row.published,
            updated=row.updated,
            codes=row.tags,
            links=tuple(self._links(row)),
        )

    def _links(self, entry: FeedEntry) -> Iterator[Link]:
        for url, _ in dict.fromkeys(entry.enclosures):
            yield Link(url=url, title=urlsplit(url).path.rpartition("/")[2] or "File", kind=LinkKind.ATTACHMENT)
        if entry.link and (self.follow or FILE.search(urlsplit(entry.link).path)):
            yield Link(url=entry.link, title=_plain(entry.title) or "Page", kind=LinkKind.OTHER)


def _mark(entry: FeedEntry) -> str:
    """What is read of the entry; whenever it changes."""
    return fingerprint(entry.title, entry.link, entry.summary, entry.enclosures, entry.updated)


def _plain(text: str) -> str:
    return markup.read(f"<p>{text}", "").text if "<" in text else " ".join(text.split())
