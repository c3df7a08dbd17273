"""A text ready to be searched: its normal form, kept, and the way back to its own offsets, worked out only for hits."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from unicodedata import combining

from monitor.query.normalise import FOLD, SEAM, fold, replacements, tokens

# One token in folded text; must agree with the table in normalise.py, which a property test sees to.
_TOKEN = re.compile(r"[0-9A-Za-z\x01\x80-\U0010ffff]+|[!-&(-,./:-@\[-^{-~]")
_MARK = SEAM.encode()


class Text:
    """A text with its tokens. A place in it is a range of tokens: hits never begin or end inside one."""

    def __init__(self, original: str, stored: bytes | None = None) -> None:
        """`stored`: what `stored` gave for this text before, if it was kept."""
        self.text = original
        self.stored = tokens(original) if stored is None else stored
        self.searched = self.stored.replace(_MARK, b"") if _MARK in self.stored else self.stored

    @cached_property
    def words(self) -> list[bytes]:
        """All tokens."""
        return self.searched.split()

    def seams(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Words that were cut at the end of a line: (token, left half, right half), once for each cut."""
        if _MARK not in self.stored:
            return
        for number, word in enumerate(self.stored.split()):
            pieces = word.split(_MARK)
            for cut in range(1, len(pieces)):
                yield number, b"".join(pieces[:cut]), b"".join(pieces[cut:])

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        folded = fold(self.text)
        spans = [token.span() for token in _TOKEN.finditer(folded)]
        if self.text.isascii() and SEAM not in folded and len(folded) == len(self.text):
            return spans
        back = _Back(self.text)
        return [(back.start(start), back.end(end)) for start, end in spans]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text of the tokens from `start` to before `end`."""
        first, last = self._spans[start][0], self._spans[end - 1][1]
        while last < len(self.text) and combining(self.text[last]):
            last += 1
        return first, last


class _Back:
    """From offsets in folded text to offsets in the text. Knows only the characters that changed their length.

    A stretch (folded, original, width) begins where the two texts get out of step; `width` is 0 where they go on in step,
    else the number of characters of the text that all offsets of the stretch stand for.
    """

    def __init__(self, text: str) -> None:
        self._stretches = [(0, 0, 0)]
        shift = 0
        for offset, width, now in _uneven(text):
            if now:
                self._stretches.append((offset + shift, offset, width))
            shift += now - width
            self._stretches.append((offset + width + shift, offset + width, 0))
        self._folded = [folded for folded, _, _ in self._stretches]

    def _stretch(self, offset: int) -> tuple[int, int, int]:
        return self._stretches[bisect_right(self._folded, offset) - 1]

    def start(self, offset: int) -> int:
        folded, original, width = self._stretch(offset)
        return original if width else original + offset - folded

    def end(self, offset: int) -> int:
        folded, original, width = self._stretch(offset - 1)
        return original + width if width else original + offset - folded


def _uneven(text: str) -> Iterator[tuple[int, int, int]]:
    """Characters that fold to another number of them, and cuts: (offset, length there, length when folded)."""
    for offset, before, after in replacements(text):
        if len(after) == len(before) and before and all(len(FOLD[ord(char)]) == 1 for char in before):
            continue
        if after == SEAM or not before:
            yield offset, len(before), 1
            continue
        for place, char in enumerate(before, offset):
            if len(FOLD[ord(char)]) != 1:
                yield place, 1, len(FOLD[ord(char)])
