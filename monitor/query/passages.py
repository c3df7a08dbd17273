"""The sentence that holds a match, as evidence: found by rule, cut to what a message can show, and named by a digest."""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path

from monitor.model import Passage
from monitor.query.normalise import normalise

MOST = 400  # characters shown; a long sentence of an agenda still fits, a run of text without full stops is cut
NEIGHBOUR = 160  # characters shown of the sentences before and after: they set the scene
AHEAD = 40  # characters behind an end in which it shows that it is one: the capital, the number of the next item
REACH = 1_000  # characters on each side in which the ends of the sentence are looked for

_LIST_MARK = (
    r"(?:[•▪●◦‣*–—☐§]|-(?=\s)"  # bullets
    r"|\(?(?:\d{1,4}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxIVX]{1,5})[.)](?!\w)"  # 7.  (b)  iv.  3.1)
    r"|\d+(?:\.\d+)+\s|[A-Z]{1,3}[.-]?\d{1,3}[.)]?\s)"  # 4.2  C-14  PH1.
)
_END = re.compile(rf"(?P<stop>[.!?…]+)[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\Wa-z_])|\n[ \t\r]*\n|\f|\n(?=[ \t]*{_LIST_MARK})")
_LEADING_MARK = re.compile(rf"\s*{_LIST_MARK}\s*")
_ITEM_NUMBER = re.compile(rf"[ \t]*{_LIST_MARK}")
_LAST_WORD = re.compile(r"[^\s(\[\"“]+$")

_ABBREVIATIONS = frozenset(
    word
    for line in Path(__file__).with_name("abbreviations.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_INITIAL = re.compile(r"(?:[A-Z]\.)*[A-Z]")


def passage(text: str, start: int, end: int) -> Passage:
    """The sentence around text[start:end]: `Sentences` of a text with a single match."""
    return Sentences(text).around(start, end)


def neighbours(text: str, said: str) -> tuple[str, str]:
    """The sentences before and after a passage of this text, as it was found there; "" where it is not there any more."""
    found = re.search(r"\s+".join(map(re.escape, said.split())), text) if said.strip() else None
    return Sentences(text).beside(*found.span()) if found else ("", "")


class Sentences:
    """The sentences of one text. Where they end is told from what is near a match, or once for the whole text that has `many` of them.

    A sentence ends at a full stop before a capital (not after "No.", "Inc.", "U.S."), at a blank line, and where a new line
    begins an item of a list or an agenda.
    """

    def __init__(self, text: str, *, many: int = 1) -> None:
        self._text = text
        self._marks = list(_marks(text, 0, len(text))) if many * REACH > len(text) else None
        self._finishes = [finish for _, finish in self._marks or ()]
        self._digests: dict[tuple[int, int], str] = {}

    def around(self, start: int, end: int) -> Passage:
        """The sentence around text[start:end], white space tidied, at most MOST characters, with the term's place in it.

        The digest is that of the whole sentence in normal form without spaces and signs, so it stays the same whatever its line
        breaks, hyphens and capitals, and whatever number the item has.
        """
        text, first, last = self._text, self._begin(start), self._finish(end)
        digest = self._digests.get((first, last)) or self._digests.setdefault((first, last), _digest(text[first:last]))
        first, last = _shortened(text, start, end, first, last)
        before, term, after = (" ".join(piece.split()) for piece in (text[first:start], text[start:end], text[end:last]))
        head = before + " " if before and text[start - 1].isspace() else before
        tail = " " + after if after and text[end : end + 1].isspace() else after
        return Passage(text=head + term + tail, start=len(head), end=len(head) + len(term), digest=digest)

    def beside(self, first: int, last: int) -> tuple[str, str]:
        """The sentence before text[first:last] and the one after it, each cut to NEIGHBOUR characters; "" where there is none."""
        text = self._text
        behind = len(text[:first].rstrip())
        ahead = last + len(text[last:]) - len(text[last:].lstrip())
        before = " ".join(text[self._begin(behind - 1) : behind].split()) if behind else ""
        after = " ".join(text[ahead : self._finish(ahead + 1)].split()) if ahead < len(text) else ""
        return _end_of(before), _begin_of(after)

    def _begin(self, start: int) -> int:
        """Where the sentence before `start` has ended."""
        low = max(0, start - REACH)
        if self._marks is None:
            return max((finish for _, finish in _marks(self._text, low, start + AHEAD) if finish <= start), default=low)
        before = bisect_right(self._finishes, start)
        return max(self._finishes[before - 1], low) if before else low

    def _finish(self, end: int) -> int:
        high = min(len(self._text), end + REACH)
        if self._marks is None:
            return min(next((finish for _, finish in _marks(self._text, end, high + AHEAD)), high), high)
        after = bisect_left(self._marks, (end, 0))
        return min(self._marks[after][1], high) if after < len(self._marks) else high


def _marks(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Where the marks begin and end by which a sentence ends, between these places."""
    return (mark.span() for mark in _END.finditer(text, low, high) if _is_end(text, mark))


def _is_end(text: str, mark: re.Match[str]) -> bool:
    if mark["stop"] != ".":
        return True
    if _ITEM_NUMBER.fullmatch(text, text.rfind("\n", max(0, mark.start() - 40), mark.start()) + 1, mark.end()):
        return False
    word = _LAST_WORD.search(text, max(0, mark.start() - 20), mark.start())
    return word is None or not (word[0].lower() in _ABBREVIATIONS or _INITIAL.fullmatch(word[0]))


def _begin_of(sentence: str) -> str:
    return sentence if len(sentence) <= NEIGHBOUR else sentence[: _word_end(sentence, 0, NEIGHBOUR - 1)].rstrip() + "…"


def _end_of(sentence: str) -> str:
    low = len(sentence) - NEIGHBOUR + 1
    return sentence if low <= 1 else "…" + sentence[_word_start(sentence, low, len(sentence)) :].lstrip()


def _shortened(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The part around the term that may be shown, cut between words. What one side does not need, the other gets."""
    room = MOST - (end - start)
    if last - first <= MOST or room <= 0:
        return (first, last) if room > 0 else (start, end)
    left = min(start - first, max(room // 2, room - (last - end)))
    right = room - left
    if left < start - first:
        first = _word_start(text, start - left, start)
    if right < last - end:
        last = _word_end(text, end, end + right)
    return first, last


def _word_start(text: str, low: int, start: int) -> int:
    space = re.compile(r"\s").search(text, low, start)
    return space.end() if space else start


def _word_end(text: str, end: int, high: int) -> int:
    space = max((text.rfind(blank, end, high) for blank in " \n\t"), default=-1)
    return max(space, end)


def _digest(sentence: str) -> str:
    mark = _LEADING_MARK.match(sentence)
    words = normalise(sentence[mark.end() if mark else 0 :])
    return hashlib.sha256(words.replace(" ", "").replace(".", "").encode()).hexdigest()[:32]
