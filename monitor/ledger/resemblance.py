"""How like two names of organisations are. Likeness asks a person; only the same name merges."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from monitor.ledger.names import organisation

ALIKE = 0.85  # in 27 pairs that a tally of a state decided by hand, each pair of one vendor by likeness had at least this
LONG_ENOUGH = 5  # letters: NEC and NECA differ by one, and one is a trade association


class Verdict(StrEnum):
    """What two names say of their owners."""

    SAME = "same"
    UNDECIDED = "undecided"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """What was found. `score` is 1 for the same name, and 0 where nothing speaks for it."""

    verdict: Verdict
    score: float
    why: str


def compare(one: str, other: str) -> Resemblance:
    """Whether two names, as written, are of one organisation as far as names can say it."""
    left, right = organisation(one), organisation(other)
    if not left or not right:
        return Resemblance(verdict=Verdict.OTHER, score=0, why="a name is empty")
    if left == right:
        return Resemblance(verdict=Verdict.SAME, score=1, why="the same name but for signs and legal forms")
    return _likeness(left, right)


def _likeness(left: str, right: str) -> Resemblance:
    sorted_words = [" ".join(sorted(each.split())) for each in (left, right)]
    shorter, longer = sorted((left, right), key=len)
    if left.replace(" ", "") == right.replace(" ", ""):
        return _undecided(0.99, "the same letters, divided otherwise")
    if sorted_words[0] == sorted_words[1]:
        return _undecided(0.98, "the same words in another order")
    if longer.startswith(f"{shorter} "):
        return _undecided(0.9, f"one has {longer.removeprefix(shorter).strip()} more")
    if shorter == "".join(word[0] for word in longer.split()):
        return _undecided(0.85, "one is made of the first letters of the other")
    score = max(_ratio(left, right), _ratio(*sorted_words)) if len(shorter) >= LONG_ENOUGH else 0.0
    if score >= ALIKE:
        return _undecided(score, f"{score:.0%} of the letters agree")
    return Resemblance(verdict=Verdict.OTHER, score=score, why="other names")


def _undecided(score: float, why: str) -> Resemblance:
    return Resemblance(verdict=Verdict.UNDECIDED, score=score, why=why)


def _ratio(one: str, other: str) -> float:
    """How many of the letters agree; where that can only be too few, the most that it can be: nine of ten names are told so at once."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for most in (matcher.real_quick_ratio(), matcher.quick_ratio()):
        if most < ALIKE:
            return most
    return matcher.ratio()
