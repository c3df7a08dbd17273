"""A timeline: one dot for each record, in a lane for each kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from monitor.web.plots.svg import element, plot, text

WIDTH, LANE, NAMES, FOOT = 720, 44, 110, 26
DOT = 5
MOST_YEARS = 12  # labels that fit below


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A record on its day. `words` are shown where the pointer rests on it; `counts` says whether it is part of a sum."""

    day: date
    lane: str
    words: str
    counts: bool


def timeline(title: str, description: str, dots: Sequence[Dot]) -> Markup:
    """The plot, from the first year of January to the end of the last."""
    lanes = sorted({dot.lane for dot in dots})
    years = range(min((dot.day.year for dot in dots), default=2000), max((dot.day.year for dot in dots), default=2000) + 1)
    height = len(lanes) * LANE + FOOT
    return plot(title, description, WIDTH, height, (*_scale(years, height), *_lanes(lanes), *(_dot(dot, lanes, years) for dot in dots)))


def _x(day: date, years: range) -> float:
    passed = (day - date(years[0], 1, 1)).days / ((date(years[-1], 12, 31) - date(years[0], 1, 1)).days + 1)
    return round(NAMES + passed * (WIDTH - NAMES - 2 * DOT), 1)


def _scale(years: range, height: float) -> Iterator[Markup]:
    step = -(-len(years) // MOST_YEARS)
    for year in years[::step]:
        x = _x(date(year, 1, 1), years)
        yield element("line", x1=x, x2=x, y1=0, y2=height - FOOT, class_="rule")
        yield text(x + 3, height - 8, str(year))


def _lanes(lanes: Sequence[str]) -> Iterator[Markup]:
    for place, lane in enumerate(lanes):
        yield text(NAMES - 10, place * LANE + LANE / 2 + 4, lane, anchor="end")


def _dot(dot: Dot, lanes: Sequence[str], years: range) -> Markup:
    y = lanes.index(dot.lane) * LANE + LANE / 2
    class_ = "dot" if dot.counts else "dot open"
    return element("circle", element("title", dot.words), cx=_x(dot.day, years), cy=y, r=DOT, class_=class_)
