"""All queries at once: one pass over a text, then a look at those queries only whose words were seen in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from monitor.model import Match, Rule, Sense
from monitor.query.automaton import Automaton
from monitor.query.evaluate import Evidence, Seen, evidence
from monitor.query.nodes import Filter, Literal, Node, condensed, literals, triggers
from monitor.query.parse import parse
from monitor.query.text import Place, Text

CAP = 100  # matches of one rule in one text; a page of an index or a price list has hundreds, and nobody reads them


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A rule whose query was read. Compared by identity: keys are unique in an index."""

    rule: Rule
    root: Node | None
    filters: tuple[Filter, ...]
    terms: Mapping[Literal, str]
    """Each literal as the query writes it."""
    triggers: tuple[Literal, ...]


_NONE: Mapping[str, Compiled] = MappingProxyType({})


class Index:
    """Rules compiled into one automaton. Immutable: a changed set of rules is a new index (see `with_rules`)."""

    def __init__(self, rules: Iterable[Rule], cap: int | None = CAP, *, known: Mapping[str, Compiled] = _NONE) -> None:
        """Reads every query (QueryError if one cannot be) and builds the automaton. `cap` None: all matches.

        Reading takes about 60 µs for each query, building about 4 µs for each word or phrase. `known`: rules that were
        compiled before, by key, so that their queries are not read again.
        """
        self._cap = cap
        same = {literal: literal for one in known.values() for literal in one.terms}
        self._compiled = {rule.key: _compile(rule, known.get(rule.key), same) for rule in rules}
        self._automaton = Automaton(literal for one in self._compiled.values() for literal in one.terms)
        self._waiting: dict[Literal, list[Compiled]] = {}
        for one in self._compiled.values():
            for literal in one.triggers:
                self._waiting.setdefault(literal, []).append(one)

    @property
    def keys(self) -> frozenset[str]:
        """Of all rules."""
        return frozenset(self._compiled)

    @property
    def filtered(self) -> Mapping[str, tuple[Filter, ...]]:
        """The filters of those rules that have any, by key. The index itself looks at words only."""
        return {key: one.filters for key, one in self._compiled.items() if one.filters}

    @property
    def wordless(self) -> frozenset[str]:
        """Keys of rules that are filters only. The index never finds them."""
        return frozenset(key for key, one in self._compiled.items() if one.root is None)

    def with_rules(self, added: Iterable[Rule] = (), removed: Iterable[str] = ()) -> "Index":
        """A new index with these rules added (or replaced) and the keys `removed` taken out. Only new queries are read."""
        gone = frozenset(removed)
        kept = [one.rule for key, one in self._compiled.items() if key not in gone]
        return Index([*kept, *added], self._cap, known=self._compiled)

    def match(self, text: str | Text) -> list[Match]:
        """What the rules find, by place and then by key.

        The matches of a rule are all places of those words and phrases that make its query true; of places within each
        other only the longest, and at most `cap` of them. `start` and `end` are offsets into the text as given.
        """
        given = text if isinstance(text, Text) else Text(text)
        seen = self._automaton.seen(given)
        if not seen:
            return []
        found = list(self._found(seen, given.searched))
        back = given.original(place for _, place, _ in found)
        matches = [_match(one, given.text, *back[place], literal) for one, place, literal in found]
        return sorted(matches, key=lambda match: (match.start, match.rule, match.end))

    def _found(self, seen: Seen, searched: bytes) -> Iterator[tuple[Compiled, Place, Literal]]:
        awake = {one.rule.key: one for literal in seen for one in self._waiting.get(literal, ())}
        for one in awake.values():
            places = evidence(one.root, seen, searched) if one.root else None
            for place, literal in _outermost(places, self._cap) if places else ():
                yield one, place, literal


def _compile(rule: Rule, known: Compiled | None, same: dict[Literal, Literal]) -> Compiled:
    if known is not None and known.rule == rule:
        return known
    query = parse(rule.query, limits=None)  # the door that took the query in has set its limits
    if query.root is None:
        return Compiled(rule, None, query.filters, {}, ())
    root = condensed(query.root, same)
    wanted = triggers(root) or ()
    terms = {literal: str(literal) for literal in literals(root)}
    return Compiled(rule, root, query.filters, terms, tuple(wanted))


def _outermost(places: Evidence, cap: int | None) -> Iterator[tuple[Place, Literal]]:
    if len(places) == 1:
        yield from places
        return
    reached = taken = 0
    for place, literal in sorted(places, key=lambda one: (one[0][0], -one[0][1], one[1].text, one[1].exact, one[1].prefix)):
        if place[1] > reached and taken != cap:
            reached = place[1]
            taken += 1
            yield place, literal


def _match(one: Compiled, text: str, start: int, end: int, literal: Literal) -> Match:
    term = one.terms[literal]
    return Match(rule=one.rule.key, start=start, end=end, text=text[start:end], term=term, sense=Sense.SUBJECT, why=f"the text has {term}")
