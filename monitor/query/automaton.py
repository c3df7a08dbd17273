"""Where the words of many queries stand in a text, in one pass: Aho and Corasick, "Efficient string matching" (1975).

A pattern is a literal in normal form with a space before it and, unless the word may go on, one after it: so the automaton
finds whole words only, and reports nothing that would have to be thrown away.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ahocorasick_rs import BytesAhoCorasick

from monitor.query.evaluate import Place
from monitor.query.nodes import Literal
from monitor.query.normalise import normalise
from monitor.query.text import Text

_LETTERS = re.compile(r"[^\W_]+")
_CUT = re.compile(r"[-\u00ad\u2010\u2011]\s+|\u00ad")
_STOP = b"."


class Automaton:
    """Finds literals. Those that differ in their capitals only, or are asked for by many queries, cost one pattern."""

    def __init__(self, literals: Iterable[Literal]) -> None:
        """Takes about 3 µs for each different literal."""
        self._wanted: dict[bytes, list[Literal]] = {}
        for literal in dict.fromkeys(literals):
            self._wanted.setdefault(_pattern(literal), []).append(literal)
        self._patterns = [_Pattern(pattern, wanted) for pattern, wanted in self._wanted.items()]
        self._search = BytesAhoCorasick([pattern.bytes for pattern in self._patterns])
        self._longest = max((pattern.tokens for pattern in self._patterns), default=0)

    def seen(self, text: Text) -> dict[Literal, list[Place]]:
        """Each literal that stands in the text, with its places in the order of their ends."""
        found: dict[Literal, list[Place]] = {}
        for pattern, place in self._places(text):
            for literal in pattern.literals:
                if not literal.exact or _is_exactly(literal, text, place):
                    found.setdefault(literal, []).append(place)
        return found

    def _places(self, text: Text) -> Iterator[tuple["_Pattern", Place]]:
        yield from self._in_line(text.searched)
        counted = stops = 0
        for token, left, right in text.seams():
            first = max(0, token - self._longest)
            stops += text.words[counted:first].count(_STOP)
            counted = max(counted, first)
            yield from self._across(text, token, (left, right), first, first - stops)

    def _in_line(self, searched: bytes) -> Iterator[tuple["_Pattern", Place]]:
        """Hits come in the order of their ends, so that the words before each are counted once and in C."""
        spaces = stops = position = 0
        for index, _, end in self._search.find_matches_as_indexes(searched, overlapping=True):
            if end != position:
                spaces += searched.count(b" ", position, end)
                stops += searched.count(_STOP, position, end)
                position = end
            pattern = self._patterns[index]
            after = spaces - pattern.closed
            last = after - stops - 1
            yield pattern, Place(after - pattern.tokens, after, last - pattern.words + 1, last)

    def _across(
        self, text: Text, token: int, halves: tuple[bytes, bytes], first: int, words_before: int
    ) -> Iterator[tuple["_Pattern", Place]]:
        """Hits that a word cut at a line's end gives when its halves are read as two words. Looks around it, from `first`."""
        before, after = text.words[first:token], text.words[token + 1 : token + 1 + self._longest]
        left = len(before)
        left_word = left - before.count(_STOP)
        for pattern, place in self._in_line(b" ".join([b"", *before, *halves, *after, b""])):
            if place.start <= left + 1 and place.end > left:
                yield (
                    pattern,
                    Place(
                        first + place.start - (place.start > left),
                        first + place.end - (place.end > left + 1),
                        words_before + place.first - (place.first > left_word),
                        words_before + place.last - (place.last > left_word),
                    ),
                )


class _Pattern:
    """A pattern of the automaton and the literals it stands for. `closed`: it ends with the space after the word."""

    __slots__ = ("bytes", "closed", "literals", "tokens", "words")

    def __init__(self, pattern: bytes, literals: list[Literal]) -> None:
        self.bytes = pattern
        self.literals = literals
        self.closed = int(pattern.endswith(b" "))
        parts = pattern.split()
        self.tokens = len(parts)
        self.words = self.tokens - parts.count(_STOP)


def _pattern(literal: Literal) -> bytes:
    """Signs at either end are dropped: a phrase is found whatever stands beside it."""
    return f" {normalise(literal.text).strip('. ')}{'' if literal.prefix else ' '}".encode()


def _is_exactly(literal: Literal, text: Text, place: Place) -> bool:
    start, end = text.original(place.start, place.end)
    wanted, there = _letters(literal.text), text.text[start:end]
    readings = (_letters(_CUT.sub(cut, there)) for cut in ("", " "))
    return any(reading.startswith(wanted) if literal.prefix else reading == wanted for reading in readings)


def _letters(text: str) -> str:
    return " ".join(_LETTERS.findall(unicodedata.normalize("NFC", text)))
