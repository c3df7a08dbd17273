"""The tally: sums of the ledger by vendor, year, place and so on, with what was left out. The rules are in docs/tally.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from monitor.ledger.entry import Money
from monitor.ledger.standing import Standing
from monitor.store.ledger_tables import entries, entry_subjects
from monitor.store.tables import hits, records

COUNTED = frozenset({Standing.COUNTED, Standing.SHARED})
THROUGH_ONE = COUNTED | {Standing.IN_HOUSE_INCLUDES_IT}
"""What one hired firm reports counts as its own, though the client's own report may include it."""
AT_ONCE = 500  # names of one question: SQLite takes at most 32,766 values
LONGEST = 200  # characters of a name that is asked for


class By(StrEnum):
    """What a tally has a line for."""

    VENDOR = "vendor"
    YEAR = "year"
    PERIOD = "period"
    PLACE = "place"
    KIND = "kind"
    BUYER = "buyer"
    REGISTRANT = "registrant"
    ISSUE = "issue"
    BILL = "bill"


SUBJECTS = frozenset({By.ISSUE, By.BILL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for. `who` are the vendors and organisations; None: vendors that are watched, and whoever records with hits name."""

    by: By = By.VENDOR
    who: frozenset[str] | None = None
    year: int | None = None
    place: str | None = None
    kind: Money | None = None
    registrant: str | None = None
    buyer: str | None = None
    currency: str | None = None

    @property
    def counted(self) -> frozenset[Standing]:
        """The standings that count."""
        return THROUGH_ONE if self.registrant is not None or self.by is By.REGISTRANT else COUNTED


@dataclass(slots=True, kw_only=True)
class Figure:
    """A sum of one kind and currency. `unknown` of the `counted` give none: unknown is not zero. `left_out`: how many, how much, why.

    `topical` says that their records have hits of a topic, and not of the vendor alone. `low` and `high` are the bounds where sums are in
    doubt; `total` is None where none is known.
    """

    kind: Money
    currency: str | None
    topical: bool
    counted: int = 0
    unknown: int = 0
    total: Decimal | None = None
    low: Decimal = Decimal()
    high: Decimal = Decimal()
    left_out: dict[Standing, tuple[int, Decimal]] = field(default_factory=dict)

    @property
    def value(self) -> Decimal | None:
        """The sum of what is known; 0 where nothing counts; None where all that counts is unknown."""
        return self.total if self.counted else Decimal()

    @property
    def doubtful(self) -> bool:
        """Whether it is a range."""
        return self.low != self.high


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of a tally. `watched`: it is a vendor of the lexicon. `names`: as the records write it, where it is by vendor."""

    name: str
    watched: bool = False
    names: tuple[str, ...] = ()
    figures: list[Figure] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many entries are behind it, counted or left out."""
        return sum(figure.counted + sum(number for number, _ in figure.left_out.values()) for figure in self.figures)

    @property
    def weight(self) -> tuple[int, str]:
        """Puts the lines with most behind them first."""
        return -self.records, self.name


def tally(connection: Connection, asked: Asked, limit: int | None = None) -> list[Line]:
    """The lines: years and periods in their order, everything else with the most records first."""
    found: dict[str, Line] = {}
    for row in connection.execute(_summed(asked)):
        line = found.setdefault(_named(row.line), Line(name=_named(row.line)))
        line.watched |= bool(row.watched)
        _add(line, row, asked)
    order = (lambda line: line.name) if asked.by in (By.YEAR, By.PERIOD) else (lambda line: line.weight)
    lines = sorted(found.values(), key=order)[:limit]
    return _with_names(connection, lines) if asked.by is By.VENDOR else lines


def _named(value: Any) -> str:
    return "unknown" if value is None or value == "" else str(value)


def _add(line: Line, row: Any, asked: Asked) -> None:
    key = (Money(row.kind), row.currency, bool(row.topical))
    figure = next((each for each in line.figures if (each.kind, each.currency, each.topical) == key), None)
    if figure is None:
        figure = Figure(kind=key[0], currency=key[1], topical=key[2])
        line.figures.append(figure)
    standing = Standing.of(row.standing)
    if standing in asked.counted:
        figure.counted += row.number
        figure.unknown += row.number - row.known
        if row.known:
            figure.total = (figure.total or Decimal()) + _money(row, "value")
        figure.low += _money(row, "low")
        figure.high += _money(row, "high")
    else:
        figure.left_out[standing] = (row.number, _money(row, "value"))
        if standing is Standing.TWIN:  # it may be another contract after all
            figure.high += _money(row, "high")


def _money(row: Any, name: str) -> Decimal:
    whole, rest = getattr(row, f"{name}_whole"), getattr(row, f"{name}_rest")
    return Decimal(int(whole or 0)) + Decimal(int(rest or 0)) / 100


def _summed(asked: Asked) -> Select[Any]:
    """One row for each line, kind, currency, standing and topicality. Whole units and cents apart: the sum of one may pass 64 bits."""
    sums = []
    for name in ("value", "low", "high"):
        column = entries.c[name]
        sums += [func.sum(column // 100).label(f"{name}_whole"), func.sum(column % 100).label(f"{name}_rest")]
    topical = _is_topical()
    keys = (dimension(asked.by).label("line"), entries.c.kind, entries.c.currency, entries.c.standing, topical.label("topical"))
    counts = (func.count().label("number"), func.count(entries.c.value).label("known"), func.max(_watched()).label("watched"))
    statement = select(*keys, *counts, *sums).select_from(_from(asked.by)).where(*scope(asked))
    return statement.group_by("line", entries.c.kind, entries.c.currency, entries.c.standing, "topical")


def _watched() -> ColumnElement[int]:
    return case((entries.c.vendor.is_not(None), 1), else_=0)


def _is_topical() -> ColumnElement[int]:
    return case((entries.c.record_id.in_(topical_records()), 1), else_=0)


def topical_records() -> Select[Any]:
    """The records with hits of a topic, and those of the same thread: a tender says what is bought, its award only who sells it."""
    with_hits = records.alias("with_hits")
    about = and_(hits.c.rule.like("topic:%"), hits.c.rule != "topic:vendors", hits.c.vendor.is_(None))
    told = select(with_hits.c.source_id, with_hits.c.thread, with_hits.c.id).join(hits, hits.c.record_id == with_hits.c.id).where(about)
    ours = told.distinct().subquery()
    same = and_(records.c.source_id == ours.c.source_id, records.c.thread == ours.c.thread)
    return select(ours.c.id).union(select(records.c.id).join(ours, same))  # type: ignore[return-value]  # a union is asked like a select


def dimension(by: By) -> ColumnElement[Any]:
    """What the lines are."""
    columns: dict[By, ColumnElement[Any]] = {
        By.VENDOR: entries.c.who,
        By.YEAR: entries.c.year,
        By.PERIOD: entries.c.period,
        By.PLACE: entries.c.place,
        By.KIND: entries.c.kind,
        By.BUYER: entries.c.other,
        By.REGISTRANT: entries.c.other,
        By.ISSUE: entry_subjects.c.subject,
        By.BILL: entry_subjects.c.subject,
    }
    return columns[by]


def _from(by: By) -> Any:
    if by not in SUBJECTS:
        return entries
    named = and_(entry_subjects.c.entry_id == entries.c.id, entry_subjects.c.sort == by.value)
    return entries.join(entry_subjects, named)


def scope(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """What is looked at."""
    lobbying = entries.c.kind == Money.LOBBYING.value
    if asked.who is None:
        yield or_(entries.c.vendor.is_not(None), entries.c.record_id.in_(topical_records()))
    else:
        yield entries.c.who.in_(sorted(asked.who))
    for name in ("year", "place", "currency"):
        if (value := getattr(asked, name)) is not None:
            yield entries.c[name] == value
    if asked.kind is not None:
        yield entries.c.kind == asked.kind.value
    if asked.by in (By.REGISTRANT, By.PERIOD) or asked.registrant is not None:
        yield lobbying
    if asked.by is By.BUYER or asked.buyer is not None:
        yield ~lobbying
    for words in (asked.registrant, asked.buyer):
        if words is not None:
            yield entries.c.other.icontains(words[:LONGEST], autoescape=True)


def called(connection: Connection, key: str, words: str) -> frozenset[str]:
    """The organisation of that name in the ledger; where there is none, whoever has the words in a name."""
    if connection.execute(select(entries.c.id).where(entries.c.who == key).limit(1)).first():
        return frozenset({key})
    like = or_(entries.c.who.icontains(words[:LONGEST], autoescape=True), entries.c.name.icontains(words[:LONGEST], autoescape=True))
    return frozenset(connection.execute(select(entries.c.who).where(like).distinct()).scalars())


def _with_names(connection: Connection, lines: Sequence[Line]) -> list[Line]:
    """The same lines with the names as written: whoever is no vendor of ours goes by the first of them."""
    by_name = {line.name: line for line in lines}
    shown = list(by_name)
    for start in range(0, len(shown), AT_ONCE):
        written = select(entries.c.who, entries.c.name).where(entries.c.who.in_(shown[start : start + AT_ONCE])).distinct()
        for who, name in connection.execute(written.order_by(entries.c.name)):
            by_name[who].names = (*by_name[who].names, name)
    for line in lines:
        line.name = line.name if line.watched else line.names[0]
    return list(lines)
