"""Where the words of many queries stand in a text, in one pass: Aho and Corasick, "Efficient string matching" (1975).

A pattern is a literal in normal form with a space before it and, unless the word may go on, one after it: so the automaton
finds whole words only, and reports nothing that would have to be thrown away.
"""

import re
import unicodedata
from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick

from monitor.query.nodes import Literal
from monitor.query.normalise import normalise
from monitor.query.text import Place, Text

_LETTERS = re.compile(r"[^\W_]+")
_CUT = re.compile(r"[-\u00ad\u2010\u2011]\s+|\u00ad")

# Bytes. What is longer is not looked for across a word that was cut, so that no text can make the windows large.
LONG_PHRASE, LONG_WORD = 100, 60


class Automaton:
    """Finds literals. Those that differ in their capitals only, or are asked for by many queries, cost one pattern."""

    def __init__(self, literals: Iterable[Literal]) -> None:
        wanted: dict[bytes, list[Literal]] = {}
        for literal in dict.fromkeys(literals):
            wanted.setdefault(_pattern(literal), []).append(literal)
        self._literals = list(wanted.values())
        self._closed = [pattern.endswith(b" ") for pattern in wanted]
        self._search = BytesAhoCorasick(list(wanted))
        self._reach = min(LONG_PHRASE, max(map(len, wanted), default=0))

    def seen(self, text: Text) -> dict[Literal, list[Place]]:
        """Each literal that stands in the text, with its places."""
        found = self._search.find_matches_as_indexes(text.searched, overlapping=True)
        if not found and text.stored is text.searched:
            return {}  # most texts, so the way here is kept short
        places = self._places(text.searched, found)
        for seam in text.seams():
            self._across(text.searched, seam, places)
        seen = {literal: places[pattern] for pattern in places for literal in self._literals[pattern]}
        exact = [literal for literal in seen if literal.exact]
        if exact:
            self._keep_exact(text, seen, exact)
        return seen

    def _places(self, searched: bytes, found: Iterable[tuple[int, int, int]]) -> dict[int, list[Place]]:
        """Places of each pattern."""
        places: dict[int, list[Place]] = {}
        for pattern, start, end in found:
            place = (start + 1, end - 1) if self._closed[pattern] else (start + 1, searched.find(b" ", end))
            if pattern in places:
                places[pattern].append(place)
            else:
                places[pattern] = [place]
        return places

    def _across(self, searched: bytes, seam: int, places: dict[int, list[Place]]) -> None:
        """Adds what a word cut at a line's end gives when its halves are read as two words."""
        before, after = max(1, seam - self._reach), seam + self._reach
        low = searched.rfind(b" ", max(0, before - LONG_WORD), before)
        high = searched.find(b" ", after, after + LONG_WORD) if after < len(searched) else len(searched) - 1
        if low < 0 or high < 0:
            return
        cut = seam - low
        window = searched[low:seam] + b" " + searched[seam : high + 1]
        for pattern, here in self._places(window, self._search.find_matches_as_indexes(window, overlapping=True)).items():
            for start, end in here:
                if start <= cut + 1 and end >= cut:
                    place = (low + start - (start > cut), low + end - (end > cut))
                    places.setdefault(pattern, []).append(place)

    def _keep_exact(self, text: Text, found: dict[Literal, list[Place]], exact: list[Literal]) -> None:
        back = text.original(place for literal in exact for place in found[literal])
        for literal in exact:
            kept = [place for place in found[literal] if _is_exactly(literal, text.text[slice(*back[place])])]
            if kept:
                found[literal] = kept
            else:
                del found[literal]


def _pattern(literal: Literal) -> bytes:
    """Signs at either end are dropped: a phrase is found whatever stands beside it."""
    return f" {normalise(literal.text).strip('. ')}{'' if literal.prefix else ' '}".encode()


def _is_exactly(literal: Literal, there: str) -> bool:
    wanted = _letters(literal.text)
    readings = (_letters(_CUT.sub(cut, there)) for cut in ("", " "))
    return any(reading.startswith(wanted) if literal.prefix else reading == wanted for reading in readings)


def _letters(text: str) -> str:
    return " ".join(_LETTERS.findall(unicodedata.normalize("NFC", text)))
