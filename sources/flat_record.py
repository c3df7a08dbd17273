"""A flat row as a Record: its texts, dates, sums and parties, by a mapping of columns."""

import html
import re
from collections.abc import Iterator
from datetime import date, datetime, time

from sources import days
from sources.flat import Columns, PartColumns, PartyColumns, Row, digest, filled, key, said, worded
from sources.markup import plain
from sources.model import Amount, Kind, Link, LinkKind, Part, Party, Record, Stage
from sources.money import money
from sources.source import Publisher

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
NEVER = 2090  # 2099-12-31 and 9999-12-31 are how databases say that there is no date


def record(row: Row, columns: Columns, publisher: Publisher, kind: Kind) -> Record:
    """The row. LookupError, TypeError or ValueError where it has no key, no title, or an odd date or sum.

    `mark` is a hash of all that is read: a table that is replaced as a whole brings the same marks again.
    """
    return Record(
        key=key(row, columns),
        kind=kind,
        title=_title(row, columns),
        url=filled(columns.url, row) or publisher.site,
        text=_text(row, columns, publisher),
        thread=filled(columns.thread, row) or None,
        mark=digest(row, columns.names),
        stage=_stage(row, columns),
        type=worded(columns.type, row),
        body=filled(columns.body, row),
        location=filled(columns.location, row),
        period=filled(columns.period, row),
        starts=_when(row, columns.starts, columns, publisher),
        published=_when(row, columns.published, columns, publisher),
        updated=_when(row, columns.updated, columns, publisher),
        deadline=_when(row, columns.deadline, columns, publisher),
        codes=_each(columns.codes, row),
        parts=tuple(_parts(row, columns.parts)),
        links=tuple(_links(row, columns.links)),
        parties=tuple(_parties(row, columns.parties, publisher)),
        amounts=tuple(_amounts(row, columns, kind)),
    )


def _title(row: Row, columns: Columns) -> str:
    title = filled(columns.title, row)
    if not title:
        raise ValueError(f"nothing in {columns.title!r}, which is the title")
    return title


def _text(row: Row, columns: Columns, publisher: Publisher) -> str:
    ended = _when(row, columns.ended, columns, publisher)
    said = [f"Ended on {ended:%Y-%m-%d}."] if ended else []
    return "\n\n".join(filter(None, [*(_block(form, row) for form in columns.text), *said]))


def _block(form: str, row: Row) -> str:
    """A text with its lines and without mark-up, where it is one column."""
    if "{" in form:
        return filled(form, row)
    text = said(row.get(form))
    return plain(html.unescape(text) if "&lt;" in text else text)  # New York escapes the mark-up of its notices once more


def _stage(row: Row, columns: Columns) -> Stage | None:
    if columns.ended and said(row.get(columns.ended)):
        return Stage.TERMINATION
    word = said(row.get(columns.stage_of)).casefold()
    return next((stage for name, stage in columns.stages.items() if name.casefold() == word), columns.stage)


def _when(row: Row, column: str, columns: Columns, publisher: Publisher) -> datetime | date | None:
    """A date, or an aware time, nothing for one that stands for never. A floating time is the publisher's; midnight stands for a day."""
    text = said(row.get(column)) if column else ""
    if not text:
        return None
    found = datetime.fromisoformat(text) if MOMENT.match(text) else days.read(text, day_first=columns.day_first)
    if found.year >= NEVER:
        return None
    if isinstance(found, datetime) and found.utcoffset() is None:
        return found.date() if found.time() == time(0) else found.replace(tzinfo=publisher.timezone)
    return found


def _each(forms: tuple[str, ...], row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (filled(form, row) for form in forms))))


def _parts(row: Row, parts: tuple[PartColumns, ...]) -> Iterator[Part]:
    for place, part in enumerate(parts, 1):
        texts = [text for text in (_block(form, row) for form in part.text) if text]
        title = worded(part.title, row)
        if texts or (title and title != part.title):
            title = title or texts[0].splitlines()[0]
            yield Part(key=str(place), title=title, text="\n\n".join(texts), codes=_each(part.codes, row), bodies=_each(part.bodies, row))


def _links(row: Row, forms: tuple[str, ...]) -> Iterator[Link]:
    for form in forms:
        urls = re.split(r"\s*,\s*(?=https?://)", html.unescape(filled(form, row)))
        for url in dict.fromkeys(each for each in urls if each.startswith(("http://", "https://"))):
            yield Link(url=url, title=url.rpartition("/")[2] or url, kind=LinkKind.ATTACHMENT)


def _parties(row: Row, parties: tuple[PartyColumns, ...], publisher: Publisher) -> Iterator[Party]:
    for party in parties:
        if name := filled(party.name, row):
            id_ = filled(party.id, row)
            ids = ((party.scheme or f"{publisher.id}-{party.role.value}", id_),) if id_ else ()
            yield Party(name=name, role=party.role, ids=ids, note=filled(party.note, row))


def _amounts(row: Row, columns: Columns, kind: Kind) -> Iterator[Amount]:
    """An empty cell of a filing is an unknown sum. A notice has sums of many kinds, of which most are not for it to say.

    A zero in a notice stands for a sum that is not disclosed, which the note tells.
    """
    for amount in columns.amounts:
        value = money(said(row.get(amount.value)))
        if kind is Kind.NOTICE and value == 0:
            yield Amount(kind=amount.kind, value=None, currency=amount.currency, note=f"publisher says {said(row.get(amount.value))}")
        elif value is not None or kind is Kind.FILING:
            yield Amount(kind=amount.kind, value=value, currency=amount.currency, note=worded(amount.note, row))
