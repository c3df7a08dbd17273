"""Days and sums as queries write them: 2026, 2026-11, 2026-11-24; >100000, 50000..250000, <=1000000usd."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SUM = r"\d{1,15}(?:\.\d{1,4})?[km]?"
MONEY = re.compile(rf"(?:(?P<low>{_SUM})\.\.(?P<high>{_SUM})|(?P<sign>>=|<=|>|<)?(?P<sum>{_SUM}))(?P<currency>[a-z]{{3}})?")
_TIMES = {"k": 1_000, "m": 1_000_000}


def first_day(text: str) -> date | None:
    """The first day of what is written; None where the calendar has none such."""
    written = DATE.fullmatch(text)
    if written is None:
        return None
    year, month, day = (int(number or 1) for number in written.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A range of sums. Bounds that are None are open; `currency` in small letters, empty for any."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_itself: bool = True
    high_itself: bool = True
    currency: str = ""

    def holds(self, value: Decimal) -> bool:
        """Whether the sum lies in the range."""
        if self.low is not None and (value < self.low or (value == self.low and not self.low_itself)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_itself)


def money(text: str) -> Money:
    """The range that is written. ValueError where it is none."""
    written = MONEY.fullmatch(text)
    if written is None:
        raise ValueError(f"no sum: {text}")
    currency = written["currency"] or ""
    if written["low"]:
        return Money(low=_decimal(written["low"]), high=_decimal(written["high"]), currency=currency)
    value = _decimal(written["sum"])
    match written["sign"]:
        case ">" | ">=" as sign:
            return Money(low=value, low_itself=sign == ">=", currency=currency)
        case "<" | "<=" as sign:
            return Money(high=value, high_itself=sign == "<=", currency=currency)
        case _:
            return Money(low=value, high=value, currency=currency)


def _decimal(text: str) -> Decimal:
    return Decimal(text.rstrip("km")) * _TIMES.get(text[-1], 1)
