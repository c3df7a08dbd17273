"""Tells whether a text is about what was found in it, or mentions it in passing; and says why.

A text (a part, a page, a short notice) is about a technology or a vendor that it names, unless it names it as an example, in a
list of personal data, or in a clause that stands everywhere. Weaker words must come together: two of them, and at the beginning
or in a text of few words. Figures were chosen on 60 of 100 labelled texts; docs/topics-quality.md has the outcome.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.language import marked
from monitor.model import Match, Sense


class Strength(StrEnum):
    """What a term alone says: it names the technology; it may mean it; it is mostly there in passing. In this order."""

    STRONG = "strong"
    WEAK = "weak"
    MENTION = "mention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A match of a topic. `what` is the topic or the vendor in words."""

    match: Match
    strength: Strength
    what: str


ENOUGH = 1.0  # points; one place of a strong term is enough
WEAK, WEAK_MOST = 0.3, 0.6  # each place of a weak term, and all of them together
HEAD, IN_HEAD = 200, 0.4  # characters: the title, and the first sentence of what has none
SHORT, IN_SHORT = 700, 0.4  # characters: an item of an agenda, a line of a filing

BEFORE = 60  # characters before a term in which "such as" makes it an example
AROUND = 250  # characters on each side in which two words of a definition, or one of a clause, are meant with it
OTHERS, BESIDE = 3, 120  # so many other topics within so many characters on each side are an enumeration


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A place with what takes away its weight, in words; empty where it counts in full."""

    found: Found
    passing: str

    @property
    def counts(self) -> Strength | None:
        return None if self.passing else self.found.strength


class _Cues:
    """Where the cues stand."""

    def __init__(self, cues: Iterable[tuple[str, int]]) -> None:
        self._places: dict[str, list[int]] = {}
        for key, start in sorted(cues):
            self._places.setdefault(key, []).append(start)

    def within(self, key: str, low: int, high: int) -> int:
        """How many of this cue begin there."""
        places = self._places.get(key, [])
        return bisect_left(places, high) - bisect_left(places, low)


def score(text: str, found: Sequence[Found], cues: Iterable[tuple[str, int]]) -> list[Match]:
    """The matches with their sense and the reason for it. `found` comes in the order of the text."""
    there = _Cues(cues)
    neighbours = _neighbours(found)
    weighed = [_Weighed(one, _passing(one, others, there)) for one, others in zip(found, neighbours, strict=True)]
    points, reason = _sum(text, weighed)
    return [_judged(one, points >= ENOUGH, reason) for one in weighed]


def _passing(one: Found, others: int, cues: _Cues) -> str:
    start, end = one.match.start, one.match.end
    if one.strength is Strength.MENTION:
        return marked("a word that is mostly there in passing")
    if cues.within("definition", start - AROUND, end + AROUND) >= 2:
        return marked("in a list of personal data")
    if one.match.vendor and cues.within("clause", start - AROUND, end + AROUND):
        return marked("in a standard clause")
    if start > HEAD and cues.within("example", start - BEFORE, start):
        return marked("as an example")
    if one.strength is Strength.WEAK and others >= OTHERS:
        return marked("in an enumeration")
    return ""


def _neighbours(found: Sequence[Found]) -> list[int]:
    """How many other topics stand beside each place."""
    starts = [one.match.start for one in found]
    counts = []
    for one in found:
        low = bisect_left(starts, one.match.start - BESIDE)
        high = bisect_left(starts, one.match.end + BESIDE)
        near = found[low : min(high, low + 50)]  # fifty places within a few lines are an enumeration whatever follows
        counts.append(len({other.match.rule for other in near} - {one.match.rule}))
    return counts


def _sum(text: str, weighed: Sequence[_Weighed]) -> tuple[float, str]:
    """The points of the text, and in words what it has them for."""
    if any(one.counts is Strength.STRONG for one in weighed):
        return ENOUGH, marked("named as such")
    weak = [one for one in weighed if one.counts is Strength.WEAK]
    points, reasons = min(WEAK_MOST, WEAK * len(weak)), []
    if any(one.found.match.start < HEAD for one in weak):
        points += IN_HEAD
        reasons.append(marked("at the beginning"))
    if weak and len(text) <= SHORT:
        points += IN_SHORT
        reasons.append(marked("in a short text"))
    return points, ", ".join([marked("said more than once"), *reasons])


def _judged(one: _Weighed, subject: bool, reason: str) -> Match:
    what = one.found.what
    if subject and not one.passing:
        return replace(one.found.match, sense=Sense.SUBJECT, why=f"{what}: {reason}")
    passing = one.passing or marked("not enough to be what the text is about")
    return replace(one.found.match, sense=Sense.MENTION, why=f"{what}: {passing}")
