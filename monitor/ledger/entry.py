"""One sum in the ledger: whose it is, what for, how it stands to a total, and the record that says so."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from monitor.ledger.standing import Standing

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 14  # of any currency; the largest contract in the corpus has eleven digits, in Chilean pesos


class Money(StrEnum):
    """What a figure is of. Sums of different kinds, like those of different currencies, are never added together."""

    LOBBYING = "lobbying"
    CONTRACT = "contract"
    AWARD = "award"
    OBLIGATION = "obligation"
    CEILING = "ceiling"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A sum. Entries of one `group` decide together how each of them stands; those of one `echo`, from several sources.

    `key` is the organisation's name in common, `who` the vendor or else the organisation that is paid or that lobbies, `other` the buyer
    or the firm that it hired. `value` is in the currency (None: unknown), `low` and `high` are its bounds where it is in doubt, `notes`
    the doubts in words.
    """

    record_id: int
    source_id: str
    group: str
    kind: Money
    name: str
    key: str
    who: str
    vendor: str | None
    other: str
    year: int | None
    period: str
    day: date | None
    currency: str | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    standing: Standing
    notes: tuple[str, ...] = ()
    echo: str | None = None
    in_house: bool = False
    idle: bool = False
    issues: tuple[str, ...] = ()
    bills: tuple[str, ...] = ()
    region: str = ""

    @property
    def place(self) -> str:
        """Country and region ("us-ca"): where the record says that it is carried out, else those of the source's id."""
        return self.region or "-".join(self.source_id.split("-")[:2])


def cents(value: Decimal) -> Decimal | None:
    """The sum to the cent; None for one that is too large to be a sum of money."""
    return value.quantize(CENT, rounding=ROUND_HALF_EVEN) if value.is_finite() and abs(value) <= LARGEST else None
