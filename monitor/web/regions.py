"""Names of countries and of their regions, as the ids of sources begin: "us", "us-ca"."""

from pathlib import Path

from babel.core import Locale

from monitor.language import gettext, marked, spoken

_WHOLE = {
    "federal": marked("Federal"),
    "national": marked("National"),
    "bund": marked("Federal"),
    "union": marked("Union"),
    "uk": marked("National"),
    "all": marked("All of it"),
    "states": marked("Several states"),
    "provinces": marked("Several provinces"),
    "world": marked("Worldwide"),
}
REGIONS = dict(line.split(" ", 1) for line in (Path(__file__).parent / "regions.txt").read_text(encoding="utf-8").splitlines())


def country(code: str) -> str:
    """A country's name in the language of the moment; its code where there is none."""
    return Locale.parse(spoken()).territories.get(code.upper()) or code.upper()


def region(code: str) -> str:
    """A state, province or nation by its own name; what stands for a whole country as the words for that."""
    named = REGIONS.get(code)
    if named:
        return named
    last = code.partition("-")[2]
    return gettext(_WHOLE[last]) if last in _WHOLE else last.upper()


def place(code: str) -> str:
    """The region with its country: "California, United States"."""
    return f"{region(code)}, {country(code.partition('-')[0])}" if "-" in code else country(code)
