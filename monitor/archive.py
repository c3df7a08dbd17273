"""Looks for a query in what is stored: the database narrows by words, and the engine that alerts are found with decides.

So a search, a preview and an alert agree.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from monitor import find
from monitor.lexicon import Lexicon, load
from monitor.model import About, Match, Passage, Place, Rule, Scope
from monitor.query import filters
from monitor.query.matcher import Matcher, Nothing
from monitor.query.narrow import needed
from monitor.query.nodes import Filter, Node, Query, all_of, any_of
from monitor.query.parse import parse
from monitor.store import records, search
from monitor.store.database import Connection
from sources.model import Kind, Record

RULE = "watch:search"
FIRST, GROWTH = 100, 5  # records asked for at first, and how many times more each time they were not enough
MOST = 20_000  # records that one portion may cost; about a second of one core
AT_ONCE = 20  # records whose texts are held; a packet of 3,000 pages has eight million characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A passage of the archive and where to read it. `title` is that of the document, or number and title of the part."""

    match: Match
    passage: Passage
    title: str
    page: int | None
    url: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A record that a query finds, as it stands now, with its passages, each once."""

    record_id: int
    source_id: str
    happens_at: datetime | None
    record: Record
    passages: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Answers, the newest first. `looked` counts the records that had the words; `last` is None at the end of the archive."""

    answers: tuple[Answer, ...]
    looked: int
    last: str | None


def scope_of(filtered: Iterable[Filter], kinds: Iterable[Kind] = (), sources: Iterable[str] = ()) -> Scope:
    """Where a watch looks: what is asked for besides the query, else what the query's filters say. These hold in any case."""
    own = filters.scope(filtered)
    return Scope(kinds=frozenset(kinds) or own.kinds, sources=frozenset(sources) or own.sources)


class Search:
    """A query over the archive. QueryError, with its place, where it cannot be read."""

    def __init__(
        self,
        query: str,
        kinds: Iterable[Kind] = (),
        sources: Iterable[str] = (),
        *,
        lexicon: Lexicon | None = None,
        since: date | None = None,
    ) -> None:
        """`lexicon`: what `topic:` and `vendor:` are read with; by default what ships. `since`: only records of that day or later."""
        names = any(one.field in filters.IN_TEXT for one in parse(query).filters)
        known = (lexicon or load()) if names else Lexicon((), (), ())
        self.query = known.read(query)
        self.scope = Scope(kinds=frozenset(kinds), sources=frozenset(sources))
        self.matcher = (knowing(known) if names else Matcher(Nothing())).with_watches([Rule(key=RULE, query=query)])
        self._filters = (*self.query.filters, *(parse(f"after:{since} since").filters if since else ()))
        self.need = _need(known, self.query)

    def portion(self, connection: Connection, last: str | None = None, *, limit: int = 50, most: int = MOST) -> Portion:
        """The newest answers, at most `limit`, or those that follow the `last` of the portion before.

        A portion that looks at `most` records without being full gives what it has. ValueError where `last` is none of ours.
        """
        walk = _Walk(self, limit, _place(last))
        wanted = max(FIRST, limit)
        while len(walk.answers) < limit and walk.looked < most:
            wanted = min(wanted, most - walk.looked)
            batch = self.candidates(connection, wanted, walk.below)
            walk.through(connection, batch)
            if len(batch) < wanted and len(walk.answers) < limit:
                return Portion(answers=tuple(walk.answers), looked=walk.looked, last=None)
            wanted *= GROWTH
        return Portion(answers=tuple(walk.answers), looked=walk.looked, last=token(walk.below))

    def candidates(self, connection: Connection, limit: int, below: search.Place | None = None) -> list[search.Candidate]:
        """The newest records that have the words, or those that come after a place."""
        return search.candidates(connection, self.need, self.scope, self._filters, limit=limit, below=below)

    def finds(self, text: str) -> bool:
        """Whether the query finds a text."""
        return any(match.rule == RULE for match in self.matcher.match(text))

    def looks_at(self, connection: Connection, one: search.Candidate) -> bool:
        """Whether the query's filters let it look at a record."""
        return self.matcher.looks_at(RULE, self._about(connection, one))

    def passages(self, said: Sequence[search.Said]) -> tuple[Shown, ...]:
        """What is found in texts, each passage where it stands first."""
        found = [shown for one in said for shown in self._in(one)]
        first = {shown.passage.digest: shown for shown in reversed(found)}
        return tuple(shown for shown in found if first[shown.passage.digest] is shown)

    def answer(self, connection: Connection, one: search.Candidate, passages: Sequence[Shown]) -> Answer:
        """The record as it stands now, with these passages."""
        record, _ = records.latest(connection, one.record_id)
        own = tuple(shown if shown.url else replace(shown, url=record.url) for shown in passages)
        return Answer(record_id=one.record_id, source_id=one.source_id, happens_at=one.happens_at, record=record, passages=own)

    def _about(self, connection: Connection, one: search.Candidate) -> About:
        if any(wanted.field in {"body", "amount"} for wanted in self.query.filters):
            return records.about(connection, one.record_id)
        return About(source=one.source_id, platform=one.platform, kind=one.kind, dated=one.dated)

    def _in(self, one: search.Said) -> Iterator[Shown]:
        place = Place(part_key=one.part_key, document_id=one.document_id, page=one.page)
        url = one.url if one.page is None else f"{one.url}#page={one.page}"
        for hit in find.in_text(self.matcher, one.text, place, "", one.method):
            if hit.match.rule == RULE:
                yield Shown(match=hit.match, passage=hit.passage, title=one.title, page=one.page, url=url, method=one.method)


