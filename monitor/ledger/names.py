"""Names of organisations as registers write them: which are the same, and which speak for somebody else."""

import re
import unicodedata

FORMER = re.compile(r"\b(?:FORMERLY(?: KNOWN AS)?|F/?K/?A|D/?B/?A|DOING BUSINESS AS|A/K/A)\b")
FOR_ANOTHER = re.compile(r"\b(?:(?:ON )?BEHALF(?: OF)?|OBO)\b|\((?:FOR|FRA) ")
SUFFIX = re.compile(r"\b(?:INC|INCORPORATED|CORP|CORPORATION|COMPANY|CO|LLC|LLP|LP|LTD|LIMITED|PLLC|PLC|PC|SA|AG|GMBH|NV|BV)\b")


def organisation(name: str) -> str:
    """What one organisation has in common under all its names as written: without forms, signs, and former names.

    A convenience for telling in-house filings from those of hired firms. Who belongs to whom is curated, not computed.
    """
    plain = unicodedata.normalize("NFKC", name).upper()
    current = FORMER.split(plain, maxsplit=1)[0]
    letters = re.sub(r"[^\w\s]", " ", re.sub(r"[.']", "", current))
    bare = " ".join(SUFFIX.sub(" ", letters).split())
    return bare or " ".join(letters.split())


def speaks_for(name: str) -> str | None:
    """Whom a client is a go-between for: "MICROSOFT" in "FIDELIS (ON BEHALF OF MICROSOFT)"; None for any other name."""
    match = FOR_ANOTHER.search(name.upper())
    if match is None:
        return None
    return " ".join(name[match.end() :].strip(" ()").split()) or None
