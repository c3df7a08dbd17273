"""How far the lists of a source have been read: what a run that is broken off leaves behind, so that the next one goes on from there."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far the list of this name was read: to the end of `page`. `last` is the order of its last row, `before` the rows ahead of it."""

    list: str
    page: int
    last: str
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The lists that were read to their end, and how far the one after them. All of the window that began at `since`."""

    since: datetime
    done: tuple[str, ...] = ()
    place: Place | None = None

    @classmethod
    def loads(cls, text: str, since: datetime) -> Self:
        """The cursor that `dumps` wrote; a fresh one of this window where it is none."""
        try:
            said = json.loads(text)
            place = Place(**said["place"]) if said["place"] else None
            return cls(since=datetime.fromisoformat(said["since"]), done=tuple(said["done"]), place=place)
        except (ValueError, LookupError, TypeError):
            return cls(since=since)

    def dumps(self) -> str:
        """The cursor as a text."""
        place = asdict(self.place) if self.place else None
        return json.dumps({"since": self.since.isoformat(), "done": self.done, "place": place})

    def within(self, list_: str) -> Place | None:
        """How far this list was read; None where it was not begun."""
        return self.place if self.place and self.place.list == list_ else None

    def at(self, place: Place) -> Self:
        """The same, so far into the list that is being read."""
        return replace(self, place=place)

    def after(self, list_: str) -> Self:
        """The same, with this list behind it."""
        return replace(self, done=(*self.done, list_), place=None)


def name(url: str, query: object) -> str:
    """What a list is called by: the same for the same question."""
    return hashlib.sha256(f"{url} {sorted(query.items()) if isinstance(query, dict) else query}".encode()).hexdigest()[:16]
