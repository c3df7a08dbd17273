"""The one door to matching: topics and watches over a text, as the loops, the previews and `monitor match` all use it."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from monitor.model import Match, Rule
from monitor.query.index import Index


class Knowledge(Protocol):
    """The lexicon: rules for the index, and what their matches mean."""

    def rules(self) -> Sequence[Rule]: ...
    def judge(self, text: str, matches: Sequence[Match]) -> list[Match]: ...


class Nothing:
    """A lexicon without topics, for trying a query alone."""

    def rules(self) -> Sequence[Rule]:
        """None."""
        return ()

    def judge(self, text: str, matches: Sequence[Match]) -> list[Match]:  # noqa: ARG002  # there is nothing to judge
        """The matches as they are."""
        return list(matches)


class Matcher:
    """Topics and watches together, in one pass over each text."""

    def __init__(self, lexicon: Knowledge, watches: Iterable[Rule] = (), *, index: Index | None = None) -> None:
        """`index`: one that holds the rules of both already."""
        self._lexicon = lexicon
        self._of_lexicon = frozenset(rule.key for rule in lexicon.rules())
        self._index = index or Index([*lexicon.rules(), *watches])

    def with_watches(self, added: Iterable[Rule] = (), removed: Iterable[str] = ()) -> "Matcher":
        """A new matcher with these watches added or replaced, and the keys `removed` taken out. Only new queries are read."""
        return Matcher(self._lexicon, index=self._index.with_rules(added, removed))

    def match(self, text: str) -> list[Match]:
        """What is found, by place and then by rule: "topic:NAME" or "watch:ID". Offsets count in `text`.

        Give a title as the first line of the text: what stands at the beginning counts more.
        """
        found = self._index.match(text)
        judged = self._lexicon.judge(text, [match for match in found if match.rule in self._of_lexicon])
        own = [match for match in found if match.rule not in self._of_lexicon]
        return sorted([*judged, *own], key=lambda match: (match.start, match.rule, match.end))