@lru_cache(maxsize=2)
def knowing(lexicon: Lexicon) -> Matcher:
    """A matcher of all topics and vendors, to which a query is added: making one takes half a second."""
    return Matcher(lexicon)


@lru_cache(maxsize=256)
def _behind(lexicon: Lexicon, filtered: Filter) -> Node | None:
    """The words of which some must be there where a filter's topic or vendor is found."""
    each = [needed(root) for root in lexicon.behind(filtered)]
    return any_of([one for one in each if one]) if each and all(each) else None


def _need(lexicon: Lexicon, query: Query) -> Node:
    """The words that must be there: those of the query, and of each topic or vendor that it asks for."""
    wanted = [] if query.root is None else [needed(query.root)]
    for name in filters.IN_TEXT:
        each = [_behind(lexicon, one) for one in query.filters if one.field == name and not one.absent]
        wanted += [any_of([one for one in each if one])] if each and all(each) else []
    return all_of([one for one in wanted if one])


@dataclass(slots=True)
class _Walk:
    """Goes through candidates in their order until there are answers enough."""

    asked: Search
    limit: int
    below: search.Place | None
    answers: list[Answer] = field(default_factory=list)
    looked: int = 0

    def through(self, connection: Connection, batch: Sequence[search.Candidate]) -> None:
        for start in range(0, len(batch), AT_ONCE):
            some = batch[start : start + AT_ONCE]
            said = search.said(connection, {one.record_id: one.texts for one in some})
            for one in some:
                self.below = one.place
                self.looked += 1
                self.answers += self._answer(connection, one, said[one.record_id])
                if len(self.answers) >= self.limit:
                    return

    def _answer(self, connection: Connection, one: search.Candidate, said: Sequence[search.Said]) -> Iterator[Answer]:
        passages = self.asked.passages(said)
        if passages and self.asked.looks_at(connection, one):
            yield self.asked.answer(connection, one, passages)


def token(place: search.Place | None) -> str | None:
    """What a portion says of where the following one begins."""
    return None if place is None else f"{place[0].isoformat()}.{place[1]}"


def _place(token: str | None) -> search.Place | None:
    if token is None:
        return None
    written = re.fullmatch(r"(\d{4}-\d\d-\d\d)\.(\d{1,9})", token)
    if written is None:
        raise ValueError(f"a search cannot go on from {token[:40]!r}: take what the portion before gave as `last`")
    return date.fromisoformat(written[1]), int(written[2])
