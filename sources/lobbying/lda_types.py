"""The kinds of filings under the US Lobbying Disclosure Act: their codes, and the periods that they report on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sources.model import Stage

QUARTERS = ("1st", "2nd", "3rd", "4th")
SUFFIXES = {  # what may follow the period in a code
    "report": ("Report", Stage.REPORT),
    "T": ("Termination", Stage.TERMINATION),
    "A": ("Amendment", Stage.AMENDMENT),
    "@": ("Termination Amendment", Stage.AMENDMENT),
}
PERIODS = {
    "first_quarter": "Q1",
    "second_quarter": "Q2",
    "third_quarter": "Q3",
    "fourth_quarter": "Q4",
    "mid_year": "mid-year",
    "year_end": "year-end",
}
PERIOD_WORDS = {f"{name} quarter": f"Q{n}" for n, name in enumerate(QUARTERS, 1)} | {"mid-year": "mid-year", "year-end": "year-end"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingType:
    """What a code means. `form` is what it is, without its period: "termination amendment (no activity)".

    `reports` is false for registrations, which carry no money; `active` for "No Activity", which may carry some.
    """

    code: str
    words: str
    form: str
    stage: Stage
    reports: bool = True
    active: bool = True


def _types() -> Iterator[FilingType]:
    """The 50 types of /constants/filing/filingtypes/. "YY" is a year-end report, not one without activity: so a table."""
    yield FilingType(code="RR", words="Registration", form="registration", stage=Stage.REGISTRATION, reports=False)
    yield FilingType(code="RA", words="Registration - Amendment", form="registration amendment", stage=Stage.AMENDMENT, reports=False)
    spans = [(f"Q{n}", str(n), f"{name} Quarter - ") for n, name in enumerate(QUARTERS, 1)]
    for report, prefix, span in [*spans, ("MM", "M", "Mid-Year "), ("YY", "Y", "Year-End ")]:
        for suffix, (words, stage) in SUFFIXES.items():
            code = report if suffix == "report" else f"{prefix}{suffix}"
            idle = f"{words} (No Activity)"
            yield FilingType(code=code, words=span + words, form=words.lower(), stage=stage)
            yield FilingType(code=f"{code}Y", words=span + idle, form=idle.lower(), stage=stage, active=False)


TYPES: Mapping[str, FilingType] = {each.code: each for each in _types()}


def filing_type(code: str) -> FilingType:
    """The type of a code. ValueError for one that is not in the table: a new kind is to be looked at, not guessed."""
    if code not in TYPES:
        raise ValueError(f"an unknown type of filing: {code!r}")
    return TYPES[code]


def period(year: int, name: str) -> str:
    """A period as people say it: "2018 Q1", "2003 mid-year". ValueError for an unknown one."""
    if name not in PERIODS:
        raise ValueError(f"an unknown period: {name!r}")
    return f"{year} {PERIODS[name]}"
