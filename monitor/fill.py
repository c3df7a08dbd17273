"""Which fields of a source's records are filled, and whether one is hardly ever any more: a form that changed without breaking. Pure.

A redesign that breaks the list is told as such. One that only moves the place of the meeting, or leaves the items out, breaks nothing:
records come, and lack what they had. So shares are learned from the source's own records, and compared with its newest ones.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sources.model import Kind, Record, Role, Stage

LEARNED_FROM = timedelta(days=180)
USUAL = 0.75  # of the records: a field that fewer have is sparse, and says nothing when it is missing
COLLAPSED, BACK = 0.2, 0.5  # of the usual share
NEWEST, NEWEST_DAYS = 15, 3
"""Records, and days, that must show it. Of 15 records whose field is there in three of four cases, at most two have it by chance once
in a million times; and a calendar for the whole year, which comes on one day without a place or an item, is no change of form."""
KNOWN, KNOWN_DAYS = 30, 10  # records, and days, that tell what is usual
RETURNED = 5  # records that show that it is over
MOST_OF_A_DAY = 10  # records that count: one large day must not outweigh the others

Field = Callable[[Record], bool]


def _documents(record: Record) -> bool:
    return bool(record.links) or any(part.links for part in record.parts)


def _named(role: Role) -> Field:
    return lambda record: any(party.role is role for party in record.parties)


FIELDS: Mapping[Kind, Mapping[str, Field]] = {
    Kind.MEETING: {
        "body": lambda record: bool(record.body),
        "location": lambda record: bool(record.location),
        "items": lambda record: bool(record.parts),
        "documents": _documents,
    },
    Kind.FILING: {
        "activities": lambda record: bool(record.parts),
        "period": lambda record: bool(record.period),
        "amounts": lambda record: any(amount.value is not None for amount in record.amounts),
        "client": _named(Role.CLIENT),
        "registrant": _named(Role.REGISTRANT),
    },
    Kind.NOTICE: {
        "text": lambda record: bool(record.text),
        "documents": _documents,
        "buyer": _named(Role.BUYER),
        "supplier": _named(Role.SUPPLIER),
        "amounts": lambda record: any(amount.value is not None for amount in record.amounts),
        "deadline": lambda record: record.deadline is not None,
    },
}
ONLY_AT = {"supplier": {Stage.AWARD, Stage.CONTRACT}, "deadline": {Stage.TENDER}}
"""Fields of notices that are asked for at these stages alone: a portal with fewer awards this month has not lost its suppliers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How many records of a day were asked for a field, and how many had it, by field."""

    day: date
    asked: Mapping[str, int]
    filled: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of a field in the newest records, and what was usual before: None where that is not known, or too few."""

    field: str
    now: float
    records: int
    since: date
    usual: float | None
    collapsed: bool


def count(records: Iterable[Record]) -> tuple[dict[str, int], dict[str, int]]:
    """Of how many records each field is asked, and how many have it. What was withdrawn or called off is not asked."""
    asked: dict[str, int] = {}
    filled: dict[str, int] = {}
    for record in records:
        if record.withdrawn or record.stage is Stage.CANCELLED:
            continue
        for name, has in FIELDS[record.kind].items():
            if record.stage in ONLY_AT.get(name, {record.stage}):
                asked[name] = asked.get(name, 0) + 1
                filled[name] = filled.get(name, 0) + has(record)
    return asked, filled


def shares(days: Sequence[Day]) -> list[Share]:
    """The share of each field that enough new records were asked for."""
    names = sorted({name for day in days for name in day.asked})
    return [share for name in names if (share := _share(name, days))]


def returned(days: Sequence[Day], name: str, usual: float) -> bool:
    """Whether the newest records have a field again that had collapsed."""
    newest, _ = _split(_of(name, days), RETURNED, 1)
    return bool(newest) and _mean(newest) >= BACK * usual


Counts = list[tuple[date, int, int]]


def _share(name: str, days: Sequence[Day]) -> Share | None:
    newest, before = _split(_of(name, days), NEWEST, NEWEST_DAYS)
    if not newest:
        return None
    known = len(before) >= KNOWN_DAYS and sum(asked for _, asked, _ in before) >= KNOWN
    usual, now = _mean(before) if known else None, _mean(newest)
    collapsed = (
        usual is not None and usual >= USUAL and max(now, median(filled / asked for _, asked, filled in newest)) <= COLLAPSED * usual
    )
    records = sum(asked for _, asked, _ in newest)
    return Share(field=name, now=now, records=records, since=newest[-1][0], usual=usual, collapsed=collapsed)


def _of(name: str, days: Sequence[Day]) -> Counts:
    """The days on which a field was asked for, the newest first."""
    found = [(day.day, day.asked[name], day.filled.get(name, 0)) for day in days if day.asked.get(name)]
    return sorted(found, reverse=True)


def _split(found: Counts, records: int, days: int) -> tuple[Counts, Counts]:
    """As many of the newest days as have so many records, and the others; none where all of them have fewer."""
    total = 0
    for number, (_, asked, _) in enumerate(found, start=1):
        total += asked
        if total >= records and number >= days:
            return found[:number], found[number:]
    return [], []


def _mean(found: Counts) -> float:
    weights = [min(asked, MOST_OF_A_DAY) for _, asked, _ in found]
    return sum(weight * filled / asked for weight, (_, asked, filled) in zip(weights, found, strict=True)) / sum(weights)
