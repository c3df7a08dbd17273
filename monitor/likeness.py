"""Whether two files say the same: a signature of a text, small enough to keep, by which near-duplicates are known. Pure.

Two sites print one document with other line breaks, stamps, footers and bytes. So a signature has two parts. The *facts* are a
hash of all numbers and dates, each as often as it stands there: the agenda of next week, and the contract for another sum, differ
in few words, but in those. The *sketch* is the smallest hashes of all runs of five words, whose overlap estimates how much of
their text two files share (bottom-k MinHash: Broder 1997, Cohen and Kaplan 2007).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import islice

from monitor.query.normalise import SEAM, normalise

ALIKE = 0.9  # of the runs of words shared; a stamp on each page of an agenda leaves 0.95, see docs/decisions.md
RUN = 5  # words
KEPT = 256  # hashes, 2 kB: the estimate of 0.9 is off by 0.02
WIDTH = 8  # bytes of a hash
BATCH = 20_000  # runs hashed before the smallest are taken, so that a packet of 5,000 pages costs no more memory than a short one
LEAST = 8  # words; less is a cover, or a page that could not be read

# What a program adds when it prints, and what counts the pages of this very file: neither is said by the document.
_PRINTED = re.compile(
    r"\b(?:printed|generated|downloaded)(?: on| at)?:? +\d{1,4}[/.-]\d\d?[/.-]\d{2,4}(?:,? +\d\d?:\d\d(?::\d\d)?(?: *[ap]\.?m\b\.?)?)?"
    r"|\bpage +\d+(?: +of +\d+)?\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\d+[年년] ?\d+[月월](?: ?\d+[日일])?|\d(?:[\d.,:/-]*\d)?|[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
BEFORE_YEAR = 4  # words before a year that make it a date in any language: "le mardi 7 mai 2024", "7 de mayo de 2024"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What is kept of a text. `facts` is "" where there is too little text to tell."""

    facts: str
    sketch: bytes = b""


NOTHING = Signature(facts="")


def signature(pages: Iterable[str]) -> Signature:
    """The signature of a document with these pages. Spaces, capitals, hyphens, page numbers and what a printer adds do not change it."""
    facts: Counter[str] = Counter()
    words: list[str] = []
    for page in pages:
        facts.update(_facts(_PRINTED.sub(" ", page)))
        words += [word for word in normalise(_PRINTED.sub(" ", page)).replace(SEAM, "").split() if word != "."]
    if len(words) < LEAST:
        return NOTHING
    said = (f"{fact}*{times}" for fact, times in sorted(facts.items())) if facts else iter(words)  # without a number: all its words
    return Signature(facts=blake2b("\n".join(said).encode(), digest_size=16).hexdigest(), sketch=_sketch(words))


def alike(one: bytes, other: bytes) -> bool:
    """Whether the texts of these two sketches share at least ALIKE of their runs of words."""
    a, b = set(_hashes(one)), set(_hashes(other))
    union = nsmallest(KEPT, a | b)
    return bool(union) and sum(each in a and each in b for each in union) >= ALIKE * len(union)


def _facts(page: str) -> Iterator[str]:
    """Numbers of three digits and more or with signs in them, days of a month, and years with the words before them."""
    words = _WORD.findall(page.casefold())
    for place, word in enumerate(words):
        if not word[0].isdigit():
            continue
        if _YEAR.fullmatch(word):
            yield " ".join(words[max(0, place - BEFORE_YEAR) : place + 1])
        elif len(word) > 2 or (place and _MONTH.match(words[place - 1])):
            yield f"{words[place - 1]} {word}" if len(word) <= 2 else word


def _sketch(words: Sequence[str]) -> bytes:
    runs = (" ".join(words[place : place + RUN]) for place in range(max(1, len(words) - RUN + 1)))
    kept: set[bytes] = set()
    while batch := {blake2b(run.encode(), digest_size=WIDTH).digest() for run in islice(runs, BATCH)}:
        kept = set(nsmallest(KEPT, kept | batch))
    return b"".join(sorted(kept))


def _hashes(sketch: bytes) -> Iterator[bytes]:
    return (sketch[place : place + WIDTH] for place in range(0, len(sketch), WIDTH))
