"""One lobbying report as the ledger counts it: who, for whom, which period, how much."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from sources.model import AmountKind, Kind, Record, Role

SPENDING = {AmountKind.INCOME, AmountKind.EXPENSE}
EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A report. `chain` joins it with its amendments; `value` is None where the sum is unknown.

    `in_house` says that the registrant reports its own expenses, which include what it paid to firms. `idle` is a report
    of no activity, which may carry money all the same. `doubtful` says that the report contradicts itself.
    """

    key: str
    source_id: str
    chain: str
    period: str
    registrant: str
    client: str
    registrant_ids: tuple[tuple[str, str], ...]
    client_ids: tuple[tuple[str, str], ...]
    posted: datetime
    value: Decimal | None
    currency: str | None
    in_house: bool
    amends: bool
    idle: bool
    doubtful: bool
    title: str
    url: str

    @property
    def year(self) -> int:
        """The year that it reports on."""
        return int(self.period[:4])


def filing(record: Record, source_id: str) -> Filing | None:
    """The report that the record is; None for what carries no money by its form: registrations, contributions, other kinds."""
    sums = [amount for amount in record.amounts if amount.kind in SPENDING]
    if record.kind is not Kind.FILING or not sums or not record.period[:4].isdigit():
        return None
    expenses = [amount for amount in sums if amount.kind is AmountKind.EXPENSE]
    counted = expenses or sums
    known = [amount.value for amount in counted if amount.value is not None]
    registrant, client = _party(record, Role.REGISTRANT), _party(record, Role.CLIENT)
    return Filing(
        key=record.key,
        source_id=source_id,
        chain=f"{source_id} {record.thread or record.key}",
        period=record.period,
        registrant=registrant[0],
        client=client[0] or registrant[0],
        registrant_ids=registrant[1],
        client_ids=client[1],
        posted=_moment(record.published),
        value=sum(known, Decimal()) if known else None,
        currency=counted[0].currency,
        in_house=bool(expenses),
        amends="amendment" in record.type.lower(),
        idle="no activity" in record.type.lower(),
        doubtful={amount.kind for amount in sums if amount.value is not None} == SPENDING,
        title=record.title,
        url=record.url,
    )


def _party(record: Record, role: Role) -> tuple[str, tuple[tuple[str, str], ...]]:
    return next(((party.name, party.ids) for party in record.parties if party.role is role), ("", ()))


def _moment(published: datetime | date | None) -> datetime:
    """When it was posted. One without a time counts as posted at the end of its day, one without a day as the first of all."""
    if isinstance(published, datetime):
        return published
    return datetime.combine(published, time.max, tzinfo=UTC) if published else EARLIEST
