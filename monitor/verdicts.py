"""What belongs into the inbox of a group, what it says of a hit, and the reasons there are to dismiss one. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Where a hit stands in an inbox."""

    OPEN = "open"
    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"


class Reason(StrEnum):
    """Why a hit is not relevant."""

    MEANING = "meaning"
    PASSING = "passing"
    KNOWN = "known"
    PLACE = "place"
    PHRASE = "phrase"
    OTHER = "other"


LONGEST_WORDS = 500  # characters of what is said beside a reason
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A hit that belongs into the inbox of a group, because of a watch. `hit` counts in the list that was decided on."""

    group_id: int
    watch_id: int
    watch_name: str
    hit: int
