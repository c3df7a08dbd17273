"""Any web page that lists things in rows, by CSS selectors of the catalog.

For a town whose page is of no system that we know. It is only as steady as the page: a selector that finds nothing ends the
run as a changed layout, and an empty list counts only where the page says so in the words that `empty` names.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import SelectolaxError

from sources import markup
from sources.errors import LayoutChanged
from sources.generic import webpage_row
from sources.generic.webpage_row import Columns
from sources.markup import Element
from sources.model import Kind, Record, Unchanged
from sources.source import Known, Source
from sources.web import Web

MOST_PAGES = 50


@dataclass(frozen=True, kw_only=True)
class Webpage(Source[Element]):
    """The rows of one page, and of those that its link `next` leads to.

    `row` finds the rows, `columns` says what is where in each. `empty` are the words by which the page says that it lists
    nothing.
    """

    kind: Kind = Kind.MEETING  # type: ignore[misc]  # meetings or notices, as the entry says
    pace: ClassVar[float] = 3.0

    url: str
    row: str
    columns: Columns = field(default_factory=Columns)
    next: str = ""
    empty: str = ""

    def __post_init__(self) -> None:
        """ValueError where a selector or the pattern of the key is none."""
        page = markup.read("<p>", self.url)
        for name, css in {"row": self.row, "next": self.next, **self.columns.selectors}.items():
            try:
                page.all(css or "p")
            except (SelectolaxError, ValueError) as error:
                raise ValueError(f"{name}: {css!r} is not a CSS selector: {error}") from error
        self.columns.check()

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the page."""
        return frozenset({urlsplit(self.url).hostname or ""})

    async def rows(self, web: Web, since: datetime, known: Known) -> AsyncGenerator[Element | Unchanged, None]:
        """The rows of all pages that are of that day or later, or say no day."""
        first = since.astimezone(self.publisher.timezone).date()
        address, asked = self.url, set[str]()
        seen: set[str] = set()
        while address not in asked:
            asked.add(address)
            if len(asked) > MOST_PAGES:
                raise LayoutChanged(f"more than {MOST_PAGES} pages: `next` leads in a circle, or `row` finds an archive", url=address)
            page = await web.get(address)
            root = await asyncio.to_thread(page.html)
            rows = root.all(self.row)
            if not rows and not (self.empty and self.empty.casefold() in root.text.casefold()):
                raise page.unlike(f"nothing in it matches {self.row!r}, nor are there the words that say that nothing is listed")
            for row in rows:
                key, day = self.columns.key_of(row), self.columns.day_of(row)
                if key not in seen and (day is None or day >= first):
                    yield Unchanged(key=key) if key and known(key) == webpage_row.mark(row) else row
                seen.add(key)
            following = root.first(self.next) if self.next else None
            address = urljoin(address, following.attr("href")) if following else address

    def read(self, row: Element) -> Record:
        """The row. LookupError or ValueError where it has no title or no key."""
        return webpage_row.record(row, self.columns, self.kind, self.publisher)
