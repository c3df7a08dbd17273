"""Plots are SVG that a screen reader announces, that renders text of records as text, and whose lengths are the sums."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

from monitor.web.plots.bars import Bar, bars
from monitor.web.plots.columns import Column, columns
from monitor.web.plots.tiles import STATES, Tile, tiles
from monitor.web.plots.timeline import Dot, timeline

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"><script>alert(1)</script>'


def read(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314  # our own


def bar(name: str, value: int, low: int | None = None, high: int | None = None) -> Bar:
    known = Decimal(value)
    bounds = [known if each is None else Decimal(each) for each in (low, high)]
    return Bar(name=name, value=known, low=bounds[0], high=bounds[1], words=f"{value} USD", address=f"/ledger?{name}")


def test_bars_are_as_long_as_their_sums_and_a_range_is_seen() -> None:
    drawn = read(bars("Sums", "three bars", [bar("2024", 50), bar("2025", 100), bar("2026", 0, 0, 25), bar("2027", -5)]))
    widths = [(each.get("class"), float(each.get("width") or 0)) for each in drawn.iter("rect")]
    longest = dict(widths[1:2])["bar"]
    assert widths == [("bar", longest / 2), ("bar", longest), ("bar", 0.0), ("doubt", longest / 4), ("bar", 0.0)]


def test_a_plot_has_a_title_and_a_description_that_name_it() -> None:
    drawn = read(bars("Sums", "one bar", [bar("2024", 50)]))
    named = {each.get("id"): each.text for each in drawn if each.tag in ("title", "desc")}
    assert [named[id_] for id_ in (drawn.get("aria-labelledby") or "").split()] == ["Sums", "one bar"]
    assert (drawn.get("role"), drawn.get("viewBox")) == ("img", "0 0 720 30")


def test_text_of_a_record_is_text() -> None:
    for drawn in (
        bars(HOSTILE, HOSTILE, [bar(HOSTILE, 1)]),
        tiles(HOSTILE, HOSTILE, {"ca": Tile(number=1, address=HOSTILE)}),
        timeline(HOSTILE, HOSTILE, [Dot(day=date(2026, 1, 1), lane=HOSTILE, words=HOSTILE, counts=True)]),
    ):
        assert "<script" not in drawn
        assert read(drawn).tag == "svg"


def test_every_state_has_its_own_tile_and_those_with_contracts_say_how_many() -> None:
    assert len(STATES) == len(set(STATES.values())) == 51  # fifty states and the capital
    drawn = read(tiles("Map", "one", {"md": Tile(number=1200, address="/x")}))
    (link,) = drawn.iter("a")
    assert [each.text for each in link.iter("text")] == ["MD", "1,200"]
    assert len(list(drawn.iter("rect"))) == 51


def test_a_timeline_puts_each_record_on_its_day_and_keeps_what_is_left_out_apart() -> None:
    dots = [
        Dot(day=date(2024, 1, 1), lane="award", words="a", counts=True),
        Dot(day=date(2025, 12, 31), lane="award", words="b", counts=False),
    ]
    drawn = read(timeline("When", "two", dots))
    first, last = drawn.iter("circle")
    assert float(first.get("cx") or 0) < float(last.get("cx") or 0) <= 720
    assert (first.get("class"), last.get("class")) == ("dot", "dot open")


def test_nothing_to_draw_is_an_empty_picture() -> None:
    assert read(bars("Sums", "none", [])).get("height") == "30"
    assert list(read(timeline("When", "none", [])).iter("circle")) == []


def test_columns_stand_for_their_numbers_with_the_year_once() -> None:
    given = [Column(name=str(month), group=year, number=number, words=f"{year}-{month}") for year, month, number in MONTHS]
    drawn = str(columns("Records by month", "Three", given))
    heights = [float(height) for height in re.findall(r'<rect [^>]*height="([^"]*)"', drawn)]
    assert heights[0] == 0
    assert heights[2] == 2 * heights[1] > 0
    assert drawn.count(">2026<") == 1
    assert columns("None", "None", [])


MONTHS = [("2025", 12, 0), ("2026", 1, 2), ("2026", 2, 4)]
