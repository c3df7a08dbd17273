"""Answers what a tally is asked for: one way for the command, the pages, the downloads and the API."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.language import gettext, number
from monitor.ledger.standing import Standing
from monitor.lexicon import Lexicon
from monitor.query.normalise import normalise
from monitor.store import book
from monitor.store.coverage import Coverage, coverage
from monitor.store.database import Connection
from monitor.store.tally import SUBJECTS, Asked, By, Figure, Line, called, tally
from monitor.store.working import Shown

CENTS = "#,##0.00"
COLUMNS = ("watched", "kind", "currency", "in_topics", "total", "low", "high", "counted", "unknown", "left_out")
RECORDS = (
    *("line", "vendor", "name", "other", "kind", "currency", "value", "low", "high", "year", "period", "day", "place"),
    *("source", "key", "title", "url", "in_topics", "counts", "standing", "notes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The lines, and what they could be drawn from."""

    asked: Asked
    lines: Sequence[Line]
    coverage: Coverage


def answer(connection: Connection, asked: Asked, limit: int | None = None) -> Answer:
    """The tally that was asked for, with its coverage."""
    return Answer(asked=asked, lines=tally(connection, asked, limit), coverage=coverage(connection, asked))


def who(connection: Connection, lexicon: Lexicon, named: str | None) -> frozenset[str] | None:
    """Whom a name means: the vendor that has it among its names, else whoever has the words in a name. None: nobody in particular."""
    if named is None:
        return None
    wanted = normalise(named).strip()
    own = {vendor for vendor in lexicon.vendors if normalise(vendor).strip() == wanted}
    found = book.identity(connection, lexicon).identify(named)
    if vendors := own | ({found.vendor} if found.vendor else set()):
        return frozenset(vendors)
    return called(connection, found.key, named)


def data(given: Answer) -> dict[str, Any]:
    """The answer as JSON; sums are strings of digits, days and times are ISO 8601."""
    by = given.asked.by
    return {
        "by": by.value,
        "upper_bound": by in SUBJECTS,
        "lines": [_line(line, by) for line in given.lines],
        "coverage": {"sources": _sources(given.coverage), "missing": list(given.coverage.missing)},
    }


def _line(line: Line, by: By) -> dict[str, Any]:
    named = {"watched": line.watched, "names": list(line.names)} if by is By.VENDOR else {}
    return {by.value: line.name, **named, "records": line.records, "figures": [_figure(each) for each in ordered(line)]}


def ordered(line: Line) -> list[Figure]:
    """The figures of a line: those of topics first."""
    return sorted(line.figures, key=lambda each: (not each.topical, each.kind, each.currency or ""))


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "kind": figure.kind.value,
        "currency": figure.currency,
        "in_topics": figure.topical,
        "total": None if figure.value is None else f"{figure.value:f}",
        "low": f"{figure.low:f}",
        "high": f"{figure.high:f}",
        "counted": figure.counted,
        "unknown": figure.unknown,
        "left_out": [
            {"why": standing.code, "words": standing.value, "records": count, "total": f"{total:f}"}
            for standing, (count, total) in figure.left_out.items()
        ],
    }


def _sources(given: Coverage) -> list[dict[str, Any]]:
    return [
        {
            "source": each.id,
            "title": each.title,
            "kind": each.kind,
            "records": each.records,
            "since": each.since.isoformat() if each.since else None,
            "until": each.until.isoformat() if each.until else None,
            "last_ok": each.last_ok.isoformat() if each.last_ok else None,
        }
        for each in given.drawn
    ]


def rows(lines: Sequence[Line]) -> Iterator[tuple[Any, ...]]:
    """A row for each figure of each line: its name, and COLUMNS."""
    for line in lines:
        for figure in ordered(line):
            shown = _figure(figure)
            yield (line.name, line.watched, *(shown[name] for name in COLUMNS[1:9]), left_out(figure))


def left_out(figure: Figure) -> str:
    """What was left out and why, in words."""
    return "; ".join(f"{number(count)}: {gettext(standing.value)}" for standing, (count, _) in figure.left_out.items())


def record(each: Shown) -> tuple[Any, ...]:
    """One sum behind a figure, in the order of RECORDS."""
    sums = [None if sum_ is None else f"{sum_:f}" for sum_ in (each.value, each.low, each.high)]
    day = each.day.isoformat() if each.day else None
    paid = (each.line, each.vendor, each.name, each.other, each.kind, each.currency, *sums, each.year, each.period, day, each.place)
    return (*paid, each.source, each.key, each.title, each.url, each.topical, each.counts, each.standing.code, "; ".join(each.notes))


def in_words(figure: Figure) -> str:
    """The sum, or its range."""
    currency = figure.currency or gettext("of unknown currency")
    if figure.doubtful:
        bounds = {"low": number(figure.low, CENTS), "high": number(figure.high, CENTS)}
        return gettext("{low} to {high} {currency}").format(currency=currency, **bounds)
    return gettext("unknown") if figure.value is None else f"{number(figure.value, CENTS)} {currency}"


def why_not(each: Shown) -> str:
    """How a sum stands to the figure, and what is doubtful about it."""
    standing = Standing.COUNTED if each.counts else each.standing
    return "; ".join((gettext(standing.value), *(gettext(note) for note in each.notes)))
