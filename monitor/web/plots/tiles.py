"""A map of the United States in tiles, one of the same size for each state: a small state is seen as well as a large one."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from monitor.web.plots.svg import element, linked, plot, text

# Each state near its neighbours; the arrangement is that which newspapers in the United States share.
GRID = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. VT NH
.. WA ID MT ND MN IL WI MI NY RI MA
.. OR NV WY SD IA IN OH PA NJ CT ..
.. CA UT CO NE MO KY WV VA MD DE ..
.. .. AZ NM KS AR TN NC SC DC .. ..
.. .. .. .. OK LA MS AL GA .. .. ..
HI .. .. .. TX .. .. .. .. FL .. ..
"""
SIZE, GAP = 52, 4
SHADES = 4
STATES = {
    name.lower(): (column, row)
    for row, line in enumerate(GRID.strip().splitlines())
    for column, name in enumerate(line.split())
    if name != ".."
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """What a state has: a number, and where it opens."""

    number: int
    address: str = ""


def tiles(title: str, description: str, given: Mapping[str, Tile]) -> Markup:
    """The plot; states by their two small letters. The number stands in the tile, so that colour says nothing alone."""
    most = max((tile.number for tile in given.values()), default=0)
    drawn = (_tile(name, given.get(name, Tile(number=0)), most) for name in STATES)
    columns, rows = (max(place[axis] for place in STATES.values()) + 1 for axis in (0, 1))
    return plot(title, description, columns * (SIZE + GAP), rows * (SIZE + GAP), drawn)


def _tile(name: str, tile: Tile, most: int) -> Markup:
    column, row = STATES[name]
    left, top = column * (SIZE + GAP), row * (SIZE + GAP)
    shade = -(-SHADES * tile.number // most) if most and tile.number else 0
    square = element("rect", x=left, y=top, width=SIZE, height=SIZE, class_=f"tile shade{shade}")
    labels = [text(left + SIZE / 2, top + 22, name.upper(), anchor="middle", class_=f"label on{shade}")]
    if tile.number:
        labels.append(text(left + SIZE / 2, top + 40, f"{tile.number:,}", anchor="middle", class_=f"label on{shade}"))
    return linked(tile.address, square, *labels)
