"""The portrait of a vendor: its figures with plots of lobbying by year, contracts by state, buyers, bills, and what happened when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from markupsafe import Markup

from monitor import tallying
from monitor.language import gettext, marked
from monitor.language import number as counted
from monitor.ledger.entry import Money
from monitor.store.database import Connection
from monitor.store.tally import Asked, By, Figure, Line, tally
from monitor.store.working import working
from monitor.tallying import Answer
from monitor.web.plots.bars import Bar, bars
from monitor.web.plots.tiles import STATES, Tile, tiles
from monitor.web.plots.timeline import Dot, timeline

FEW = 12  # bars of one plot, those with the largest sums
DOTS = 600  # records on the timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot and the same in words: a heading, column heads, and rows of text."""

    title: str
    note: str
    picture: Markup
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What the page of a vendor shows."""

    name: str
    answer: Answer
    plots: tuple[Plot, ...]


def portrait(connection: Connection, asked: Asked, name: str) -> Portrait:
    """The vendor's figures by kind, and the plots for which there is something to draw."""
    made = (
        _bars(connection, asked, name, By.YEAR, Money.LOBBYING, gettext("Spent on lobbying, by year"), ""),
        *(
            _contracts(connection, asked, name, By.YEAR, gettext("{what}, by year").format(what=_paid(kind)), kind)
            for kind in _kinds(connection, asked)
        ),
        _map(connection, asked, name),
        *(
            _contracts(connection, asked, name, By.BUYER, gettext("{what}, by buyer").format(what=_paid(kind)), kind)
            for kind in _kinds(connection, asked)
        ),
        _bars(connection, asked, name, By.BILL, Money.LOBBYING, gettext("Bills that reports of lobbying name"), gettext(UPPER)),
        _timeline(connection, asked, name),
    )
    return Portrait(name=name, answer=tallying.answer(connection, asked), plots=tuple(each for each in made if each))


UPPER = marked("A report that names a bill is counted whole for it: each bar is an upper bound, and they must not be added up.")
PAID = {
    Money.CONTRACT: marked("Contracts signed"),
    Money.AWARD: marked("Contracts awarded"),
    Money.OBLIGATION: marked("Money obligated"),
    Money.CEILING: marked("Contracts at the most that they may cost"),
}


def _paid(kind: Money) -> str:
    return gettext(PAID[kind])


def _kinds(connection: Connection, asked: Asked) -> list[Money]:
    """The kinds of contracts that there are sums of."""
    found = {figure.kind for line in tally(connection, replace(asked, by=By.KIND)) for figure in line.figures if figure.total is not None}
    return [kind for kind in PAID if kind in found]


def _contracts(connection: Connection, asked: Asked, name: str, by: By, title: str, kind: Money) -> Plot | None:
    return _bars(connection, asked, name, by, kind, title, "")


def _bars(connection: Connection, asked: Asked, name: str, by: By, kind: Money, title: str, note: str) -> Plot | None:
    """Bars of the currency in which there are most sums; the others are named."""
    lines = tally(connection, replace(asked, by=by, kind=kind))
    currencies = _currencies(lines)
    if not currencies:
        return None
    drawn = [_bar(line, currencies[0], name, by, kind) for line in lines]
    given = [bar for bar in drawn if bar is not None]
    if by is not By.YEAR:
        given = sorted(given, key=lambda bar: -bar.value)[:FEW]
    rest = gettext("Sums in {currencies} are not drawn, and not added to it.").format(currencies=", ".join(currencies[1:]))
    others = rest if len(currencies) > 1 else ""
    whole = f"{title} ({currencies[0]})"
    return Plot(
        title=whole,
        note=" ".join(filter(None, (note, others))),
        picture=bars(whole, gettext("The table below has the same numbers."), given),
        heads=(gettext(by.value).capitalize(), gettext("Sum")),
        rows=tuple((bar.name, bar.words) for bar in given),
    )


def _currencies(lines: Sequence[Line]) -> list[str]:
    often: dict[str, int] = {}
    for figure in (figure for line in lines for figure in line.figures):
        if figure.currency and figure.total is not None:
            often[figure.currency] = often.get(figure.currency, 0) + figure.counted
    return sorted(often, key=lambda currency: (-often[currency], currency))


def _bar(line: Line, currency: str, name: str, by: By, kind: Money) -> Bar | None:
    """One bar: what is within the topics and what is outside them together."""
    figures = [figure for figure in line.figures if figure.currency == currency and figure.counted]
    if not figures:
        return None
    together = _together(figures)
    query = {"vendor": name, "by": by.value, "kind": kind.value, "line": line.name}
    return Bar(
        name=line.name,
        value=together.total or Decimal(),
        low=together.low,
        high=together.high,
        words=tallying.in_words(together),
        address=f"/ledger/records?{urlencode(query)}",
    )


def _together(figures: Sequence[Figure]) -> Figure:
    known = [figure.total for figure in figures if figure.total is not None]
    return Figure(
        kind=figures[0].kind,
        currency=figures[0].currency,
        topical=False,
        counted=sum(figure.counted for figure in figures),
        unknown=sum(figure.unknown for figure in figures),
        total=sum(known, Decimal()) if known else None,
        low=sum((figure.low for figure in figures), Decimal()),
        high=sum((figure.high for figure in figures), Decimal()),
    )


def _map(connection: Connection, asked: Asked, name: str) -> Plot | None:
    """How many contracts in each of the United States; sums of different kinds could not be compared."""
    numbers: dict[str, int] = {}
    for line in tally(connection, replace(asked, by=By.PLACE)):
        country, _, state = line.name.partition("-")
        number = sum(figure.counted for figure in line.figures if figure.kind is not Money.LOBBYING)
        if country == "us" and state in STATES and number:
            numbers[state] = number
    if not numbers:
        return None
    given = {state: Tile(number=number, address=_at(name, state)) for state, number in numbers.items()}
    title = gettext("Contracts by state")
    return Plot(
        title=title,
        note=gettext("Where a source of that state tells of them; a state without a number may be one that nobody reads here."),
        picture=tiles(title, gettext("The table below has the same numbers."), given),
        heads=(gettext("State"), gettext("Contracts")),
        rows=tuple((state.upper(), counted(number)) for state, number in sorted(numbers.items(), key=lambda pair: -pair[1])),
    )


def _at(name: str, state: str) -> str:
    return f"/ledger/records?{urlencode({'vendor': name, 'by': By.PLACE.value, 'line': f'us-{state}'})}"


def _timeline(connection: Connection, asked: Asked, name: str) -> Plot | None:
    found = [each for each in working(connection, asked, limit=DOTS) if each.day is not None]
    if not found:
        return None
    dots = [Dot(day=each.day, lane=gettext(each.kind), words=f"{each.day}: {each.title}", counts=each.counts) for each in found if each.day]
    title = gettext("What happened when")
    newest = sorted(found, key=lambda each: str(each.day), reverse=True)[:FEW]
    return Plot(
        title=title,
        note=gettext("A full dot counts, an open one was left out. The table has the newest; the downloads have all."),
        picture=timeline(title, gettext("Records of {name} by day and kind.").format(name=name), dots),
        heads=(gettext("Day"), gettext("Record"), gettext("Of")),
        rows=tuple((str(each.day), each.title, gettext(each.kind)) for each in newest),
    )
