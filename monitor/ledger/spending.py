"""What was spent on lobbying for an organisation: each sum once, with the filings behind it. The rules are in docs/tally.md."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from monitor.ledger import names
from monitor.ledger.chains import Chain, chains
from monitor.ledger.filing import Filing
from monitor.ledger.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One chain of reports in the tally."""

    chain: Chain
    standing: Standing
    on_behalf_of: str | None = None

    @property
    def value(self) -> Decimal | None:
        """The sum that the reports give; whether it counts is its standing. None is unknown."""
        return self.chain.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum of what counts, and all that is needed to check it.

    `value` is None where every sum that counts is unknown; `unknown` is how many are: each is nothing, under $5,000, or
    left out. `firms` is what hired firms report of it, counted or not.
    """

    currency: str | None
    lines: tuple[Line, ...]

    @property
    def counted(self) -> tuple[Line, ...]:
        """The lines that count."""
        return tuple(line for line in self.lines if line.standing is Standing.COUNTED)

    @property
    def value(self) -> Decimal | None:
        """The sum of what is known; 0 where nothing counts."""
        known = [line.value for line in self.counted if line.value is not None]
        return sum(known, Decimal()) if known or not self.counted else None

    @property
    def unknown(self) -> int:
        """How many sums that count are unknown."""
        return sum(line.value is None for line in self.counted)

    @property
    def idle(self) -> Decimal:
        """How much of it was paid for periods without activity."""
        return sum((line.value or Decimal() for line in self.counted if line.chain.counted.idle), Decimal())

    @property
    def firms(self) -> Decimal:
        """How much of it hired firms report, subcontracts left out."""
        hired = [line for line in self.lines if line.standing is not Standing.SUBCONTRACT and not line.chain.counted.in_house]
        return sum((line.value or Decimal() for line in hired), Decimal())

    @property
    def replaced(self) -> int:
        """How many reports were replaced by later ones."""
        return sum(len(line.chain.replaced) for line in self.lines)

    @property
    def doubtful(self) -> tuple[Line, ...]:
        """The lines about whose sums there is doubt."""
        return tuple(line for line in self.counted if line.chain.doubts)

    @property
    def filings(self) -> tuple[Filing, ...]:
        """All reports behind the number, those that were replaced or left out among them, oldest first."""
        found = [each for line in self.lines for each in (*line.chain.replaced, line.chain.counted)]
        return tuple(sorted(found, key=lambda each: (each.posted, each.key)))


Naming = Callable[[str], str]
"""Says by a name which organisation it is: two names of one give the same."""


def lines(filings: Iterable[Filing], organisation: Naming = names.organisation) -> list[Line]:
    """Every chain of the reports, with its standing.

    Whether an organisation's own report replaces those of its firms is decided for each period: in-house lobbying may
    begin in the middle of a year.
    """
    found = chains(filings)
    own = {
        (organisation(chain.counted.client), chain.counted.period, chain.counted.currency)
        for chain in found
        if chain.counted.in_house and chain.value is not None
    }
    return [_line(chain, own, organisation) for chain in found]


def _line(chain: Chain, own: set[tuple[str, str, str | None]], organisation: Naming) -> Line:
    report = chain.counted
    principal = names.speaks_for(report.client)
    if principal is not None and not report.in_house:
        return Line(chain=chain, standing=Standing.SUBCONTRACT, on_behalf_of=principal)
    if not report.in_house and (organisation(report.client), report.period, report.currency) in own:
        return Line(chain=chain, standing=Standing.IN_HOUSE_INCLUDES_IT)
    return Line(chain=chain, standing=Standing.COUNTED)


def totals(listed: Iterable[Line]) -> list[Total]:
    """The lines added up, each currency for itself: sums of different ones are never added."""
    by_currency: dict[str | None, list[Line]] = {}
    for line in listed:
        by_currency.setdefault(line.chain.counted.currency, []).append(line)
    return [Total(currency=currency, lines=tuple(each)) for currency, each in sorted(by_currency.items(), key=str)]
