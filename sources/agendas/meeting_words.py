"""The words of clerks, whatever the platform: where a meeting stands, what a document is, how a meeting is called."""

import re
from datetime import date, datetime

from sources.model import LinkKind, Stage

STAGES = (  # the first that matches: "cancelled and rescheduled to 12 May" is rescheduled
    (Stage.RESCHEDULED, r"(?:(?:cancel+ed|postponed|deferred)\W+(?:and\W+)?)?re-?scheduled"),
    (Stage.CANCELLED, r"cancel+ed|cancel+ation|no meeting|dark meeting"),
    (Stage.POSTPONED, r"postponed|deferred"),
)
SAID_OF_IT = re.compile(  # what may stand around a title for a state: "Council - CANCELLED", "(Rescheduled to 12 May)"
    r"(?:\W*\b(?:(?:notice of )?cancel+ation(?: notice)?|cancel+ed|no meeting|dark meeting|postponed|deferred"
    r"|re-?scheduled(?: (?:to|from)\b.*)?|revised|amended|updated|draft(?: agenda)?))+\W*$",
    re.IGNORECASE,
)
A_TITLE = 80  # letters; a comment is longer and may end with what happened to an item
KINDS = (  # the first that matches: an "agenda packet" is a packet, "minutes packet" holds the minutes
    (LinkKind.MINUTES, r"minutes|action summary|summary of action|recap|proceedings|protocol|decision"),
    (LinkKind.PACKET, r"pac?ket|package|full agenda|agenda pack\b|reports pack"),
    (LinkKind.NOTICE, r"notice|cancel+ation"),
    (LinkKind.AGENDA, r"agenda|order of business"),
)


def stage(status: str, *texts: str) -> Stage:
    """Where the meeting stands: as the publisher's status says, else as the clerk wrote into a title or a comment."""
    for found, words in STAGES:
        if re.search(words, status, re.IGNORECASE):
            return found
    for found, words in STAGES:
        if any(_of_the_meeting(words, text) for text in texts):
            return found
    return Stage.SCHEDULED


def _of_the_meeting(words: str, text: str) -> bool:
    """Whether the word is said of the meeting, not of an item.

    It comes first, after a dash or a bracket, at the end of what is short, in capitals, or after "meeting".
    """
    return bool(
        re.match(rf"\W*(?:{words})\b", text, re.IGNORECASE)
        or re.search(rf"[-–—(|*]\s*(?:{words})\b", text, re.IGNORECASE)
        or (len(text) <= A_TITLE and re.search(rf"\b(?:{words})\W*$", text, re.IGNORECASE))
        or re.search(rf"\bmeeting\b[\w\s]{{0,30}}\b(?:{words})\b", text, re.IGNORECASE)
        or any(word.isupper() for word in re.findall(rf"\b(?:{words})\b", text, re.IGNORECASE))
    )


def kind(words: str) -> LinkKind:
    """What a document of this name is."""
    return next((found for found, pattern in KINDS if re.search(pattern, words, re.IGNORECASE)), LinkKind.OTHER)


def body(title: str) -> str:
    """Who meets, by a title that may say more: "City Council - CANCELLED" is a meeting of the City Council."""
    return SAID_OF_IT.sub("", title).strip(" -–—:,(*") or title


def title(name: str, day: date | datetime) -> str:
    """How a meeting is called: "City Council, 2 December 2026"."""
    return f"{name}, {day.day} {day:%B %Y}"


def line(said: str | None) -> str:
    """A text on one line; an empty one for null."""
    return " ".join((said or "").split())


def lines(said: str | None) -> str:
    """A text in its lines, without blanks at their ends; an empty one for null."""
    return "\n".join(each.rstrip() for each in (said or "").strip().splitlines())
