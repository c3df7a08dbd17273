"""The texts that searches look at, found by their words: the records that have them, newest first, and then the texts themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Select, func, literal, or_, select, tuple_

from monitor.model import Scope
from monitor.query.nodes import Filter, Node
from monitor.query.ranges import first_day
from monitor.store import words
from monitor.store.tables import documents, links, pages, parts, records, revisions, searched, sources
from monitor.texts import part_text
from sources.model import Kind

NEVER = date(1, 1, 1)  # records without a date come last

Place = tuple[date, int]
"""Where a record stands in the order of results: by its date, then by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record that has texts with the words."""

    record_id: int
    source_id: str
    platform: str
    kind: Kind
    dated: date | None
    happens_at: datetime | None

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

    `below`: only those that come after this place in the order.
    """
    having = words.having(connection, need)
    of_pages = _linked(select(links.c.record_id)).where(searched.c.id.in_(having))
    own = select(searched.c.record_id).where(searched.c.id.in_(having))
    columns = (
        records.c.id.label("record_id"),
        records.c.source_id,
        records.c.kind,
        records.c.dated,
        records.c.happens_at,
        sources.c.platform,
    )
    found = select(*columns).join(sources).where(or_(records.c.id.in_(own), records.c.id.in_(of_pages)), *_conditions(scope, filters))
    order = (func.coalesce(records.c.dated, literal(NEVER, Date)), records.c.id)
    if below is not None:
        found = found.where(tuple_(*order) < tuple_(literal(below[0], Date), literal(below[1])))
    rows = connection.execute(found.order_by(*(one.desc() for one in order)).limit(limit))
    return [Candidate(**{**row._mapping, "kind": Kind(row.kind)}) for row in rows]  # noqa: SLF001  # SQLAlchemy's public name


def _linked(selected: Select[Any]) -> Select[Any]:
    """Texts that are pages, with the records that attach them."""
    return (
        selected.select_from(searched)
        .join(documents, documents.c.content_id == searched.c.content_id)
        .join(links, links.c.document_id == documents.c.id)
    )


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


def said(connection: Connection, need: Node | None, record_ids: Sequence[int]) -> dict[int, list[Said]]:
    """The texts of these records that have the words, or all; by record: its own, its parts, the pages of its documents."""
    having = select(searched.c.id) if need is None else words.having(connection, need)
    found: dict[int, list[Said]] = {record_id: [] for record_id in record_ids}
    for row in connection.execute(_own(having, record_ids)):
        part = f"{row.number} {row.title}".strip() if row.part_id else ""
        text = part_text(row.title, row.of_part) if row.part_id else row.text
        found[row.record_id].append(Said(text_id=row.id, record_id=row.record_id, text=text, title=part, part_key=row.key))
    for row in connection.execute(_pages(having, record_ids)):
        page = Said(
            text_id=row.text_id,
            record_id=row.record_id,
            text=row.text,
            title=row.title,
            document_id=row.document_id,
            page=row.number,
            url=row.url,
            method=row.method,
        )
        found[row.record_id].append(page)
    return found


def _own(having: Select[tuple[int]], record_ids: Sequence[int]) -> Select[Any]:
    of_part = (parts.c.key, parts.c.number, parts.c.title, parts.c.text.label("of_part"))
    own = select(searched, *of_part).outerjoin(parts, parts.c.id == searched.c.part_id)
    return own.where(searched.c.record_id.in_(record_ids), searched.c.id.in_(having)).order_by(searched.c.id)


def _pages(having: Select[tuple[int]], record_ids: Sequence[int]) -> Select[Any]:
    """Each page once to a record, however often that attaches it."""
    first = _linked(select(searched.c.id.label("text_id"), links.c.record_id, func.min(links.c.id).label("link_id")))
    first = first.where(links.c.record_id.in_(record_ids), searched.c.id.in_(having)).group_by(searched.c.id, links.c.record_id)
    one = first.subquery()
    return (
        select(pages, one.c.text_id, links.c.record_id, links.c.title, links.c.document_id, documents.c.url)
        .select_from(one)
        .join(searched, searched.c.id == one.c.text_id)
        .join(pages, (pages.c.content_id == searched.c.content_id) & (pages.c.number == searched.c.page))
        .join(links, links.c.id == one.c.link_id)
        .join(documents, documents.c.id == links.c.document_id)
        .order_by(links.c.id, pages.c.number)
    )
