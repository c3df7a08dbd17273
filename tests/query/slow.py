"""A slow and obvious matcher, written without the automaton, the seams' windows and the token arithmetic of the engine."""

from itertools import pairwise

from monitor.query.nodes import All, Any, Literal, Near, Node, Not
from monitor.query.normalise import normalise

Spot = tuple[int, int]
"""The first and the last token of a place."""


def spots(node: Node, text: str) -> list[Spot] | None:
    """The places that make the query true in a text of plain words and full stops; None where it is false."""
    tokens = text.split()
    match node:
        case Literal():
            return _literal(node, tokens) or None
        case Not():
            return [] if spots(node.item, text) is None else None
        case All():
            parts = [spots(item, text) for item in node.items]
            return None if None in parts else [spot for part in parts if part is not None for spot in part]
        case Any():
            true = [part for item in node.items if (part := spots(item, text)) is not None]
            return [spot for part in true for spot in part] if true else None
        case Near():
            return _near(node, text, tokens)


def _literal(literal: Literal, tokens: list[str]) -> list[Spot]:
    words = normalise(literal.text).strip(". ").split()
    found = []
    for first in range(len(tokens) - len(words) + 1):
        there = normalise(" ".join(tokens[first : first + len(words)])).split()
        same = there[:-1] == words[:-1] and (there[-1].startswith(words[-1]) if literal.prefix else there[-1] == words[-1])
        cased = " ".join(tokens[first : first + len(words)])
        if same and (not literal.exact or (cased.startswith(literal.text) if literal.prefix else cased == literal.text)):
            found.append((first, first + len(words) - 1))
    return found


def _near(node: Near, text: str, tokens: list[str]) -> list[Spot] | None:
    left, right = spots(node.left, text), spots(node.right, text)
    if left is None:
        return None
    if node.absent:
        return [one for one in left if all(_apart(one, other, tokens) > node.words for other in right or [])] or None
    if right is None:
        return None
    ours = [one for one in left if any(0 < _apart(one, other, tokens) <= node.words for other in right)]
    theirs = [one for one in right if any(0 < _apart(one, other, tokens) <= node.words for other in left)]
    return ours + theirs or None


def _apart(one: Spot, other: Spot, tokens: list[str]) -> int:
    """Words from one to the other: 1 is next to it, 0 is sharing a word. Full stops are no words."""
    first, second = sorted((one, other))
    if second[0] <= first[1]:
        return 0
    return sum(1 for token in tokens[first[1] + 1 : second[0]] if token != ".") + 1


def outermost(found: list[Spot]) -> list[Spot]:
    """Each place once, those within others left out."""
    distinct = sorted(set(found), key=lambda spot: (spot[0], -spot[1]))
    return [spot for spot in distinct if not any(o != spot and o[0] <= spot[0] and spot[1] <= o[1] for o in distinct)]


def is_sorted(found: list[Spot]) -> bool:
    """Whether no place comes before the one before it."""
    return all(first <= second for first, second in pairwise(found))
