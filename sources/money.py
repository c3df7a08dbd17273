"""Sums of money as publishers write them, and bands of which only the bounds are told."""

import re
from decimal import Decimal

SIGNS = re.compile(r"[\s$€£]|USD|EUR|GBP")
SUM = re.compile(r"-?(\d{1,18}|\d{1,3}(,\d{3}){1,5})(\.\d{1,6})?", re.ASCII)  # "1.234,56" is refused: it may be read in two ways


def money(text: str) -> Decimal | None:
    """A sum as people write it: "$9,631.25", "(120.00)" for less than nothing; None for nothing. ValueError for other words."""
    digits = SIGNS.sub("", text)
    if not digits:
        return None
    negative = digits.startswith("(") and digits.endswith(")")
    bare = digits.strip("()")
    if not SUM.fullmatch(bare):
        raise ValueError(f"{text[:40]!r} is no sum of money")
    value = Decimal(bare.replace(",", ""))
    return -value if negative else value


def band(low: str, high: str, currency: str) -> str:
    """The bounds in words: "10,000 to 24,999 EUR", "under 10,000 EUR", "from 10,000,000 EUR"; nothing where there are none.

    A band has no value, and none is made up between its bounds. ValueError where a bound is no sum.
    """
    said = [f"{value:,f}" for value in map(money, (low, high)) if value is not None]
    if not said:
        return ""
    return f"{said[0]} to {said[1]} {currency}" if low and high else f"{'from' if low else 'under'} {said[0]} {currency}"
