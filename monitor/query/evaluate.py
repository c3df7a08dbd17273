"""Decides whether a query holds for the places where its words were seen, and which of them are the evidence."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from monitor.query.nodes import All, Any, Literal, Near, Node, Not


class Place(NamedTuple):
    """Where a literal stands. Tokens count signs too, words do not; `last` is the last word, `end` is after the last token."""

    start: int
    end: int
    first: int
    last: int


Seen = Mapping[Literal, Sequence[Place]]
Evidence = list[tuple[Place, Literal]]


def evidence(node: Node, seen: Seen) -> Evidence | None:
    """The places that make the query true, in no order; None where it is false. A true NOT has no places to show."""
    match node:
        case Literal():
            places = seen.get(node)
            return [(place, node) for place in places] if places else None
        case Not():
            return [] if evidence(node.item, seen) is None else None
        case Near():
            return _near(node, seen)
        case All():
            return _all(node, seen)
        case Any():
            return _any(node, seen)


def _all(node: All, seen: Seen) -> Evidence | None:
    found: Evidence = []
    for item in node.items:
        part = evidence(item, seen)
        if part is None:
            return None
        found += part
    return found


def _any(node: Any, seen: Seen) -> Evidence | None:
    parts = [part for item in node.items if (part := evidence(item, seen)) is not None]
    return [place for part in parts for place in part] if parts else None


def _near(node: Near, seen: Seen) -> Evidence | None:
    left = evidence(node.left, seen)
    if left is None:
        return None
    right = evidence(node.right, seen)
    if right is None:
        return left if node.absent else None
    if node.absent:
        others = _Sorted(right)
        return [one for one in left if not others.about(one[0], node.words)] or None
    return _beside(left, right, node.words) + _beside(right, left, node.words) or None


def _beside(these: Evidence, those: Evidence, words: int) -> Evidence:
    others = _Sorted(those)
    return [one for one in these if others.beside(one[0], words)]


class _Sorted:
    """Places by their first and by their last words, so that each question costs a search and not a scan."""

    def __init__(self, places: Evidence) -> None:
        self._firsts = sorted(place.first for place, _ in places)
        self._lasts = sorted(place.last for place, _ in places)

    def beside(self, place: Place, words: int) -> bool:
        """Whether one begins or ends within so many words, without sharing a word."""
        after = bisect_right(self._firsts, place.last + words) > bisect_right(self._firsts, place.last)
        return after or bisect_left(self._lasts, place.first) > bisect_left(self._lasts, place.first - words)

    def about(self, place: Place, words: int) -> bool:
        """Whether one is within so many words, or shares a word."""
        return bisect_right(self._firsts, place.last + words) > bisect_left(self._lasts, place.first - words)
