"""Bills of the US Congress that a text names, each with its Congress: S. 847 of 2011 and of 2019 are two bills."""

import re

from sources.model import Bill

FIRST_YEAR = 1789  # of the 1st Congress; each lasts two years
NUMBER = re.compile(  # "H.R. 3907", "HR3907", "H.R.3907", "H.J. Res 59", "S. Con. Res. 8", "S 847" but not "U.S. 50" or "Fund's 2019"
    r"(?<![\w.&'’/])(?<!\bU )(?P<chamber>H|S)\.?[ \t]?"
    r"(?P<form>R(?:ES)?|J\.?[ \t]?RES|CON\.?[ \t]?RES)?\.?[ \t]?(?:NO\.?[ \t])?(?P<number>\d{1,5})(?![\d,]*\d|-\d|\.\d|%)",
    re.IGNORECASE,
)
JOINED = re.compile(r"(?<=[\w])/(?=[HS][. \d]|HR)")  # "H.R. 3238/S. 401" are two bills
CONGRESS = re.compile(r"\s*,?\s*\(?(?:(?:of|in) the )?(?P<congress>1[0-9]{2}|9[0-9])(?:th|st|nd|rd) Congress", re.IGNORECASE)


def congress_of(year: int) -> int:
    """The Congress that sits in the year: 112 in 2011 and 2012, 116 in 2019 and 2020."""
    return (year - FIRST_YEAR) // 2 + 1


def bills(text: str, year: int | None) -> tuple[Bill, ...]:
    """The bills that the text names, each once, in order.

    Their Congress is the one that the text gives right behind the number, else the one of the year that the text is of.
    Where neither is known nothing can be said of a number.
    """
    found: dict[Bill, None] = {}
    spaced = JOINED.sub(" ", text)
    for match in NUMBER.finditer(spaced):
        if not _written_as_bill(match):
            continue
        said = CONGRESS.match(spaced, match.end())
        congress = int(said["congress"]) if said else congress_of(year) if year else None
        if congress:
            found[Bill(congress=congress, type=_type(match), number=int(match["number"]))] = None
    return tuple(found)


def _written_as_bill(match: re.Match[str]) -> bool:
    """Whether it is written in capitals, and is no bare "H 5", which is no form of a bill of Congress."""
    return match["chamber"].isupper() and (match["chamber"] == "S" or match["form"] is not None) and match["number"][0] != "0"


def _type(match: re.Match[str]) -> str:
    form = re.sub(r"[^a-z]", "", (match["form"] or "").lower())
    return match["chamber"].lower() + form
