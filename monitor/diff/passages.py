"""Which passages two texts have in common: however their lines break, whatever page they stand on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from monitor.diff.change import Change, What
from monitor.model import ExtractedPage
from monitor.query.normalise import normalise

# A passage ends at a full stop before a capital, at a blank line, and where a line begins as items of an agenda do.
END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z“\"(])|\n[ \t]*\n|\n(?=[ \t]*(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]|\(?[A-Za-z][.)]|[•▪●–-])\s)")
MARK = re.compile(r"\s*(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]|[•▪●–-])\s+")  # the number of an item: a new one before it moves all others
MONEY = re.compile(r"(?:[$€£]|\b(?:USD|EUR|GBP|CAD|AUD)\s)\s?\d[\d,.]*\d(?:\s?(?:million|billion|[MK])\b)?|[$€£]\s?\d\b")
FOOTER = re.compile(r"^[ \t]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[ \t]*$", re.IGNORECASE | re.MULTILINE)
SHORT = 12  # characters of a normal form: page numbers, initials and rules are nobody's news
ALIKE = 0.6  # of the words of two passages the same, and one was made of the other: a new sum or date in a sentence of ten
PAIRED = 60  # removed and appeared passages that are compared with each other: each with each takes 1 ms
MOST = 200  # changes; a text with more is another text
SHOWN = 300  # characters of a passage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    text: str
    normal: str
    page: int | None


def of_texts(before: str, after: str, where: str) -> tuple[Change, ...]:
    """The passages that appeared, went or changed between two texts."""
    return tuple(_compared(list(_passages(before)), list(_passages(after)), where))


def of_pages(before: Sequence[ExtractedPage], after: Sequence[ExtractedPage], where: str) -> tuple[Change, ...]:
    """The same for two versions of a document. What only moved to another page did not change."""
    old, new = ([one for page in pages for one in _passages(page.text, page.number)] for pages in (before, after))
    return tuple(_compared(old, new, where))


def _passages(text: str, page: int | None = None) -> Iterator[_Passage]:
    for piece in END.split(FOOTER.sub("\n", text)):
        shown = " ".join(MARK.sub("", piece, count=1).split())
        normal = normalise(shown)
        if len(normal) >= SHORT:
            yield _Passage(text=shown, normal=normal, page=page)


def _compared(before: list[_Passage], after: list[_Passage], where: str) -> Iterator[Change]:
    gone, come = _without(before, after), _without(after, before)
    for old in _most(gone):
        new = _heir(old, _most(come))
        if new is None:
            yield Change(what=What.REMOVED, where=where, before=_cut(old.text), page=old.page)
            continue
        come.remove(new)
        yield _changed(old, new, where)
    for new in _most(come):
        yield Change(what=What.APPEARED, where=where, after=_cut(new.text), page=new.page)


def _most(passages: list[_Passage]) -> list[_Passage]:
    return passages[:MOST]


def _without(these: list[_Passage], those: list[_Passage]) -> list[_Passage]:
    """Those of these that the others lack, each as often as it is lacking."""
    there = Counter(one.normal for one in those)
    lacking = []
    for one in these:
        if there[one.normal]:
            there[one.normal] -= 1
        else:
            lacking.append(one)
    return lacking


def _heir(old: _Passage, come: list[_Passage]) -> _Passage | None:
    """The passage that stands in the place of the old one."""
    words = old.normal.split()
    best, share = None, ALIKE
    for new in come[:PAIRED]:
        alike = SequenceMatcher(None, words, new.normal.split(), autojunk=False)
        if alike.quick_ratio() > share and (ratio := alike.ratio()) > share:
            best, share = new, ratio
    return best


def _changed(old: _Passage, new: _Passage, where: str) -> Change:
    """What changed in a passage: only the sum of money, where there is one in each and the rest is the same."""
    before, after = MONEY.findall(old.text), MONEY.findall(new.text)
    if len(before) == len(after) == 1 and normalise(MONEY.sub(" ", old.text)) == normalise(MONEY.sub(" ", new.text)):
        around = _cut(MONEY.sub("…", new.text))
        return Change(what=What.CHANGED, where=f"{where}: the amount in “{around}”", before=before[0], after=after[0], page=new.page)
    return Change(what=What.CHANGED, where=where, before=_cut(old.text), after=_cut(new.text), page=new.page)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
