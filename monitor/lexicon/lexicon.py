"""The knowledge that ships: what the index must look for, and what its matches mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from monitor.language import gettext
from monitor.lexicon import files
from monitor.lexicon.model import Cue, Topic, Vendor
from monitor.lexicon.score import Found, Strength, score
from monitor.model import Match, Rule
from monitor.query.errors import QueryError
from monitor.query.nodes import Filter, Literal, Near, Node, Not, Query
from monitor.query.normalise import normalise
from monitor.query.parse import parse

HERE = Path(__file__).parent
VENDORS = "vendors"
TOPIC, VENDOR, CUE = "topic:", "vendor:", "cue:"
_ORDER = tuple(Strength)
SUGGESTED = 60  # characters of a name we do not know that are compared with those we know


class Lexicon:
    """Topics, vendors and cues. Its rules go into the index; `judge` makes of their matches what subscribers see."""

    def __init__(self, topics: Sequence[Topic], vendors: Sequence[Vendor], cues: Sequence[Cue]) -> None:
        self.topics = {topic.key: topic for topic in topics}
        self.vendors = {vendor.name: vendor for vendor in vendors}
        self.cues = tuple(cues)

    @property
    def titles(self) -> dict[str, str]:
        """The title of everything that can be followed, by topic: the topics, and "vendors"."""
        return {VENDORS: "Vendors", **{key: topic.title for key, topic in self.topics.items()}}

    def rules(self) -> list[Rule]:
        """One rule for the terms of each topic, one for its weak words, one for each vendor and cue."""
        return list(self._queries)

    @cached_property
    def _queries(self) -> tuple[Rule, ...]:
        rules = []
        for topic in self.topics.values():
            named = (*topic.terms, *map(files.slipped, topic.slips))
            for strength, queries in zip(Strength, (named, topic.weak, topic.mentions), strict=True):
                if queries:
                    rules.append(Rule(key=f"{TOPIC}{topic.key}:{strength.value}", query=_either(queries)))
        rules += [Rule(key=f"{VENDOR}{vendor.name}", query=files.vendor_query(vendor)) for vendor in self.vendors.values()]
        return (*rules, *(Rule(key=f"{CUE}{cue.key}", query=cue.query) for cue in self.cues))

    @cached_property
    def _own(self) -> dict[str, frozenset[str]]:
        """By rule: the words that are shown. Those right of NEAR are context."""
        return {rule.key: frozenset(_shown(_root(rule.query))) for rule in self._queries}

    def judge(self, text: str, matches: Sequence[Match]) -> list[Match]:
        """The matches of topics and vendors, each as its topic's, scored subject or mention; cues are used up."""
        found, cues = [], []
        for match in matches:
            if match.rule.startswith(CUE):
                cues.append((match.rule.removeprefix(CUE), match.start))
            elif match.term in self._own[match.rule]:
                found.append(self._found(match))
        judged = score(text, _outermost(found), cues)
        return sorted([*judged, *self._implied(judged)], key=lambda match: (match.start, match.rule, match.end))

    def read(self, typed: str) -> Query:
        """The query that a person typed. QueryError, with its place, where it cannot be read or names a topic or vendor we do not know."""
        query = parse(typed)
        for one in query.filters:
            if one.field == "topic" and one.value not in self.titles:
                advice = gettext("There is no topic {name}. Write one of {topics}.").format(
                    name=one.value, topics=", ".join(sorted(self.titles))
                )
            elif one.field == "vendor" and normalise(one.value) not in self._vendor_names:
                near = get_close_matches(one.value[:SUGGESTED], self._vendor_names, n=3)
                meant = gettext(" (do you mean {names}?)").format(names=", ".join(near)) if near else ""
                advice = gettext('We know no vendor {name}{meant}. To look for the name itself, write it in quotes: "{name}".').format(
                    name=one.value, meant=meant
                )
            else:
                continue
            raise QueryError(advice, text=typed, column=one.column, length=one.length)
        return query

    def names(self, filtered: Filter, match: Match) -> bool:
        """Whether a judged match is of the topic or vendor that a filter asks for. Vendors go by all their names."""
        if filtered.field == "topic":
            return match.rule == TOPIC + filtered.value
        return match.vendor is not None and self._vendor_names.get(normalise(filtered.value)) == match.vendor

    def named(self, judged: Sequence[Match]) -> set[Filter]:
        """The filters on topics and vendors that hold for a text of which these are the judged matches."""
        topics = {match.rule.removeprefix(TOPIC) for match in judged if match.rule.startswith(TOPIC)}
        sold = {match.vendor for match in judged if match.vendor is not None}
        vendors = {Filter(field="vendor", value=name.lower()) for name in sold if self._vendor_names.get(normalise(name)) == name}
        return vendors | {Filter(field="topic", value=topic) for topic in topics if topic in self.titles}

    def behind(self, filtered: Filter) -> list[Node]:
        """The queries of which one is true wherever a filter's topic or vendor is found."""
        if filtered.field == "topic":
            sellers = {vendor.name for vendor in self.vendors.values() if filtered.value == VENDORS or filtered.value in vendor.topics}
            wanted = tuple(f"{TOPIC}{filtered.value}:{strength.value}" for strength in Strength)
        else:
            sellers, wanted = {self._vendor_names[normalise(filtered.value)]}, ()
        keys = {*wanted, *(VENDOR + name for name in sellers)}
        return [_root(rule.query) for rule in self._queries if rule.key in keys]

    @cached_property
    def _vendor_names(self) -> dict[str, str]:
        """Each vendor by its names in normal form; of two with one name the first."""
        pairs = [
            (normalise(name.strip("=*")), vendor.name)
            for vendor in self.vendors.values()
            for name in (vendor.name, *re.split(r"[/()]", vendor.name), *vendor.names, *vendor.ambiguous)
        ]
        return {name: vendor for name, vendor in reversed(pairs) if name}

    def _implied(self, judged: Sequence[Match]) -> Iterator[Match]:
        """A vendor stands for what it sells where the text does not say that itself: who follows a topic is told of both."""
        said = {match.rule for match in judged}
        for match in judged:
            for key in self.vendors[match.vendor].topics if match.vendor else ():
                if TOPIC + key not in said:
                    yield replace(match, rule=TOPIC + key, why=f"{self.topics[key].title}: what {match.vendor} sells")

    def _found(self, match: Match) -> Found:
        if match.rule.startswith(VENDOR):
            vendor = match.rule.removeprefix(VENDOR)
            return Found(match=replace(match, rule=TOPIC + VENDORS, vendor=vendor), strength=Strength.STRONG, what=f"the vendor {vendor}")
        key, _, strength = match.rule.removeprefix(TOPIC).rpartition(":")
        return Found(match=replace(match, rule=TOPIC + key), strength=Strength(strength), what=self.topics[key].title)


