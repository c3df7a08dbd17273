"""An index in place of a listing: pages that name a process, or a file, for each of which there is an address of its own."""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import quote

from sources.errors import Inconclusive
from sources.page import Page
from sources.procurement import marks
from sources.procurement.fields import word
from sources.procurement.ocds_address import Ask, Listing
from sources.procurement.ocds_json import decoded
from sources.procurement.ocds_windows import Window
from sources.web import Web

MOST_PAGES = 500
AS_JSON = {"Accept": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of an index: its id, a mark that changes when the line does, what its address is made of, and when it changed, if told."""

    id: str
    mark: str
    name: str
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Index:
    """Where an index is, and how it is read.

    `url` leaves open what that of a listing may. `under` is the place of the list in the answer, its steps parted by dots, empty where
    the answer is the list, and "feed" for RSS or Atom, whose entries are known by their links. `id` is the field of an entry that
    its address is made of, empty where the entry itself is; `changed` the one by which to tell that it changed, else its whole.
    `only` is a pattern that the id must have somewhere; where it has a group, that is what stands in the address. `next` is the place
    of the next page's address, or of what `next_url` has as {next}.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
    url: str
    under: str = ""
    id: str = ""
    changed: str = ""
    only: str = ""
    next: str = ""
    next_url: str = ""

    def __post_init__(self) -> None:
        """ValueError where the pattern is none."""
        try:
            re.compile(self.only)
        except re.error as error:
            raise ValueError(f"only is no pattern: {error}") from error

    async def entries(self, web: Web, listing: Listing, window: Window, each: str) -> AsyncGenerator[Entry, None]:
        """The entries of a window, page by page. Raises LayoutChanged for another form, Inconclusive where there is no end."""
        asked: Ask | None = listing.ask(window, each)
        seen: set[str] = set()
        for number in range(2, MOST_PAGES + 2):
            if asked is None or f"{asked.url} {asked.body}" in seen:
                return
            seen.add(f"{asked.url} {asked.body}")
            headers = None if self.under == "feed" else AS_JSON
            page = await (web.get(asked.url, headers=headers) if asked.body is None else web.post(asked.url, asked.body, headers=headers))
            found, following = await asyncio.to_thread(self._read, page)
            for entry in found:
                yield entry
            more = bool(found) and len(found) >= (listing.limit or 1)
            asked = listing.after(asked, following if found else None, window, each, number, more=more)
        raise Inconclusive(f"an index of more than {MOST_PAGES} pages", url=self.url)

    def _read(self, page: Page) -> tuple[list[Entry], str | None]:
        if self.under == "feed":
            entries = [self._named(each.link, marks.of(each.id, each.title, each.published, each.updated)) for each in page.feed()]
            return [each for each in entries if each], None
        said = next(iter(page.parsed("JSON", lambda: decoded(page.body, page.headers.get("content-type", "")))), None)
        given = _at(said, self.under)
        if given is None and self.under and self.under.rpartition(".")[2] in (_at(said, self.under.rpartition(".")[0]) or ()):
            given = []  # null, as beyond the last page
        if not isinstance(given, list):
            raise page.unlike(
                f"no list at {self.under or 'the top'}, but {', '.join(sorted(said)[:8]) if isinstance(said, dict) else said!r:.80}"
            )
        entries = [self._entry(page, each) for each in given]
        following = word(_at(said, self.next)) if self.next else ""
        if following and self.next_url:
            following = self.next_url.format(next=quote(following, safe=""))
        return [each for each in entries if each], following or None

    def _entry(self, page: Page, given: Any) -> Entry | None:
        id_ = word(_at(given, self.id))
        if not id_:
            raise page.unlike(f"an entry without {self.id or 'a name'}: {given!r:.80}")
        changed = word(_at(given, self.changed)) if self.changed else ""
        return self._named(id_, changed or marks.unordered(given), changed)

    def _named(self, id_: str, mark: str, changed: str = "") -> Entry | None:
        found = re.search(self.only, id_)
        return Entry(id=id_, mark=mark, name=found[1] if found.re.groups else id_, at=_time(changed)) if found else None


def _time(said: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _at(value: Any, place: str) -> Any:
    for step in filter(None, place.split(".")):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def address(template: str, entry: Entry) -> str:
    """The address of an entry: the template filled in, or its name itself where the template is nothing but that."""
    return entry.name if template == "{id}" else template.format(id=quote(entry.name, safe=""))
