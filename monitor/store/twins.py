"""What a channel was told from the same document elsewhere: two sites that publish one document tell one story.

The same bytes are the same document, whatever record attaches them. Another file is the same document where its text says the same
(`monitor.likeness`), on another source and for the same occasion: next week's agenda and a bill brought in again are news. Only
passages that the channel was told of in the one are not told from the other.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from monitor.likeness import Signature, alike, signature
from monitor.query.normalise import normalise
from monitor.store.alerts import State
from monitor.store.hits import Found
from monitor.store.insert import insert_new
from monitor.store.tables import alert_hits, alerts, documents, hits, inbox, inbox_hits, links, pages, records, signatures
from sources.model import Kind

Row = Any  # joined columns; SQLAlchemy Core does not know their types
Told = Mapping[tuple[int, int, str, str], list[Row]]
"""What was told, by channel, content, rule and passage; the last one first."""

NEAR = timedelta(days=30)  # between the dates of two notices of one thing: portals copy each other within days
COMPARED = 100  # contents with the same facts, the newest first; real blocks had at most 13 (21,532 bills of New York)


def of_alerts(connection: Connection, contents: Collection[int], channel_ids: Collection[int]) -> Told:
    """What these channels were told of these contents, or are owed still: what was given up counts for nothing."""
    joined = alert_hits.join(alerts, alerts.c.id == alert_hits.c.alert_id)
    standing = alerts.c.channel_id.in_(channel_ids) & alerts.c.state.in_([State.QUEUED.value, State.SENT.value])
    return _passages(connection, contents, joined, alert_hits.c.hit_id, (alerts.c.channel_id, alerts.c.id), standing)


def of_inboxes(connection: Connection, contents: Collection[int], group_ids: Collection[int]) -> Told:
    """What these groups have of these contents in their inboxes."""
    joined = inbox_hits.join(inbox, inbox.c.id == inbox_hits.c.item_id)
    return _passages(connection, contents, joined, inbox_hits.c.hit_id, (inbox.c.group_id, inbox.c.id), inbox.c.group_id.in_(group_ids))


class Twins:
    """The passages of some documents, and of documents that say the same, of which these channels were told.

    With `of_inboxes` it is groups instead of channels, and the items of their inboxes instead of alerts.
    """

    def __init__(
        self,
        connection: Connection,
        found: Collection[Found],
        channel_ids: Collection[int],
        told: Callable[[Connection, Collection[int], Collection[int]], Told] = of_alerts,
    ) -> None:
        self._contents = _contents(connection, {one.hit.place.document_id for one in found} - {None})
        self._alike = {content: {content} | same for content, same in same_text(connection, set(self._contents.values())).items()}
        everywhere = set().union(*self._alike.values())
        self._told = told(connection, everywhere, channel_ids) if everywhere else {}
        self._records = _records(connection, {one.record_id for one in found}) if self._told else {}

    def alert(self, found: Found, channel_id: int) -> int | None:
        """The alert that told the channel of this passage already; None where there is none."""
        own = self._contents.get(found.hit.place.document_id or 0)
        for content in self._alike.get(own or 0, ()):
            for row in self._told.get((channel_id, content, found.hit.match.rule, _said(found.hit.passage.text)), ()):
                if row.page == found.hit.place.page if content == own else _one_occasion(self._records[found.record_id], row):
                    return int(row.alert_id)
        return None


def same_text(connection: Connection, content_ids: Collection[int]) -> dict[int, set[int]]:
    """For each of these contents the others whose text says the same. Two queries, the second by an index."""
    own = connection.execute(select(signatures).where(signatures.c.content_id.in_(content_ids))).all() if content_ids else []
    found: dict[int, set[int]] = {content: set() for content in content_ids}
    facts = {row.facts for row in own} - {""}
    if not facts:
        return found
    others = select(signatures).where(signatures.c.facts.in_(facts)).order_by(signatures.c.content_id.desc()).limit(COMPARED * len(facts))
    by_facts: dict[str, list[Row]] = {}
    for row in connection.execute(others):
        by_facts.setdefault(row.facts, []).append(row)
    for one in own:
        same = (other for other in by_facts.get(one.facts, ())[:COMPARED] if other.content_id != one.content_id)
        found[one.content_id] = {other.content_id for other in same if alike(one.sketch, other.sketch)}
    return found


def sign(connection: Connection, content_id: int, made: Signature) -> None:
    """Keep the signature of a content, which never changes."""
    insert_new(connection, signatures, [{"content_id": content_id, "facts": made.facts, "sketch": made.sketch}])


def catch_up(connection: Connection, limit: int = 20) -> int:
    """Sign what an earlier version stored, at most so many contents; return how many there were."""
    signed = select(signatures.c.content_id).where(signatures.c.content_id == pages.c.content_id)
    missing = connection.execute(select(pages.c.content_id).where(~signed.exists()).distinct().limit(limit)).scalars().all()
    for content_id in missing:
        texts = select(pages.c.text).where(pages.c.content_id == content_id).order_by(pages.c.number)
        sign(connection, content_id, signature(connection.execute(texts).scalars()))
    return len(missing)


def published(connection: Connection, record_id: int) -> dict[int, list[Row]]:
    """Where else the documents of a record are published, the same or with the same text: by document, address and record."""
    theirs = select(documents.c.id, documents.c.content_id).join(links, links.c.document_id == documents.c.id)
    own = dict(connection.execute(theirs.where(links.c.record_id == record_id, documents.c.content_id.is_not(None))).all())
    same = same_text(connection, set(own.values()))
    columns = (documents.c.id, documents.c.content_id, documents.c.url, records.c.id.label("record_id"), records.c.title)
    joined = documents.join(links, links.c.document_id == documents.c.id).join(records, records.c.id == links.c.record_id)
    wanted = documents.c.content_id.in_(set(own.values()).union(*same.values())) & (records.c.id != record_id)
    rows = connection.execute(select(*columns).distinct().select_from(joined).where(wanted).order_by(documents.c.id)).all() if own else []
    return {
        document: [row for row in rows if row.content_id in {content} | same[content] and row.id != document]
        for document, content in own.items()
    }


def _contents(connection: Connection, document_ids: Collection[int | None]) -> dict[int, int]:
    rows = select(documents.c.id, documents.c.content_id).where(documents.c.id.in_(document_ids), documents.c.content_id.is_not(None))
    return dict(connection.execute(rows).all()) if document_ids else {}


def _passages(
    connection: Connection, contents: Collection[int], joined: Any, hit_id: Any, told: tuple[Any, Any], wanted: ColumnElement[bool]
) -> Told:
    """The passages of these contents by whom they were told, which is the first column of `told`, and in what, which is the second."""
    of_record = (records.c.source_id, records.c.kind, records.c.dated)
    of_hit = (documents.c.content_id, hits.c.rule, hits.c.page, hits.c.passage)
    joined = joined.join(hits, hits.c.id == hit_id).join(documents, documents.c.id == hits.c.document_id)
    joined = joined.join(records, records.c.id == hits.c.record_id)
    columns = (told[0].label("channel_id"), told[1].label("alert_id"), *of_hit, *of_record)
    rows = select(*columns).select_from(joined).where(documents.c.content_id.in_(contents), wanted).order_by(told[1].desc())
    found: dict[tuple[int, int, str, str], list[Row]] = {}
    for row in connection.execute(rows):
        found.setdefault((row.channel_id, row.content_id, row.rule, _said(row.passage)), []).append(row)
    return found


def _records(connection: Connection, record_ids: Collection[int]) -> dict[int, Row]:
    columns = (records.c.id, records.c.source_id, records.c.kind, records.c.dated)
    return {row.id: row for row in connection.execute(select(*columns).where(records.c.id.in_(record_ids)))}


def _one_occasion(one: Row, other: Row) -> bool:
    """Whether two sources may be telling of one thing: a meeting of that day, or notices of about that time. Unknown is no."""
    if one.source_id == other.source_id or one.dated is None or other.dated is None:
        return False
    if one.kind == other.kind == Kind.MEETING.value:
        return bool(one.dated == other.dated)
    return bool(abs(one.dated - other.dated) <= NEAR)


def _said(passage: str) -> str:
    return normalise(passage).replace(" ", "")
