"""What the lexicon holds: topics and vendors with their queries and examples. Frozen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject that is watched. `terms` name the technology; `weak` words must add up; `mentions` never make a subject.

    `slips` are phrases that are also found with one slip of a scanner: `files.slipped` says which.
    """

    key: str
    title: str
    terms: tuple[str, ...]
    weak: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A company. `names` are unmistakable; `ambiguous` ones count near `context` and not near `unless`."""

    name: str
    names: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    context: str = ""
    unless: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that tell how a term is used."""

    key: str
    query: str
