"""How long a source may publish nothing before that is strange: learned from how long it did so before. Pure.

A council that meets once a week is silent for six days, and over a holiday for thirteen; a feed that has something each working day
is silent over a weekend. So the measure is the source's own longest silence, and no rate that is the same for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

LEARNED_FROM = timedelta(days=120)
LATELY = timedelta(days=30)  # what is seen in a month is compared with what came in the three months before
LEAST = 10  # silences that must be known: of fewer, the longest says nothing of the next
FACTOR = 2  # times the longest one. Of n silences of one kind the next is twice the longest in about one of n squared
AT_LEAST = timedelta(days=2)  # what is published each day is not published at the same hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a source publishes: the usual time between two days with something new, and the longest."""

    usual: timedelta
    longest: timedelta

    @property
    def strange(self) -> timedelta:
        """The silence that is strange."""
        return max(self.longest * FACTOR, AT_LEAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A silence that is strange: since when, and what the source did before."""

    since: date
    rhythm: Rhythm


def rhythm(days: Sequence[date]) -> Rhythm | None:
    """What these days, on which there was something new, say of the source; None where they are too few to say anything."""
    gaps = [later - earlier for earlier, later in pairwise(sorted(set(days)))]
    if len(gaps) < LEAST:
        return None
    return Rhythm(usual=timedelta(days=round(median(gap.days for gap in gaps))), longest=max(gaps))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """On how many of the last thirty days there was something new, and on how many it was to be expected; None: not known."""

    seen: int
    expected: float | None


def lately(days: Sequence[date], today: date) -> Lately:
    """What was seen lately, and what the time before that leads one to expect: at least as long a time, from the first of these days on."""
    begin = today - LATELY
    first = max(min(days, default=today), today - LEARNED_FROM)
    before = {day for day in days if first < day <= begin}  # the first day begins the time that is measured, and is not in it
    expected = len(before) * (LATELY / (begin - first)) if begin - first >= LATELY else None
    return Lately(seen=len({day for day in days if begin < day <= today}), expected=expected)


def silence(days: Sequence[date], today: date) -> Silence | None:
    """Whether it is strange that nothing came since the last of these days."""
    learned = rhythm(days)
    if learned is None or today - max(days) <= learned.strange:
        return None
    return Silence(since=max(days), rhythm=learned)
