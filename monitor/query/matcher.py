"""The one door to matching: topics and watches over a text, as the loops, searches, previews and `monitor match` all use it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, Self

from monitor.model import About, Match, Rule
from monitor.query.filters import IN_TEXT, hold
from monitor.query.index import Index
from monitor.query.nodes import Filter


class Knowledge(Protocol):
    """The lexicon: rules for the index, what their matches mean, and which of them a filter names."""

    def rules(self) -> Sequence[Rule]: ...
    def judge(self, text: str, matches: Sequence[Match]) -> list[Match]: ...
    def names(self, filtered: Filter, match: Match) -> bool: ...


class Nothing:
    """A lexicon without topics, for trying a query alone."""

    def rules(self) -> Sequence[Rule]:
        """None."""
        return ()

    def judge(self, text: str, matches: Sequence[Match]) -> list[Match]:  # noqa: ARG002  # there is nothing to judge
        """The matches as they are."""
        return list(matches)

    def names(self, filtered: Filter, match: Match) -> bool:  # noqa: ARG002  # the same
        """Never."""
        return False


class Matcher:
    """Topics and watches together, in one pass over each text."""

    def __init__(self, lexicon: Knowledge, watches: Iterable[Rule] = (), *, index: Index | None = None) -> None:
        """`index`: one that holds the rules of both already."""
        self._lexicon = lexicon
        self._of_lexicon = frozenset(rule.key for rule in lexicon.rules())
        self._index = index or Index([*lexicon.rules(), *watches])
        self._filtered = self._index.filtered
        self._named = {key: named for key, filters in self._filtered.items() if (named := [one for one in filters if one.field in IN_TEXT])}
        self._wordless = sorted(self._index.wordless)

    def with_watches(self, added: Iterable[Rule] = (), removed: Iterable[str] = ()) -> Self:
        """A new matcher with these watches added or replaced, and the keys `removed` taken out. Only new queries are read."""
        return type(self)(self._lexicon, index=self._index.with_rules(added, removed))

    def renewed(self, watches: Iterable[Rule]) -> Self:
        """A new matcher with these watches in place of those it had. Only queries that are new are read."""
        wanted = list(watches)
        gone = self._index.keys - self._of_lexicon - {rule.key for rule in wanted}
        return self.with_watches(wanted, gone)

    def match(self, text: str, also: Sequence[Match] = ()) -> list[Match]:
        """What is found, by place and then by rule: "topic:NAME" or "watch:ID". Offsets count in `text`.

        Give a title as the first line of the text: what stands at the beginning counts more. Filters on the record are not
        decided here, since one page may belong to several records: ask `looks_at`. `also` are vendors that something else than the
        words tells of, a number: each counts where the words alone do not find it.
        """
        found = self._index.match(text)
        judged = self._lexicon.judge(text, [match for match in found if match.rule in self._of_lexicon])
        said = {match.vendor for match in judged}
        judged += [match for match in also if match.vendor not in said]
        own = [match for match in found if match.rule not in self._of_lexicon]
        if self._named:
            refused = {key for key in {match.rule for match in own} & self._named.keys() if not self._are_named(key, judged)}
            own = [match for match in own if match.rule not in refused]
            own += self._without_words(judged) if judged else ()
        return sorted([*judged, *own], key=lambda match: (match.start, match.rule, match.end))

    def looks_at(self, rule: str, about: About) -> bool:
        """Whether a rule's filters let it look at this record: its kind, source, place, body, date and amounts."""
        filters = self._filtered.get(rule)
        return filters is None or hold(filters, about)

    def _are_named(self, key: str, judged: Sequence[Match]) -> bool:
        """Whether the text names one of the topics and one of the vendors that the rule asks for, and none that it shuts out."""
        filters = self._named[key]
        if any(self._lexicon.names(one, match) for one in filters if one.absent for match in judged):
            return False
        return all(
            any(self._lexicon.names(one, match) for one in filters if one.field == field and not one.absent for match in judged)
            for field in {one.field for one in filters if not one.absent}
        )

    def _without_words(self, judged: Sequence[Match]) -> Iterator[Match]:
        """For rules that have no words of their own, the places of the topics and vendors they ask for."""
        for key in self._wordless:
            if self._are_named(key, judged):
                wanted = [one for one in self._named[key] if not one.absent]
                asked = {match: one for match in judged for one in wanted if self._lexicon.names(one, match)}
                places = {(match.start, match.end): match for match in asked}  # a vendor also stands for the topic of what it sells
                yield from (replace(match, rule=key, term=str(asked[match])) for match in places.values())
