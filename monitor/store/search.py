"""The texts that searches look at, found by their words: the records that have them, newest first, and then the texts themselves."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Date, Select, func, literal, null, or_, select, tuple_

from monitor.model import Scope
from monitor.query.nodes import Filter, Node
from monitor.query.ranges import first_day
from monitor.store import words
from monitor.store.tables import documents, links, pages, parts, records, revisions, searched, sources
from monitor.texts import part_text
from sources.model import Kind

NEVER = date(1, 1, 1)  # records without a date come last
ASKED_AT_ONCE = 1_000

Place = tuple[date, int]
"""Where a record stands in the order of results: by its date, then by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record that has texts with the words. `texts`: their ids, with the id of the link for pages."""

    record_id: int
    source_id: str
    platform: str
    kind: Kind
    dated: date | None
    happens_at: datetime | None
    texts: tuple[tuple[int, int | None], ...]

    @property
    def place(self) -> Place:
        """Where it stands in the order of results."""
        return self.dated or NEVER, self.record_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text with the words: the record's own, that of a part, or a page of a document. `title` is that of the part or document."""

    text_id: int
    record_id: int
    text: str
    title: str = ""
    part_key: str | None = None
    document_id: int | None = None
    page: int | None = None
    url: str = ""
    method: str = "text"


def candidates(
    connection: Connection, need: Node, scope: Scope, filters: Sequence[Filter], *, limit: int, below: Place | None = None
) -> list[Candidate]:
    """Records with texts that have the words of what `narrow.needed` gave, which scope and filters may want: newest first.

    `below`: only those that come after this place in the order. One statement, since asking the index of words is what costs.
    """
    texts = _texts(words.having(connection, need).cte("having"))
    day = func.coalesce(records.c.dated, literal(NEVER, Date))
    columns = (records.c.id.label("record_id"), records.c.source_id, records.c.kind, records.c.dated, records.c.happens_at)
    top = select(*columns, sources.c.platform, day.label("day")).join(sources).where(records.c.id.in_(select(texts.c.record_id)))
    top = top.where(*_conditions(scope, filters)).order_by(day.desc(), records.c.id.desc()).limit(limit)
    if below is not None:
        top = top.where(tuple_(day, records.c.id) < tuple_(literal(below[0], Date), literal(below[1])))
    first = top.cte("top")
    found = select(first, texts.c.text_id, texts.c.link_id).join(texts, texts.c.record_id == first.c.record_id)
    rows = connection.execute(found.order_by(first.c.day.desc(), first.c.record_id.desc(), *_in_order(texts)))
    return [_candidate(list(some)) for _, some in groupby(rows, key=lambda row: row.record_id)]


def _candidate(rows: Sequence[Any]) -> Candidate:
    row = rows[0]
    return Candidate(
        record_id=row.record_id,
        source_id=row.source_id,
        platform=row.platform,
        kind=Kind(row.kind),
        dated=row.dated,
        happens_at=row.happens_at,
        texts=tuple((one.text_id, one.link_id) for one in rows),
    )


def _texts(having: CTE | None) -> CTE:
    """Texts by their records: a page once to each record that attaches it, by the first of its links."""
    asked = [] if having is None else [searched.c.id.in_(select(having.c[0]))]
    own = select(searched.c.id.label("text_id"), searched.c.record_id, null().label("link_id"))
    of_pages = (
        select(searched.c.id, links.c.record_id, func.min(links.c.id))
        .join(documents, documents.c.content_id == searched.c.content_id)
        .join(links, links.c.document_id == documents.c.id)
        .where(*asked)
        .group_by(searched.c.id, links.c.record_id)
    )
    return own.where(searched.c.record_id.is_not(None), *asked).union_all(of_pages).cte("texts_by_record")


def _in_order(texts: CTE) -> tuple[ColumnElement[Any], ...]:
    """The record's own text, its parts, and then its documents page by page."""
    return texts.c.link_id.is_not(None), texts.c.link_id, texts.c.text_id


def of_records(connection: Connection, record_ids: Sequence[int]) -> dict[int, list[Said]]:
    """All texts of these records, by record."""
    texts = _texts(None)
    rows = connection.execute(select(texts).where(texts.c.record_id.in_(record_ids)).order_by(*_in_order(texts)))
    found: dict[int, list[tuple[int, int | None]]] = {record_id: [] for record_id in record_ids}
    for row in rows:
        found[row.record_id].append((row.text_id, row.link_id))
    return said(connection, found)


