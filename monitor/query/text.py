"""A text ready to be searched: its normal form, kept, and the way back to its own offsets, worked out only for hits."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from unicodedata import combining

from monitor.query.normalise import FLAT, IRREGULAR, SEAM, foreign, of_prepared, prepared, unfolded

_MARK = SEAM.encode()
_CONTINUED = bytes(range(0x80, 0xC0))  # UTF-8: bytes of a character after its first
_SOLID = re.compile(rb"[^ ]")

Place = tuple[int, int]
"""Where something stands in the normal form: bytes from the first letter to after the last."""


class Text:
    """A text and its normal form."""

    def __init__(self, original: str, stored: bytes | None = None) -> None:
        """`stored`: what `stored` gave for this text before, if it was kept."""
        self.text = original
        self._prepared: str | None = None
        if stored is None:
            self._prepared = prepared(original)
            stored = of_prepared(self._prepared)
        self.stored = stored
        self.searched = stored.replace(_MARK, b"") if _MARK in stored else stored

    def seams(self) -> list[int]:
        """Where in the normal form a word was put together that was cut at the end of a line."""
        if self.stored is self.searched:
            return []
        marks = [mark.start() for mark in re.finditer(_MARK, self.stored)]
        return [place - before for before, place in enumerate(marks)]

    def original(self, places: Iterable[Place]) -> dict[Place, Place]:
        """Offsets in the text of places in the normal form.

        Both hold the same letters and signs in the same order, only the spaces between them differ. So a place is found by
        the number of letters and signs before it.
        """
        wanted = sorted(set(places))
        if not wanted:
            return {}
        solid = dict(_solid_before(self.searched, sorted({edge for place in wanted for edge in place})))
        letters = sorted({n for start, end in wanted for n in (solid[start], solid[end] - 1)})
        plain, back = self._plain()
        found = dict(zip(letters, back(list(_nth_solid(plain, letters))), strict=True))
        return {(start, end): (found[solid[start]][0], self._with_marks(found[solid[end] - 1][1])) for start, end in wanted}

    def _with_marks(self, end: int) -> int:
        """After the accents that follow as characters of their own."""
        while end < len(self.text) and combining(self.text[end]):
            end += 1
        return end

    def _plain(self) -> "tuple[bytes, Back]":
        """The text with letters and signs as in the normal form, and what leads from its bytes to characters."""
        text = prepared(self.text) if self._prepared is None else self._prepared
        if text.isascii() or not IRREGULAR.search(text):  # then a "?" for each foreign letter counts as well
            return text.encode("ascii", "replace").translate(FLAT), Back("", "")
        folded = foreign(text)
        return folded.encode("utf-8", "replace").translate(FLAT), Back(text, folded)


class Back:
    """From bytes of folded text to characters of the text. Knows only the characters that changed their length."""

    def __init__(self, text: str, folded: str) -> None:
        self._folded = folded
        self._stretches = [(0, 0, 0)]
        """(folded, original, width): from here on the texts are in step; but where width is not 0, all is one character."""
        shift = 0
        for offset, length in unfolded(text):
            if length:
                self._stretches.append((offset + shift, offset, 1))
            shift += length - 1
            self._stretches.append((offset + 1 + shift, offset + 1, 0))
        self._starts = [folded for folded, _, _ in self._stretches]

    def __call__(self, places: list[int]) -> Iterator[Place]:
        """Where the characters at these bytes begin and end in the text; `places` in order."""
        for place in places if self._folded.isascii() else self._characters(places):
            start, original, width = self._stretches[bisect_right(self._starts, place) - 1]
            begin = original if width else original + place - start
            yield begin, begin + 1

    def _characters(self, places: list[int]) -> Iterator[int]:
        encoded = self._folded.encode("utf-8", "replace")
        done = characters = 0
        for place in places:
            characters += len(encoded[done : place + 1].translate(None, _CONTINUED))
            done = place + 1
            yield characters - 1


def _solid_before(searched: bytes, edges: Iterable[int]) -> Iterator[tuple[int, int]]:
    """How many letters and signs stand before each edge; edges in order."""
    spaces = done = 0
    for edge in edges:
        spaces += searched.count(b" ", done, edge)
        done = edge
        yield edge, edge - spaces


def _nth_solid(plain: bytes, numbers: Iterable[int]) -> Iterator[int]:
    """Where the letters and signs with these numbers stand; numbers in order, from 0. Steps over spaces by counting them."""
    place = passed = 0
    for number in numbers:
        missing = number + 1 - passed
        while missing:
            spaces = plain.count(b" ", place, place + missing)
            place += missing
            if spaces == missing and (solid := _SOLID.search(plain, place)):
                place = solid.start()
            missing = spaces
        passed = number + 1
        yield place - 1
