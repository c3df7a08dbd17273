"""Two columns that a PDF draws line by line across the page: put one after the other, so that sentences stay whole.

PDFium gives text in the order in which the file draws it. Most files draw a column to its end; some print the page line by
line. Tables are printed so too, and are read so: a block counts as columns only where both sides are filled with lines of prose.
"""

import re
from collections.abc import Iterator, Sequence
from ctypes import c_double
from dataclasses import dataclass
from itertools import groupby, pairwise

from pypdfium2 import raw  # type: ignore[import-untyped]

LINE_END = re.compile("\n|(?<=\ufffe)")  # PDFium joins a line that ends in a hyphen with the next one, and marks the place
LONG = 50  # characters of a line that may be two: columns of less than 25 characters are tables
SHORT = 10  # characters of a line that is whole whatever it is: the last line of a paragraph on either side has more
SAMPLED = 2  # lines looked at on each page; all are measured only where these have a gap: 2 % of the time against 15 %
GUTTER = 14.0  # points; the gap between words of 12 points is 3 to 5, justified 9
LEAST = 4  # lines of a block
ALIGNED = 4.0  # points by which the right sides of a block may begin apart
SIDE = 0.25  # of the width of a line that each of its sides has at least: "14." before an item is no column
FILLED, MOSTLY = 0.7, 0.6  # of the width of its column, and how many of the lines: cells of a table vary, prose fills
RUNNING = 0.25  # of the lines of prose begin in lower case, being the middle of a sentence; a cell begins with a capital or a number


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line, and where it falls apart: `cut` counts characters, the others are points; 0 where it is whole."""

    text: str
    cut: int = 0
    right: float = 0.0
    widths: tuple[float, float] = (0.0, 0.0)


def in_order(layer: raw.FPDF_TEXTPAGE, text: str) -> str:
    """The text of a page with interleaved columns set apart; nearly always the text as it was."""
    wide = [(start, length) for start, length in _spans(text) if length >= LONG]
    sample = wide[len(wide) // 4 :: len(wide) // SAMPLED + 1]
    if len(wide) < LEAST or not any(_has_gap(layer, start, length) for start, length in sample):
        return text
    return "\n".join(_set_apart([_measured(layer, start, line) for start, line in _lines(text)]))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each line begins, and its length; lines that a hyphen joins count as one."""
    start = 0
    for line in text.split("\n"):
        yield start, len(line)
        start += len(line) + 1


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Where each line begins, and the line."""
    start = 0
    for end in LINE_END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]


def _has_gap(layer: raw.FPDF_TEXTPAGE, start: int, length: int) -> bool:
    """Whether two neighbouring pieces of the line lie further apart than words do."""
    left, top, right, bottom = (c_double() for _ in range(4))
    pieces = []
    for index in range(raw.FPDFText_CountRects(layer, start, length)):
        raw.FPDFText_GetRect(layer, index, left, top, right, bottom)
        pieces.append((left.value, right.value))
    return any(
        begin - end >= GUTTER and min(end - pieces[0][0], pieces[-1][1] - begin) >= SIDE * (pieces[-1][1] - pieces[0][0])
        for (_, end), (begin, _) in pairwise(pieces)
    )


def _measured(layer: raw.FPDF_TEXTPAGE, start: int, line: str) -> _Line:
    """The line with its widest gap, if that is a gutter."""
    shown = line.rstrip()
    if len(shown) < SHORT or not _has_gap(layer, start, len(shown)):
        return _Line(text=line)
    spaces = [at for at, character in enumerate(shown) if character == " " and at]
    _, cut = max(((_left(layer, start + at + 1) - _right(layer, start + at - 1), at) for at in spaces), default=(0.0, 0))
    if not cut:
        return _Line(text=line)
    first, right = _left(layer, start), _left(layer, start + cut + 1)
    widths = (_right(layer, start + cut - 1) - first, _right(layer, start + len(shown) - 1) - right)
    return _Line(text=line, cut=cut, right=right, widths=widths)


def _left(layer: raw.FPDF_TEXTPAGE, index: int) -> float:
    return _edge(layer, index, 0)


def _right(layer: raw.FPDF_TEXTPAGE, index: int) -> float:
    return _edge(layer, index, 1)


def _edge(layer: raw.FPDF_TEXTPAGE, index: int, which: int) -> float:
    edges = [c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(layer, index, *edges)  # left, right, bottom, top
    return edges[which].value


def _set_apart(lines: Sequence[_Line]) -> Iterator[str]:
    for cut, block in groupby(_blocks(lines), key=lambda pair: pair[0]):
        same = [line for _, line in block]
        if cut and _is_prose(same):
            yield from (line.text[: line.cut].rstrip() for line in same)
            yield from (line.text[line.cut + 1 :].lstrip() for line in same)
        else:
            yield from (line.text for line in same)


def _blocks(lines: Sequence[_Line]) -> Iterator[tuple[int, _Line]]:
    """Each line with the number of its block: 0 where it is whole. The right sides of a block begin at one place."""
    number, edge = 0, None
    for line in lines:
        if line.cut and (edge is None or abs(line.right - edge) > ALIGNED):
            number += 1
        edge = line.right if line.cut else None
        yield (number if line.cut else 0), line


def _is_prose(block: Sequence[_Line]) -> bool:
    if len(block) < LEAST:
        return False
    sides = ([line.text.lstrip() for line in block], [line.text[line.cut :].lstrip() for line in block])
    for side, texts in enumerate(sides):
        widths = [line.widths[side] for line in block]
        if sum(width >= FILLED * max(widths) for width in widths) < MOSTLY * len(widths):
            return False
        if sum(text[:1].islower() for text in texts) < RUNNING * len(texts):
            return False
    return True
