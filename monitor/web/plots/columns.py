"""Columns that stand: one for each month, with its number above it, and a label for each year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from monitor.web.plots.svg import element, plot, text

ROOM = 2  # columns that the label of a group takes
WIDTH, HEIGHT, TOP, FOOT, GAP = 720, 180, 22, 40, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `name` is written below it, `group` once below the first of its group; `words` say it to the pointer."""

    name: str
    group: str
    number: int
    words: str


def columns(title: str, description: str, given: Sequence[Column]) -> Markup:
    """The plot."""
    most = max((one.number for one in given), default=0)
    step = (WIDTH - GAP) / max(len(given), 1)
    groups = {one.group: place for place, one in reversed(list(enumerate(given)))}
    drawn = (part for place, one in enumerate(given) for part in _column(one, place * step + GAP, step - GAP, most))
    named = (text(place * step + GAP, HEIGHT - 4, group) for group, place in groups.items() if place + ROOM <= len(given))
    rule = element("line", x1=0, x2=WIDTH, y1=HEIGHT - FOOT, y2=HEIGHT - FOOT, class_="rule")
    return plot(title, description, WIDTH, HEIGHT, (*drawn, rule, *named))


def _column(one: Column, left: float, width: float, most: int) -> Iterator[Markup]:
    height = round((HEIGHT - TOP - FOOT) * one.number / most, 1) if most else 0.0
    top, middle = HEIGHT - FOOT - height, left + width / 2
    said = element("title", one.words)
    yield element("rect", said, x=f"{left:g}", y=f"{top:g}", width=f"{width:g}", height=f"{height:g}", class_="bar")
    if one.number:
        yield text(middle, top - 5, f"{one.number:,}", anchor="middle")
    yield text(middle, HEIGHT - FOOT + 15, one.name, anchor="middle")
