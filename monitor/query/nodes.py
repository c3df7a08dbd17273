"""The parts of a query, and how they are printed. Made by `parse`; `all_of` and `any_of` keep them in their one form."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from monitor.query.normalise import normalise

PLAIN = re.compile(r"[^\W_]+")
_UNQUOTED = re.compile(r"[^\s()\"“”„«»]+")
OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A word or a phrase as typed. `prefix`: the last word may go on; `exact`: in these capitals and accents."""

    text: str
    prefix: bool = False
    exact: bool = False

    def __hash__(self) -> int:
        return hash(self.text)  # kept by the text itself, where that of three fields is worked out every time

    def __str__(self) -> str:
        star = "*" if self.prefix else ""
        plain = PLAIN.fullmatch(self.text) and self.text.upper() not in OPERATORS
        body = self.text + star if plain else f'"{self.text}{star}"'
        return f"={body}" if self.exact else body


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """All of these (AND)."""

    items: tuple["Node", ...]

    def __str__(self) -> str:
        return " AND ".join(_inside(item, (Any,)) for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """At least one of these (OR)."""

    items: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(str(item) for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The text does not have this."""

    item: "Node"

    def __str__(self) -> str:
        return f"NOT {_inside(self.item, (All, Any, Not))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Places of `left` at most `words` words from a place of `right`; with `absent`, those that are not."""

    left: "Node"
    right: "Node"
    words: int
    absent: bool = False

    def __str__(self) -> str:
        operator = f"{'NOT ' if self.absent else ''}NEAR/{self.words}"
        return f"{_inside(self.left, (All, Any, Not))} {operator} {_inside(self.right, (All, Any, Not, Near))}"


Node = Literal | All | Any | Not | Near


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A condition on the record, not on its words: kind:filing. `absent`: under NOT. `column` and `length` are where it stands."""

    field: str
    value: str
    absent: bool = False
    column: int = dataclasses.field(default=0, compare=False)
    length: int = dataclasses.field(default=1, compare=False)

    def __str__(self) -> str:
        value = self.value if _UNQUOTED.fullmatch(self.value) else f'"{self.value}"'
        return f"{'NOT ' if self.absent else ''}{self.field}:{value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for, and the filters on where. Prints as a text that parses to the same query.

    `root` None: every place of the topics and vendors that the filters name.
    """

    root: Node | None
    filters: tuple[Filter, ...] = ()

    def __str__(self) -> str:
        words = [] if self.root is None else [_inside(self.root, (Any,)) if self.filters else str(self.root)]
        return " AND ".join([*map(str, self.filters), *words])


def _inside(node: Node, wrapped: tuple[type, ...]) -> str:
    return f"({node})" if isinstance(node, wrapped) else str(node)


def all_of(nodes: Iterable[Node]) -> Node:
    """The conjunction, flat: (a AND b) AND c is one of three."""
    items = tuple(inner for node in nodes for inner in (node.items if isinstance(node, All) else (node,)))
    return items[0] if len(items) == 1 else All(items=items)


def any_of(nodes: Iterable[Node]) -> Node:
    """The disjunction, flat."""
    items = tuple(inner for node in nodes for inner in (node.items if isinstance(node, Any) else (node,)))
    return items[0] if len(items) == 1 else Any(items=items)


def literals(node: Node) -> Iterator[Literal]:
    """All words and phrases, those under NOT included, in the order of the query."""
    match node:
        case Literal():
            yield node
        case Not():
            yield from literals(node.item)
        case Near():
            yield from literals(node.left)
            yield from literals(node.right)
        case _:
            for item in node.items:
                yield from literals(item)


def condensed(node: Node, same: dict[Literal, Literal]) -> Node:
    """The same query with no part of an AND or an OR twice, and equal literals one object: it finds the same at less cost."""
    match node:
        case Literal():
            return same.setdefault(node, node)
        case Not():
            return Not(item=condensed(node.item, same))
        case Near():
            return replace(node, left=condensed(node.left, same), right=condensed(node.right, same))
        case _:
            items = tuple(dict.fromkeys(condensed(item, same) for item in node.items))
            return items[0] if len(items) == 1 else replace(node, items=items)


def triggers(node: Node) -> frozenset[Literal] | None:
    """Literals of which at least one is in every text that the query finds; None where no word need be there.

    Of a conjunction the best part is taken: that with the longest words, since they are the rarest.
    """
    match node:
        case Literal():
            return frozenset({node})
        case Not():
            return None
        case Near():
            return triggers(node.left) if node.absent else _rarest([triggers(node.left), triggers(node.right)])
        case All():
            return _rarest(triggers(item) for item in node.items)
        case Any():
            each = [triggers(item) for item in node.items]
            return frozenset().union(*(one for one in each if one)) if all(each) else None


def _rarest(choices: Iterable[frozenset[Literal] | None]) -> frozenset[Literal] | None:
    able = [choice for choice in choices if choice is not None]
    return max(able, key=lambda choice: (min(len(normalise(one.text)) for one in choice), -len(choice)), default=None)
