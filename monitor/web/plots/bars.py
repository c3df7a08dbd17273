"""Bars that lie: one for each year, buyer or bill, with the sum in words, and a range where it is in doubt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from monitor.web.plots.svg import element, fitting, linked, plot, text

WIDTH, ROW, BAR = 720, 30, 18
NAMES, SUMS = 190, 170  # pixels left of the bars, and right of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar. `words` is the sum as people read it, `low` and `high` are its bounds, `address` is where it opens."""

    name: str
    value: Decimal
    low: Decimal
    high: Decimal
    words: str
    address: str = ""


def bars(title: str, description: str, given: Sequence[Bar]) -> Markup:
    """The plot. Negative sums, as of contracts that were cut, have no bar: their words say it."""
    longest = max((bar.high for bar in given), default=Decimal())
    rows = (_row(bar, place * ROW, longest) for place, bar in enumerate(given))
    return plot(title, description, WIDTH, max(len(given), 1) * ROW, rows)


def _row(bar: Bar, top: float, longest: Decimal) -> Markup:
    return linked(bar.address, Markup("").join(_parts(bar, top, longest)))


def _parts(bar: Bar, top: float, longest: Decimal) -> Iterator[Markup]:
    middle = top + ROW / 2 + 4
    width, most = _width(bar.value, longest), _width(bar.high, longest)
    yield text(NAMES - 10, middle, fitting(bar.name, NAMES - 10), anchor="end")
    yield element("rect", x=NAMES, y=f"{top + (ROW - BAR) / 2:g}", width=f"{width:g}", height=BAR, class_="bar")
    if most > width:
        yield element("rect", x=f"{NAMES + width:g}", y=f"{top + (ROW - BAR) / 2:g}", width=f"{most - width:g}", height=BAR, class_="doubt")
    yield text(NAMES + max(width, most) + 8, middle, fitting(bar.words, WIDTH - NAMES - max(width, most) - 8))


def _width(value: Decimal, longest: Decimal) -> float:
    room = WIDTH - NAMES - SUMS
    return round(float(max(value, Decimal()) / longest) * room, 1) if longest > 0 else 0.0
