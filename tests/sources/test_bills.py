"""Bills as lobbyists write them."""

import pytest

from sources.lobbying.bills import bills, congress_of
from sources.model import Bill


def numbers(text: str, year: int | None = 2019) -> list[str]:
    return [f"{bill.type}{bill.number}-{bill.congress}" for bill in bills(text, year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S. 847, Commercial Facial Recognition Privacy Act", ["s847-116"]),
        ("S.847/H.R. 3907", ["s847-116", "hr3907-116"]),
        ("S 1197/HR 1960", ["s1197-116", "hr1960-116"]),
        ("HR3010\nRegulatory", ["hr3010-116"]),
        ("H.J. Res 59, S.Con.Res. 8 and H. Res. 12", ["hjres59-116", "sconres8-116", "hres12-116"]),
        ("S. 847 and S. 847", ["s847-116"]),
        ("S. 847 (112th Congress) and S. 847", ["s847-112", "s847-116"]),
        ("(H.R. 4310)", ["hr4310-116"]),
    ],
)
def test_a_bill_is_read_however_it_is_written(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    ["U.S. 50 highway", "the Fund's 2019 budget", "COVID's 19", "S. 2,500 dollars", "H 5", "Sec. 512", "PS 118", "S. 0", "hours 40", ""],
)
def test_what_is_no_bill_is_none(text: str) -> None:
    assert numbers(text) == []


def test_a_number_without_a_year_says_nothing() -> None:
    assert numbers("S. 847", None) == []
    assert (
        bills("S. 847, 116th Congress", None) == bills("S. 847 of the 116th Congress", None) == (Bill(congress=116, type="s", number=847),)
    )


@pytest.mark.parametrize(("year", "congress"), [(1789, 1), (2011, 112), (2012, 112), (2019, 116), (2026, 119)])
def test_a_congress_lasts_two_years(year: int, congress: int) -> None:
    assert congress_of(year) == congress