def said(connection: Connection, texts: Mapping[int, Sequence[tuple[int, int | None]]]) -> dict[int, list[Said]]:
    """What these texts say, by record. `texts`: of each record the ids of texts and links."""
    ids = {text_id for some in texts.values() for text_id, _ in some}
    of_text = {row.id: row for some in _portions(ids) for row in connection.execute(_contents(some))}
    link_ids = {link_id for some in texts.values() for _, link_id in some if link_id is not None}
    columns = (links.c.id, links.c.title, links.c.document_id, documents.c.url)
    linked = select(*columns).join(documents)
    of_link = {row.id: row for some in _portions(link_ids) for row in connection.execute(linked.where(links.c.id.in_(some)))}
    return {
        record_id: [_said(record_id, of_text[text_id], of_link.get(link_id)) for text_id, link_id in some]
        for record_id, some in texts.items()
    }


def _portions(ids: Collection[int]) -> Iterator[list[int]]:
    """A statement takes 32,766 values on SQLite and 65,535 on PostgreSQL."""
    listed = sorted(ids)
    return (listed[start : start + ASKED_AT_ONCE] for start in range(0, len(listed), ASKED_AT_ONCE))


def _contents(text_ids: Collection[int]) -> Select[Any]:
    of_part = (parts.c.key, parts.c.number, parts.c.title, parts.c.text.label("of_part"))
    return (
        select(searched, *of_part, pages.c.text.label("of_page"), pages.c.method)
        .outerjoin(parts, parts.c.id == searched.c.part_id)
        .outerjoin(pages, (pages.c.content_id == searched.c.content_id) & (pages.c.number == searched.c.page))
        .where(searched.c.id.in_(text_ids))
    )


def _said(record_id: int, text: Any, link: Any) -> Said:
    if link is not None:
        return Said(
            text_id=text.id,
            record_id=record_id,
            text=text.of_page,
            title=link.title,
            document_id=link.document_id,
            page=text.page,
            url=link.url,
            method=text.method,
        )
    if text.part_id is None:
        return Said(text_id=text.id, record_id=record_id, text=text.text)
    title = f"{text.number} {text.title}".strip()
    return Said(text_id=text.id, record_id=record_id, text=part_text(text.title, text.of_part), title=title, part_key=text.key)


def stored_since(connection: Connection, since: datetime) -> list[int]:
    """The records that changed, or whose documents were read, since then."""
    changed = select(revisions.c.record_id).where(revisions.c.seen_at >= since)
    read = select(links.c.record_id).join(documents, documents.c.id == links.c.document_id).where(documents.c.fetched_at >= since)
    return list(connection.execute(changed.union(read).order_by("record_id")).scalars())


def lost(connection: Connection, need: Node, text_ids: Sequence[int]) -> set[int]:
    """Which of these texts a search that needs these words would not look at."""
    kept = select(searched.c.id).where(searched.c.id.in_(text_ids), searched.c.id.in_(words.having(connection, need)))
    return set(text_ids) - set(connection.execute(kept).scalars())


def _conditions(scope: Scope, filters: Sequence[Filter]) -> Iterator[ColumnElement[bool]]:
    """What the database can decide of the filters; `filters.hold` decides all of them."""
    wanted: dict[str, list[str]] = {}
    for one in filters:
        if not one.absent:
            wanted.setdefault(one.field, []).append(one.value)
    for kinds in (sorted(scope.kinds), wanted.get("kind")):
        if kinds:
            yield records.c.kind.in_(kinds)
    if "platform" in wanted:
        yield sources.c.platform.in_(wanted["platform"])
    regions = [[f"{value}-*" for value in wanted.get(field, ())] for field in ("country", "state")]
    for patterns in (sorted(scope.sources), wanted.get("source"), *regions):
        if patterns:
            yield or_(*map(_is_source, patterns))
    yield from (records.c.dated < first_day(value) for value in wanted.get("before", ()))
    yield from (records.c.dated >= first_day(value) for value in wanted.get("after", ()))


def _is_source(pattern: str) -> ColumnElement[bool]:
    if pattern.endswith("-*"):
        return records.c.source_id.startswith(pattern[:-1], autoescape=True)
    return records.c.source_id == pattern
