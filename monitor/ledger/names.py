"""Names of organisations as registers write them: which are the same, which are former ones, and which speak for somebody else."""

import re
import unicodedata
from dataclasses import dataclass

FORMER = re.compile(r"\b(?:FORMERLY(?: KNOWN AS)?|F/?K/?A|D/?B/?A|DOING BUSINESS AS|A/?K/?A)\b")
TRADING = re.compile(r"D/?B/?A|DOING BUSINESS AS|A/?K/?A")
FOR_ANOTHER = re.compile(r"\b(?:(?:ON )?BEHALF(?: OF)?|OBO)\b|\((?:FOR|FRA) ")
SUFFIX = re.compile(r"\b(?:INC|INCORPORATED|CORP|CORPORATION|COMPANY|CO|LLC|LLP|LP|LTD|LIMITED|PLLC|PLC|PC|SA|AG|GMBH|NV|BV|AND|THE)\b")
LAST = re.compile(r"(?: (?:SPA|SAS|SARL|SRL|SL|OY|OYJ|AB|AS|APS|PTY|PTE|BHD|KG|SE|EIRELI|LTDA|PVT|KK|SP Z OO))+$")
"""Forms that are words of other meaning elsewhere: only at the end, and not alone."""
LONGEST = 300  # characters of a name that are looked at; the longest in 163,651 lobbying filings has 190


def organisation(name: str) -> str:
    """What one organisation has in common under all its names as written: without forms, signs, and former names.

    A convenience for telling in-house filings from those of hired firms. Who belongs to whom is curated, not computed.
    """
    plain = unicodedata.normalize("NFKC", name[:LONGEST]).upper()
    current = FORMER.split(plain, maxsplit=1)[0]
    letters = re.sub(r"[^\w\s]", " ", re.sub(r"[.']", "", current))
    bare = LAST.sub("", " ".join(SUFFIX.sub(" ", letters).split()))
    return bare or " ".join(letters.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names in one as written: "FLOCK GROUP INC. D/B/A FLOCK SAFETY" trades under another, "IDEMIA (FORMERLY MORPHOTRAK)" had one."""

    current: str
    trading: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def names(written: str) -> Names:
    """The names in one, each in the form of `organisation`."""
    plain = unicodedata.normalize("NFKC", written[:LONGEST]).upper()
    marks = list(FORMER.finditer(plain))
    ends = [*(mark.start() for mark in marks[1:]), len(plain)]
    more = [(mark[0], organisation(plain[mark.end() : end])) for mark, end in zip(marks, ends, strict=False)]
    return Names(
        current=organisation(plain),
        trading=tuple(name for mark, name in more if name and TRADING.fullmatch(mark)),
        former=tuple(name for mark, name in more if name and not TRADING.fullmatch(mark)),
    )


def speaks_for(name: str) -> str | None:
    """Whom a client is a go-between for: "MICROSOFT" in "FIDELIS (ON BEHALF OF MICROSOFT)"; None for any other name."""
    match = FOR_ANOTHER.search(name.upper())
    if match is None:
        return None
    return " ".join(name[match.end() :].strip(" ()").split()) or None
