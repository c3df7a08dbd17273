"""Looks for a query in what is stored, with the engine that alerts are found with: a search, a preview and an alert agree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor import find
from monitor.model import Match, Passage, Revision, Scope
from monitor.query import filters
from monitor.query.lines import of_query
from monitor.query.nodes import Filter
from monitor.query.parse import parse
from monitor.store import search
from monitor.store.database import Connection
from sources.model import Kind, Record


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
    """A record that a query finds, as it stands now, with its passages."""

    source_id: str
    happens_at: datetime | None
    record: Record
    passages: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What a look at the next records gave. `last` is None at the end of the archive."""

    answers: tuple[Answer, ...]
    looked: int
    last: int | None


def scope_of(filtered: Iterable[Filter], kinds: Iterable[Kind] = (), sources: Iterable[str] = ()) -> Scope:
    """Where a query looks: what its filters say, and what is asked for besides."""
    own = filters.scope(filtered)
    return Scope(kinds=own.kinds | set(kinds), sources=own.sources | set(sources))


class Search:
    """A query over the archive. QueryError where it cannot be read."""

    def __init__(self, query: str, kinds: Iterable[Kind] = (), sources: Iterable[str] = ()) -> None:
        self._scope = scope_of(parse(query).filters, kinds, sources)
        self._matcher = of_query(query)

    def portion(self, connection: Connection, before: int | None = None) -> Portion:
        """The answers among the next hundred records, newest first; call again with its `last`."""
        listed = search.candidates(connection, self._scope, before)
        attached = search.attached(connection, [one.record_id for one in listed])
        answers = [self._answer(connection, one, attached[one.record_id]) for one in listed]
        last = listed[-1].record_id if len(listed) == search.PORTION else None
        return Portion(answers=tuple(answer for answer in answers if answer.passages), looked=len(listed), last=last)

    def _answer(self, connection: Connection, one: search.Candidate, attached: Sequence[search.Attached]) -> Answer:
        passages = [*self._in_record(one), *(shown for document in attached for shown in self._on_pages(connection, document))]
        first = {shown.passage.digest: shown for shown in reversed(passages)}
        return Answer(
            source_id=one.source_id,
            happens_at=one.happens_at,
            record=one.record,
            passages=tuple(shown for shown in passages if first[shown.passage.digest] is shown),
        )

    def _in_record(self, one: search.Candidate) -> Iterator[Shown]:
        record = one.record
        parts = {part.key: part for part in record.parts}
        whole = Revision(record=record, fingerprint="", number=one.revision, record_id=one.record_id, fresh=frozenset(parts))
        for hit in find.in_record(self._matcher, one.source_id, whole):
            part = parts[hit.place.part_key] if hit.place.part_key is not None else None
            title = f"{part.number} {part.title}".strip() if part else ""
            yield Shown(match=hit.match, passage=hit.passage, title=title, page=None, url=record.url, method=hit.method)

    def _on_pages(self, connection: Connection, document: search.Attached) -> Iterator[Shown]:
        for page in search.pages(connection, document.content_id):
            for hit in find.on_page(self._matcher, document.document_id, page):
                url = f"{document.url}#page={page.number}"
                yield Shown(match=hit.match, passage=hit.passage, title=document.title, page=page.number, url=url, method=hit.method)
