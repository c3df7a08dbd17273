"""One notice as the ledger counts it: who buys, who is paid, how much, and which process it belongs to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from monitor import decide
from sources.model import Amount, AmountKind, Kind, Party, Record, Role, Stage

RANKED = (AmountKind.CONTRACT, AmountKind.AWARD, AmountKind.OBLIGATION, AmountKind.CEILING)
"""What is told of the same money, the most certain first: signed, awarded, set aside, and what it may cost at most."""

EARLIEST = datetime.min.replace(tzinfo=UTC)

Sum = tuple[AmountKind, str | None, Decimal | None]
"""Kind, currency and value; None is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A notice that names who is paid. `sums` are of one kind, one for each currency; none where nothing is said of money.

    `posted` is when it was last changed, by which later ones replace earlier ones; `day` is when the contract was signed or
    awarded, else when the notice was published. `region` is where it is carried out, empty where the record does not say it.
    """

    key: str
    source_id: str
    process: str
    buyer: str
    suppliers: tuple[Party, ...]
    posted: datetime
    day: date | None
    region: str
    sums: tuple[Sum, ...]
    called_off: bool
    title: str
    url: str

    @property
    def known(self) -> bool:
        """Whether it says a sum."""
        return any(value is not None for _, _, value in self.sums)

    @property
    def rank(self) -> int:
        """How certain its sum is, the most certain first."""
        return RANKED.index(self.sums[0][0]) if self.known else len(RANKED)


def award(record: Record, source_id: str) -> Award | None:
    """The notice as the ledger sees it; None for what names nobody who is paid: plans, tenders, other kinds of records."""
    suppliers = tuple(party for party in record.parties if party.role is Role.SUPPLIER)
    if record.kind is not Kind.NOTICE or not suppliers:
        return None
    thread = record.thread or record.key
    return Award(
        key=record.key,
        source_id=source_id,
        process=thread if decide.worldwide(thread) else f"{source_id} {thread}",
        buyer=next((party.name for party in record.parties if party.role is Role.BUYER), ""),
        suppliers=suppliers,
        posted=_moment(record.updated or record.published),
        day=_day(record.signed or record.published),
        region=record.region,
        sums=_sums(record.amounts),
        called_off=record.withdrawn or record.stage is Stage.CANCELLED,
        title=record.title,
        url=record.url,
    )


def _sums(amounts: tuple[Amount, ...]) -> tuple[Sum, ...]:
    """The sums of the most certain kind that is known, its lots added up for each currency; else one that is unknown."""
    for kind in RANKED:
        of_kind = [amount for amount in amounts if amount.kind is kind]
        currencies = dict.fromkeys(amount.currency for amount in of_kind if amount.value is not None)
        if currencies:
            return tuple((kind, each, _total(of_kind, each)) for each in currencies)
    stated = next((amount for kind in RANKED for amount in amounts if amount.kind is kind), None)
    return ((stated.kind, stated.currency, None),) if stated else ()


def _total(amounts: list[Amount], currency: str | None) -> Decimal:
    return sum((amount.value for amount in amounts if amount.currency == currency and amount.value is not None), Decimal())


def _day(said: datetime | date | None) -> date | None:
    return said.date() if isinstance(said, datetime) else said


def _moment(posted: datetime | date | None) -> datetime:
    if posted is None:
        return EARLIEST
    return posted if isinstance(posted, datetime) else datetime.combine(posted, time(), UTC)
