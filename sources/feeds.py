"""RSS and Atom, read strictly: a page for signing in is no feed without entries."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from sources import tree

BARE = re.compile(r"&(?!#?\w{1,32};)")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\w+);)\w+;")
ROOT = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*+<(?:\w+:)?(rss|feed|rdf)\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry. `id` is the publisher's own (its guid), or the link where it gives none; `summary` may be sanitised HTML.

    `enclosures` are (address, media type) pairs. `fields` is all that feedparser found, for what has no name here.
    """

    id: str
    title: str
    link: str
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    tags: tuple[str, ...] = ()
    enclosures: tuple[tuple[str, str], ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read(text: str, url: str) -> list[FeedEntry]:
    """The entries in their order. ValueError where this is no feed, or one that is not well-formed.

    An empty list is a feed that has no entries: its root element is that of a feed.
    """
    if not ROOT.match(text):
        raise ValueError("not a feed")
    text = _well_formed(text)
    # As a stream: feedparser takes a text that looks like an address for an address, and fetches it.
    # Without its address: it would resolve guids against it, and they are no addresses.
    headers = {"content-type": "application/xml; charset=utf-8"}
    found = feedparser.parse(BytesIO(tree.plain(text).encode("utf-8", "replace")), response_headers=headers)
    if not found.version:
        raise ValueError("XML, but of no kind of feed that is known")
    return [_entry(entry, url) for entry in found.entries]


def _well_formed(text: str) -> str:
    """The text, with the entities of HTML and the ampersands that many a feed holds put right. ValueError where that is not all."""
    try:
        tree.check(text)
    except ValueError:
        text = ENTITY.sub(lambda match: html.unescape(match[0]), BARE.sub("&amp;", text))
        tree.check(text)
    return text


def _entry(entry: Any, url: str) -> FeedEntry:
    link = urljoin(url, entry["link"]) if entry.get("link") else ""
    return FeedEntry(
        id=entry.get("id") or link,
        title=entry.get("title", ""),
        link=link,
        summary=entry.get("summary", ""),
        published=_moment(entry, "published_parsed"),
        updated=_moment(entry, "updated_parsed"),
        tags=tuple(tag.term for tag in entry.get("tags", []) if tag.get("term")),
        enclosures=tuple((urljoin(url, each.href), each.get("type", "")) for each in entry.get("enclosures", []) if each.get("href")),
        fields=entry,
    )


def _moment(entry: Any, name: str) -> datetime | None:
    parsed = entry[name] if name in entry else None  # noqa: SIM401  # asked for one that is not there, feedparser gives the other and a warning
    if not parsed:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
