"""Decides whether a query holds for the places where its words were seen, and which of them are the evidence."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from monitor.query.nodes import All, Any, Literal, Near, Node, Not
from monitor.query.text import Place

Seen = Mapping[Literal, Sequence[Place]]
Evidence = list[tuple[Place, Literal]]
Holds = Callable[[int, int], bool]


def evidence(node: Node, seen: Seen, searched: bytes) -> Evidence | None:
    """The places that make the query true, in no order; None where it is false. A true NOT has no places to show.

    `searched` is the text's normal form, in which the places lie and words are counted for NEAR.
    """
    match node:
        case Literal():
            places = seen.get(node)
            return [(place, node) for place in places] if places else None
        case Not():
            return [] if evidence(node.item, seen, searched) is None else None
        case Near():
            return _near(node, seen, searched)
        case All():
            return _all(node, seen, searched)
        case Any():
            return _any(node, seen, searched)


def _all(node: All, seen: Seen, searched: bytes) -> Evidence | None:
    found: Evidence = []
    for item in node.items:
        part = evidence(item, seen, searched)
        if part is None:
            return None
        found += part
    return found


def _any(node: Any, seen: Seen, searched: bytes) -> Evidence | None:
    parts = [part for item in node.items if (part := evidence(item, seen, searched)) is not None]
    return [place for part in parts for place in part] if parts else None


def _near(node: Near, seen: Seen, searched: bytes) -> Evidence | None:
    left = evidence(node.left, seen, searched)
    if left is None:
        return None
    right = evidence(node.right, seen, searched)
    if right is None:
        return left if node.absent else None
    ours, theirs = _Words(searched, left), _Words(searched, right)
    if node.absent:
        return list(ours.that(lambda first, last: not theirs.about(first, last, node.words))) or None
    return [
        *ours.that(lambda first, last: theirs.beside(first, last, node.words)),
        *theirs.that(lambda first, last: ours.beside(first, last, node.words)),
    ] or None


class _Words:
    """Places by the numbers of their first and last words, so that each question costs a search and not a scan."""

    def __init__(self, searched: bytes, places: Evidence) -> None:
        number = dict(_numbers(searched, sorted({edge for place, _ in places for edge in place})))
        self._places = [(one, number[one[0][0]], number[one[0][1]]) for one in places]
        self._firsts = sorted(first for _, first, _ in self._places)
        self._lasts = sorted(last for _, _, last in self._places)

    def that(self, holds: Holds) -> Iterator[tuple[Place, Literal]]:
        """The places of which this holds."""
        return (one for one, first, last in self._places if holds(first, last))

    def beside(self, first: int, last: int, words: int) -> bool:
        """Whether one begins or ends within so many words, without sharing a word."""
        after = bisect_right(self._firsts, last + words) > bisect_right(self._firsts, last)
        return after or bisect_left(self._lasts, first) > bisect_left(self._lasts, first - words)

    def about(self, first: int, last: int, words: int) -> bool:
        """Whether one is within so many words, or shares a word."""
        return bisect_right(self._firsts, last + words) > bisect_left(self._lasts, first - words)


def _numbers(searched: bytes, edges: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The number of the word at each edge, or before it where it ends one. Full stops are no words. Edges in order."""
    words = done = 0
    for edge in edges:
        words += searched.count(b" ", done, edge) - searched.count(b".", done, edge)
        done = edge
        yield edge, words
