"""What an alert has to say, gathered when it leaves: the record as it stands, and every passage with its place."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from monitor import decide
from monitor.model import WAITING, Alert, Evidence
from monitor.store import history, records
from monitor.store.alerts import Envelope
from monitor.store.fetches import Keeping
from monitor.store.surroundings import surroundings
from monitor.store.tables import alert_hits, blobs, contents, documents, hits, links, pages, sources
from monitor.store.tables import records as record_table
from sources.model import Record

Row = Any  # joined columns; SQLAlchemy Core does not know their types
MOST = 1_000  # hits of an alert that are read; a message shows ten passages, JSON a hundred, and both count the others
SURROUNDED = 10  # passages of an alert, which shows no more
PAGED = "application/pdf"  # the form whose readers understand #page=N


def letter(connection: Connection, envelope: Envelope, timezone_of: Callable[[str], str]) -> Alert:
    """An alert in full, with the sentences around its first passages."""
    return letters(connection, [envelope], timezone_of, around=SURROUNDED)[0]


def letters(connection: Connection, envelopes: Sequence[Envelope], timezone_of: Callable[[str], str], *, around: int = 0) -> list[Alert]:
    """The alerts in full, in order. Six queries, whatever their number, one more where an alert is very large, and some for each
    record that has changed. The first `around` passages of each come with the sentences around them, for two queries each.
    """
    record_ids = {envelope.record_id for envelope in envelopes}
    stand = records.latest_of(connection, record_ids)
    origins = _origins(connection, record_ids)
    found = _rows(connection, [envelope.id for envelope in envelopes])
    passages = _passages(connection, found)
    evidence = {envelope.id: _evidence(connection, found.get(envelope.id, ()), stand[envelope.record_id], around) for envelope in envelopes}
    gaps = _gaps(connection, record_ids)
    on_again = _on_again(connection, envelopes, stand)
    changed = history.changed(connection, record_ids)
    return [
        Alert(
            id=envelope.id,
            channel_id=envelope.channel_id,
            subscriber_id=envelope.subscriber_id,
            record=stand[envelope.record_id],
            revision=envelope.revision,
            source_id=origins[envelope.record_id].id,
            source_title=origins[envelope.record_id].title,
            timezone=timezone_of(origins[envelope.record_id].id),
            evidence=evidence[envelope.id],
            more=max(0, passages.get(envelope.id, 0) - len(evidence[envelope.id])),
            attempts=envelope.attempts,
            gaps=tuple(gaps.get(envelope.record_id, ())),
            on_again=envelope.id in on_again,
            changes=_changes(connection, envelope) if envelope.record_id in changed else (),
        )
        for envelope in envelopes
    ]


def _on_again(connection: Connection, envelopes: Sequence[Envelope], stand: Mapping[int, Record]) -> set[int]:
    """The alerts of a revision before which the record was off, where it is on now."""
    stood = records.before(connection, {envelope.record_id: envelope.revision for envelope in envelopes})
    back = {record_id for record_id, record in stood.items() if decide.is_off(record) and not decide.is_off(stand[record_id])}
    return {envelope.id for envelope in envelopes if envelope.record_id in back}


def _changes(connection: Connection, envelope: Envelope) -> tuple[str, ...]:
    return tuple(str(change) for change in history.of_revision(connection, envelope.record_id, envelope.revision))


def _origins(connection: Connection, record_ids: Collection[int]) -> dict[int, Row]:
    columns = (record_table.c.id.label("record_id"), sources.c.id, sources.c.title)
    rows = connection.execute(select(*columns).join(sources).where(record_table.c.id.in_(record_ids)))
    return {row.record_id: row for row in rows}


def _rows(connection: Connection, alert_ids: Collection[int]) -> dict[int, list[Row]]:
    """The first hits of each alert with their places, and how many there are of each."""
    told = (alert_hits.c.alert_id, alert_hits.c.hit_id, alert_hits.c.watch_name)
    rank = func.row_number().over(partition_by=alert_hits.c.alert_id, order_by=(alert_hits.c.hit_id, alert_hits.c.watch_id)).label("rank")
    number = func.count().over(partition_by=alert_hits.c.alert_id).label("of")
    ranked = select(*told, rank, number).where(alert_hits.c.alert_id.in_(alert_ids)).subquery()
    attached = and_(links.c.document_id == hits.c.document_id, links.c.record_id == hits.c.record_id)
    columns = (hits, ranked.c.alert_id, ranked.c.watch_name, ranked.c.of, links.c.title.label("document"), documents.c.url)
    of_link = (links.c.part_key.label("attached_to"),)
    joined = ranked.join(hits, hits.c.id == ranked.c.hit_id).outerjoin(documents, documents.c.id == hits.c.document_id)
    joined = joined.outerjoin(contents, contents.c.id == documents.c.content_id).outerjoin(links, attached)
    joined = joined.outerjoin(blobs, blobs.c.sha256 == contents.c.sha256)
    of_file = (contents.c.media_type, contents.c.id.label("content_id"), blobs.c.state.label("kept"))
    rows = select(*columns, *of_link, *of_file).select_from(joined).where(ranked.c.rank <= MOST).order_by(hits.c.id, links.c.id)
    found: dict[int, list[Row]] = {}
    for row in connection.execute(rows):
        found.setdefault(row.alert_id, []).append(row)
    return found


def _passages(connection: Connection, found: Mapping[int, list[Row]]) -> dict[int, int]:
    """How many passages those alerts have of which not all hits were read."""
    large = [alert_id for alert_id, rows in found.items() if rows[0].of > MOST]
    if not large:
        return {}
    counted = select(alert_hits.c.alert_id, func.count(hits.c.digest.distinct())).join(hits).where(alert_hits.c.alert_id.in_(large))
    return dict(connection.execute(counted.group_by(alert_hits.c.alert_id)).all())


def _evidence(connection: Connection, rows: Sequence[Row], record: Record, around: int) -> tuple[Evidence, ...]:
    """One for each passage: said in a part and printed on a page, it is one with both places."""
    passages: dict[str, list[Row]] = {}
    for row in rows:
        passages.setdefault(row.digest, []).append(row)
    shown = [same[0] for same in passages.values()][:around]
    beside = surroundings(connection, shown, record) if shown else {}
    return tuple(_one(same, record, beside.get(same[0].id, ("", ""))) for same in passages.values())


def _one(rows: Sequence[Row], record: Record, beside: tuple[str, str]) -> Evidence:
    rows = sorted(rows, key=lambda row: row.vendor is not None)  # what is said by name stands before what a named vendor sells
    first = rows[0]
    printed = next((row for row in rows if row.document_id is not None), None)
    labels = {part.key: f"{part.number} {part.title}".strip() for part in record.parts}
    keys = [*(row.part_key for row in rows), *(row.attached_to for row in rows)]  # what it stands in, else what its document belongs to
    part = next((labels[key] for key in keys if key in labels), "")
    return Evidence(
        passage=first.passage,
        start=first.start,
        end=first.end,
        before=beside[0],
        after=beside[1],
        about=tuple(dict.fromkeys(_about(row) for row in rows)),
        why=tuple(dict.fromkeys(f"{row.why} (watch “{row.watch_name}”)" for row in rows)),
        part=part,
        document=printed.document or "" if printed else "",
        page=printed.page if printed else None,
        link=_address(printed) if printed else record.url,
        method=printed.method if printed else "text",
        copy=_copy(printed) if printed else "",
        also=tuple(dict.fromkeys(_address(row) for row in rows if row.url and printed and row.url != printed.url)),
    )


def _about(row: Row) -> str:
    """What was looked for: "Facial recognition", or the name of the watch whose query it is."""
    kind, _, name = row.rule.partition(":")
    return name.replace("-", " ").capitalize() if kind == "topic" else f"“{row.watch_name}”"


def _address(row: Row) -> str:
    return f"{row.url}#page={row.page}" if row.media_type == PAGED and "#" not in row.url else row.url


def _copy(row: Row) -> str:
    """The path of our copy of the file in which it was found, where that is kept."""
    if row.kept != Keeping.KEPT.value:
        return ""
    return f"copies/{row.content_id}" + (f"#page={row.page}" if row.media_type == PAGED else "")


def _gaps(connection: Connection, record_ids: Collection[int]) -> dict[int, list[str]]:
    """Documents of the records that could not be read, in words, each once."""
    unread_pages = select(func.count()).where(pages.c.content_id == documents.c.content_id)
    blank = unread_pages.where(pages.c.method == "none").scalar_subquery()
    waiting = unread_pages.where(pages.c.method == WAITING).scalar_subquery()
    columns = (
        links.c.record_id,
        links.c.title,
        documents.c.state,
        documents.c.error,
        contents.c.error.label("fault"),
        contents.c.page_count,
        blank.label("blank"),
        waiting.label("waiting"),
    )
    joined = links.join(documents, documents.c.id == links.c.document_id).outerjoin(contents, contents.c.id == documents.c.content_id)
    unread = or_(documents.c.state != "read", contents.c.error != "", blank > 0, waiting > 0)
    rows = select(*columns).select_from(joined).where(links.c.record_id.in_(record_ids), unread).order_by(links.c.id)
    found: dict[int, dict[str, None]] = {}
    for row in connection.execute(rows):
        found.setdefault(row.record_id, {})[_gap(row)] = None
    return {record_id: list(words) for record_id, words in found.items()}


UNREAD = {"pending": "not read yet", "listed": "not fetched"}
"""What is said of a document that was not read; other states are words that need no other."""


def _gap(row: Row) -> str:
    if row.state != "read":
        return f"{row.title}: {UNREAD.get(row.state, row.state)}"
    if row.fault:
        return f"{row.title}: {row.fault}"
    pictures = f"{row.blank} of {row.page_count} pages are pictures" if row.blank else ""
    waiting = f"{row.waiting} of {row.page_count} pages are pictures, and wait to be recognised" if row.waiting else ""
    return f"{row.title}: {'; '.join(filter(None, (pictures, waiting)))}"
