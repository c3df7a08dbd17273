"""What a database can say beforehand: which words a text must have for a query to find it, and which words a text has.

Both are in the normal form, so a search that asks an index of words for candidates loses nothing that the engine would find;
which of them are found, only the engine says.
"""

from collections.abc import Iterable, Iterator

from monitor.query.automaton import LONG_PHRASE, LONG_WORD
from monitor.query.nodes import All, Any, Literal, Near, Node, Not, all_of, any_of
from monitor.query.normalise import SEAM, normalise, tokens

LONGEST = 60  # characters of a word that count: PostgreSQL takes lexemes of at most 2 kB
FEW = 3  # of an OR that stays where it is
MOST = 500_000  # characters of different words in one text: a tsvector holds 1 MB
ANYTHING = "\ue000"
"""Stands in the place of too many words: such a text is always a candidate. No text has it in its normal form."""

_MARK = SEAM.encode()
_WINDOW = LONG_PHRASE + LONG_WORD  # bytes on each side of a seam beyond which the engine does not put words together


def needed(node: Node) -> Node | None:
    """The query with single words only, joined by AND and OR, that is true wherever the query is. None: no word need be there."""
    match node:
        case Literal():
            return _words(node)
        case Not():
            return None
        case Near():
            return needed(node.left) if node.absent else _all([node.left, node.right])
        case All():
            return _all(node.items)
        case Any():
            each = [needed(item) for item in node.items]
            return any_of([one for one in each if one]) if all(each) else None


def _all(items: Iterable[Node]) -> Node | None:
    each = [one for item in items if (one := needed(item))]
    return all_of(each) if each else None


def _words(literal: Literal) -> Node:
    words = [word for word in normalise(literal.text).strip(". ").split() if word != "."]
    last = len(words) - 1
    return all_of([Literal(text=word[:LONGEST], prefix=literal.prefix and place == last) for place, word in enumerate(words)])


def alternatives(node: Node) -> list[Node]:
    """Nodes of which one is true wherever this one is. What `needed` gives of a topic is hundreds of phrases, each with a rare word.

    An AND around an OR of many is one alternative for each of them: the word beside it makes each rarer still.
    """
    match node:
        case Any():
            return list(dict.fromkeys(one for item in node.items for one in alternatives(item)))
        case All():
            choices = [item for item in node.items if isinstance(item, Any) and len(item.items) > FEW]
            if choices:
                most = max(choices, key=lambda item: len(item.items))
                return [all_of([*(item for item in node.items if item is not most), one]) for one in alternatives(most)]
    return [node]


def words(text: str) -> set[str]:
    """The different words of a text, each way in which one that was cut at the end of a line can be read."""
    found = set[bytes]()
    for token in tokens(text).split():
        if _MARK in token:
            found.add(token.replace(_MARK, b""))
            found.update(_halves(token.split(_MARK)))
        else:
            found.add(token)
    found.discard(b".")
    cut = {word.decode()[:LONGEST] for word in found}
    return cut if sum(map(len, cut)) <= MOST else {ANYTHING}


def _halves(pieces: list[bytes]) -> Iterator[bytes]:
    """For each seam what stands before and after it; what is longer than the engine's window is read by nobody."""
    for seam in range(1, len(pieces)):
        for half in (pieces[max(0, seam - _WINDOW) : seam], pieces[seam : seam + _WINDOW]):
            whole = b"".join(half)
            if len(whole) <= _WINDOW:
                yield whole