def load(*folders: Path) -> Lexicon:
    """The lexicon that ships, with the topics of these folders added; a topic of the same name replaces ours.

    LexiconError, naming file and key, where a file cannot be used.
    """
    vendors, _, _ = files.vendors(HERE / "vendors.yml")
    topics = [topic for folder in (HERE / "topics", *folders) for topic in files.topics(folder)]
    return Lexicon(topics, vendors, files.cues(HERE / "cues.yml"))


def _either(queries: Sequence[str]) -> str:
    return " OR ".join(f"({query})" for query in queries)


def _root(query: str) -> Node:
    root = parse(query, limits=None).root
    assert root is not None  # noqa: S101  # the files were checked: a lexicon has no filters
    return root


def _shown(node: Node) -> list[str]:
    match node:
        case Literal():
            return [str(node)]
        case Not():
            return []
        case Near():
            return _shown(node.left)
        case _:
            return [term for item in node.items for term in _shown(item)]


def _outermost(found: Sequence[Found]) -> list[Found]:
    """Of places of one topic within each other, the longest, as strong as the strongest of them."""
    best: list[Found] = []
    last: dict[tuple[str, str | None], int] = {}
    for one in sorted(found, key=lambda f: (f.match.start, -f.match.end)):
        key = (one.match.rule, one.match.vendor)
        at = last.get(key)
        if at is None or one.match.end > best[at].match.end:
            last[key] = len(best)
            best.append(one)
        elif _ORDER.index(one.strength) < _ORDER.index(best[at].strength):
            best[at] = replace(best[at], strength=one.strength)
    return best
