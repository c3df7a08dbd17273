"""A report and its amendments: which of them counts, and where that is in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from monitor.ledger.filing import Filing


class Doubt(StrEnum):
    """Why a number is not to be taken for certain."""

    EMPTY_AFTER_AMOUNT = "the last report gives no sum, an earlier one does, and neither is called an amendment"
    TWO_REPORTS = "two reports with different sums, of which none is called an amendment"
    SAME_MOMENT = "two reports with different sums were posted at the same moment"
    BOTH_KINDS = "the report gives income and expenses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """All reports of one registrant for one client and period. `counted` is the last posted, `replaced` are the others, oldest first."""

    counted: Filing
    replaced: tuple[Filing, ...]
    doubts: tuple[Doubt, ...]

    @property
    def value(self) -> Decimal | None:
        """The sum that counts; None is unknown."""
        return self.counted.value

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The lowest and the highest of the sums in question where there is doubt about one."""
        values = [each.value for each in (*self.replaced, self.counted) if each.value is not None]
        return (min(values), max(values)) if self.doubts and values else None


def chains(filings: Iterable[Filing]) -> list[Chain]:
    """The reports by chain, in the order of their periods and names. One that comes twice is one."""
    grouped: dict[str, dict[str, Filing]] = {}
    for each in filings:
        grouped.setdefault(each.chain, {})[each.key] = each
    found = [_chain(list(group.values())) for group in grouped.values()]
    return sorted(found, key=lambda chain: (chain.counted.period, chain.counted.client, chain.counted.registrant))


def _chain(group: list[Filing]) -> Chain:
    """The last posting counts, whatever it is called; of two at one moment the one with the greater key, so that it is always the same."""
    *replaced, counted = sorted(group, key=lambda each: (each.posted, each.key))
    return Chain(counted=counted, replaced=tuple(replaced), doubts=tuple(_doubts(replaced, counted)))


def _doubts(replaced: list[Filing], counted: Filing) -> Iterable[Doubt]:
    if counted.doubtful:
        yield Doubt.BOTH_KINDS
    differing = [each for each in replaced if each.value is not None and each.value != counted.value]
    if not differing:
        return
    if any(each.posted == counted.posted for each in differing):
        yield Doubt.SAME_MOMENT
    elif not counted.amends and not any(each.amends for each in differing):
        yield Doubt.EMPTY_AFTER_AMOUNT if counted.value is None else Doubt.TWO_REPORTS
