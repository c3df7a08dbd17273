"""Strict readers of what a site answered: absence raises LayoutChanged, it never reads as "nothing new".

An empty answer is Inconclusive, a page for signing in is Blocked, and what was cut off is Unavailable, whatever it is read as.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from xml.etree import ElementTree as ET

from sources import charset, feeds, instead, markup, sheet, strict_json, tree
from sources.errors import LayoutChanged, SourceError, Unavailable
from sources.feeds import FeedEntry
from sources.markup import Element

__all__ = ["Element", "FeedEntry", "Page"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer. `url` is where it was found, without secrets, `headers` have lower-case names, `fetched_at` is aware."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime

    @property
    def text(self) -> str:
        """The body as text, in the encoding that it says it has."""
        return charset.decode(self.body, self.headers.get("content-type", ""))

    def json(self, shape: type[T]) -> T:
        """The body as JSON of the given outermost type; numbers with a point come as Decimal."""
        data = self.parsed("JSON", lambda: strict_json.loads(self.text))
        if not isinstance(data, shape):
            raise LayoutChanged(f"JSON of type {type(data).__name__}, expected {shape.__name__}", url=self.url)
        return data

    def html(self, *, scripts: bool = False, sign: str = "") -> Element:
        """The root of the page. Without `scripts`, neither <script> nor <style> is in it.

        `sign` is a selector of what every page of the system has: where it is missing, the error says whose page this is.
        """
        root = markup.read(self._whole(), self.url, scripts=scripts)
        if sign and not root.has(sign):
            raise self.unlike(f"nothing in it matches {sign!r}")
        return root

    def xml(self, root: str | None = None) -> ET.Element:
        """The root element, whose name without namespace must be `root` where that is given."""
        found = self.parsed("plain XML", lambda: tree.read(self.text))
        name = found.tag.rpartition("}")[2]
        if root not in (None, name):
            raise self.unlike(f"XML of another kind: <{name}>, expected <{root}>")
        return found

    def csv(self, *columns: str, delimiter: str = ",") -> Iterator[dict[str, str]]:
        """The rows by column. The named columns must be in the header; others may be."""
        try:
            yield from sheet.read(self._whole(), columns, delimiter=delimiter)
        except ValueError as error:
            raise self._changed("not the table that we know", error) from error

    def feed(self) -> list[FeedEntry]:
        """The entries of an RSS or Atom feed. An empty list is a feed that says it has none."""
        return self.parsed("a feed", lambda: feeds.read(self.text, self.url))

    def parsed(self, what: str, read: Callable[[], T]) -> T:
        """What `read` makes of this answer; where it raises ValueError or RecursionError, the answer is not `what` it must be."""
        self._whole()
        try:
            return read()
        except (ValueError, RecursionError) as error:
            raise self._changed(f"not {what}", error) from error

    def unlike(self, what: str) -> LayoutChanged:
        """The error of an answer that is not what it must be, with the name of the system whose page it is."""
        return LayoutChanged(f"{instead.whose(self.text) or 'another answer than we know'}: {what}", url=self.url)

    def _whole(self) -> str:
        text = self.text
        instead.check(text, self.url)
        return text

    def _changed(self, what: str, error: Exception) -> SourceError:
        if isinstance(error, ValueError) and instead.cut_off(self.text, error):
            return Unavailable(f"cut off after {len(self.body):,} bytes: {what}", url=self.url)
        return self.unlike(f"{what}: {error}; it begins {self.body[:80]!r}")
