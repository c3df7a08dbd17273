"""The inbox as a member sees it: a page of it, how many there are of each sort, and what was done with each. A fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from monitor.store.tables import contents, documents, hits, inbox, inbox_hits, judgements, links, records, remarks, sources
from monitor.verdicts import Verdict

PAGE = 25


class Sort(StrEnum):
    """Which hits are listed."""

    OPEN = "open"
    MINE = "mine"
    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of an inbox is asked for. `before` is the id of the last item of the page before; `member_id` is who looks."""

    group_id: int
    member_id: int
    sort: Sort = Sort.OPEN
    watch_id: int | None = None
    words: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that was done with a hit. `what` is a verdict, "note", "assigned" or "muted"; `alert` that it was by an alert's link."""

    what: str
    by: str
    at: datetime
    reason: str = ""
    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A hit as the inbox lists it: the passage with its record, why it is here, and what was done.

    `printed` is the first document that prints the passage, None where none does; `places` counts where it stands.
    """

    id: int
    row: Any
    watches: tuple[str, ...]
    printed: Any
    places: int
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A page of the inbox. `next` is where the following one begins, None at the end."""

    items: tuple[Item, ...]
    next: int | None


def portion(connection: Connection, wanted: Wanted, limit: int = PAGE) -> Portion:
    """The items asked for, the newest first. Four queries, whatever their number."""
    rows = connection.execute(_rows(wanted).order_by(inbox.c.id.desc()).limit(limit + 1)).all()
    shown = rows[:limit]
    return Portion(items=_items(connection, wanted.group_id, shown), next=shown[-1].id if len(rows) > limit else None)


def one(connection: Connection, wanted: Wanted, item_id: int) -> Item | None:
    """One item of the group, whatever its sort; None where there is none of that id."""
    rows = connection.execute(_everything().where(inbox.c.group_id == wanted.group_id, inbox.c.id == item_id)).all()
    return next(iter(_items(connection, wanted.group_id, rows)), None)


def _items(connection: Connection, group_id: int, rows: Sequence[Any]) -> tuple[Item, ...]:
    found_by, acts = _found_by(connection, [row.id for row in rows]), _acts(connection, group_id, rows)
    return tuple(
        Item(
            id=row.id,
            row=row,
            watches=tuple(dict.fromkeys(one.watch_name for one in found_by[row.id])),
            printed=next((one for one in found_by[row.id] if one.url), None),
            places=len({one.hit_id for one in found_by[row.id]}),
            acts=tuple(acts[row.id]),
        )
        for row in rows
    )


def counts(connection: Connection, wanted: Wanted) -> Mapping[Sort, int]:
    """How many there are of each sort, by the same watch and words. Each of the two queries is answered by an index."""
    among = _joined() if wanted.words else inbox
    each = select(inbox.c.verdict, func.count()).select_from(among).where(*_narrowed(wanted)).group_by(inbox.c.verdict)
    found: dict[str, int] = dict(connection.execute(each).all())
    mine = select(func.count()).select_from(among).where(*_narrowed(wanted), _of_sort(Sort.MINE, wanted.member_id))
    return {sort: found.get(sort.value, 0) for sort in Sort} | {Sort.MINE: connection.execute(mine).scalar_one()}


def _rows(wanted: Wanted) -> Any:
    rows = _everything().where(*_narrowed(wanted), _of_sort(wanted.sort, wanted.member_id))
    return rows.where(inbox.c.id < wanted.before) if wanted.before is not None else rows


def _everything() -> Any:
    """All items, of whatever group, with what is shown of each."""
    of_item = (inbox.c.id, inbox.c.verdict, inbox.c.reason, inbox.c.assignee_id, inbox.c.found_at, inbox.c.hit_id)
    of_hit = (hits.c.passage, hits.c.start, hits.c.end, hits.c.why)
    of_record = (inbox.c.record_id, records.c.title, records.c.kind, records.c.happens_at, records.c.url)
    of_source = (records.c.source_id, sources.c.title.label("source_title"))
    joined = _joined().join(sources, sources.c.id == records.c.source_id)
    return select(*of_item, *of_hit, *of_record, *of_source).select_from(joined)


def _joined() -> Any:
    return inbox.join(hits, hits.c.id == inbox.c.hit_id).join(records, records.c.id == inbox.c.record_id)


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    narrowed: list[ColumnElement[bool]] = [inbox.c.group_id == wanted.group_id]
    if wanted.watch_id is not None:
        found_by = (inbox_hits.c.item_id == inbox.c.id) & (inbox_hits.c.watch_id == wanted.watch_id)
        one = select(inbox_hits.c.item_id).where(found_by).limit(1).correlate(inbox).scalar_subquery()
        narrowed.append(one.is_not(None))  # EXISTS would have SQLite read all that the watch ever found, for each page
    if wanted.words:
        said = (hits.c.passage, records.c.title)
        narrowed.append(or_(*(column.icontains(wanted.words, autoescape=True) for column in said)))
    return narrowed


def _of_sort(sort: Sort, member_id: int) -> ColumnElement[bool]:
    if sort is Sort.MINE:
        return (inbox.c.assignee_id == member_id) & (inbox.c.verdict != Verdict.IRRELEVANT.value)
    return inbox.c.verdict == sort.value


def _found_by(connection: Connection, item_ids: Sequence[int]) -> Mapping[int, Sequence[Any]]:
    """The hits of each item with the watches that found them, and the documents that print them."""
    attached = (links.c.document_id == hits.c.document_id) & (links.c.record_id == hits.c.record_id)
    title = select(links.c.title).where(attached).order_by(links.c.id).limit(1).correlate(hits).scalar_subquery()
    printed = (documents.c.url, contents.c.media_type, title.label("document"), hits.c.page, hits.c.method)
    joined = inbox_hits.join(hits, hits.c.id == inbox_hits.c.hit_id).outerjoin(documents, documents.c.id == hits.c.document_id)
    joined = joined.outerjoin(contents, contents.c.id == documents.c.content_id)
    rows = select(inbox_hits, *printed).select_from(joined).where(inbox_hits.c.item_id.in_(item_ids))
    found: dict[int, list[Any]] = {item_id: [] for item_id in item_ids}
    for row in connection.execute(rows.order_by(inbox_hits.c.hit_id, inbox_hits.c.watch_id)) if item_ids else ():
        found[row.item_id].append(row)
    return found


def _acts(connection: Connection, group_id: int, items: Collection[Any]) -> Mapping[int, Sequence[Act]]:
    """What was done with each, the earliest first."""
    of_hit = {item.hit_id: item.id for item in items}
    found: dict[int, list[Act]] = {item.id: [] for item in items}
    if not items:
        return found
    judged = select(judgements).where(judgements.c.subscriber_id == group_id, judgements.c.hit_id.in_(of_hit))
    for row in connection.execute(judged.order_by(judgements.c.id)):
        by_link = row.alert_id is not None
        found[of_hit[row.hit_id]].append(Act(what=row.verdict, by=row.by, at=row.at, reason=row.reason, text=row.words, alert=by_link))
    for row in connection.execute(select(remarks).where(remarks.c.item_id.in_(found)).order_by(remarks.c.id)):
        found[row.item_id].append(Act(what=row.kind, by=row.by, at=row.at, text=row.text))
    return {item_id: sorted(acts, key=lambda act: act.at) for item_id, acts in found.items()}
