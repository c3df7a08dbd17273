"""A row of a web page, read into a Record as the catalog's columns say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlsplit

from sources import clock, days
from sources.agendas import meeting_words
from sources.agendas.answer import fingerprint
from sources.flat import STRICT
from sources.markup import Element
from sources.model import Kind, Link, Record
from sources.source import Publisher

FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|txt|zip)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What is where in a row, as CSS selectors inside it. What is not given is looked for in the whole row.

    `key` is a pattern with one group that finds the publisher's id in the addresses of a row; without it the address of the
    link stands in, which is the next best. `day_first` says that 3/4/2026 is in April.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    title: str = ""
    link: str = ""
    day: str = ""
    place: str = ""
    body: str = ""
    files: str = ""
    key: str = ""
    day_first: bool = False

    @property
    def selectors(self) -> Mapping[str, str]:
        """Those that are given, by name."""
        named = {name: getattr(self, name) for name in ("title", "link", "day", "place", "body", "files")}
        return {name: css for name, css in named.items() if css}

    def check(self) -> None:
        """ValueError where `key` is not a pattern with one group."""
        try:
            groups = re.compile(self.key).groups
        except re.error as error:
            raise ValueError(f"key: {self.key!r} is not a regular expression: {error}") from error
        if self.key and groups != 1:
            raise ValueError(f"key: {self.key!r} must have one group, in parentheses, around the id")

    def key_of(self, row: Element) -> str:
        """The publisher's id, or what stands in; empty where there is neither."""
        if self.key:
            found = (re.search(self.key, link.attr("href")) for link in [row, *row.all("a[href]")] if link.get("href"))
            return next((match[1] for match in found if match), "")
        link = self.link_of(row)
        if link is None:
            return ""
        parts = urlsplit(link.link())
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def link_of(self, row: Element) -> Element | None:
        """The link to what the row speaks of."""
        return row.first(self.link or "a[href]")

    def day_of(self, row: Element) -> date | None:
        """The day that the row names."""
        return days.find(self.text(row, self.day), day_first=self.day_first)

    def text(self, row: Element, css: str) -> str:
        """The words of a column; of the whole row where none is given, nothing where the row lacks it."""
        found = row.first(css) if css else row
        return found.text if found else ""


def mark(row: Element) -> str:
    """What changes with anything that the row shows."""
    return fingerprint(row.text, [link.get("href") for link in row.all("a[href]")])


def record(row: Element, columns: Columns, kind: Kind, publisher: Publisher) -> Record:
    """The row. ValueError where it has no title, or no key."""
    link, day, key = columns.link_of(row), columns.day_of(row), columns.key_of(row)
    title = columns.text(row, columns.title) if columns.title else (link.text if link else "") or row.text
    if not title or not key:
        raise ValueError(f"the row {row.text[:60]!r} has no title or no key")
    meeting = kind is Kind.MEETING
    starts = clock.starts(day, clock.find(columns.text(row, columns.day)), publisher.timezone) if day else None
    body = columns.text(row, columns.body) if columns.body else meeting_words.body(title)
    return Record(
        key=key,
        kind=kind,
        title=meeting_words.title(body, day) if meeting and day else title[:300].strip(),
        url=link.link() if link else publisher.site,
        text=row.text,
        mark=mark(row),
        stage=meeting_words.stage("", title) if meeting else None,
        body=body if meeting else "",
        location=columns.text(row, columns.place) if columns.place else "",
        starts=starts if meeting else None,
        published=None if meeting else day,
        links=tuple(_files(row, columns)),
    )


def _files(row: Element, columns: Columns) -> Iterator[Link]:
    """The links that look like files, and those that are said to be some, each once."""
    found = [link for link in row.all("a[href]") if FILE.search(urlsplit(link.link()).path)]
    found += row.all(columns.files) if columns.files else []
    for url, link in {link.link(): link for link in found}.items():
        name = link.text or urlsplit(url).path.rpartition("/")[2] or "File"
        yield Link(url=url, title=name, kind=meeting_words.kind(name))
