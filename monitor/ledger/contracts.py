"""What was paid to suppliers by contracts: each contract once, with the notices behind it. The rules are in docs/tally.md."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from monitor.ledger import names
from monitor.ledger.award import Award, Sum
from monitor.ledger.standing import Standing
from sources.model import AmountKind

NEAR = timedelta(days=90)  # the Department of Defense reports its awards so late, the longest of all that we read

Naming = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The notices of one process about one supplier, or one group. `counted` is whose sum counts, `others` tell the same, oldest first."""

    counted: Award
    others: tuple[Award, ...]
    standing: Standing
    twin: Award | None = None

    @property
    def sums(self) -> tuple[Sum, ...]:
        """What it is worth as stated; whether it counts is its standing."""
        return self.counted.sums

    @property
    def day(self) -> date | None:
        """When it was signed, awarded or first published: an amendment of a later year changes the sum of that year."""
        return min((each.day for each in (self.counted, *self.others) if each.day), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum of one kind in one currency, with the contracts behind it. `unknown` is how many of them state none."""

    kind: AmountKind | None
    currency: str | None
    contracts: tuple[Contract, ...]

    @property
    def value(self) -> Decimal | None:
        """The sum of what counts and is known; None where nothing of it is known."""
        known = [value for each in self.contracts if each.standing is Standing.COUNTED for value in self._values(each)]
        return sum(known, Decimal()) if known else None

    @property
    def unknown(self) -> int:
        """How many that count state no sum."""
        return sum(each.standing is Standing.COUNTED and not self._values(each) for each in self.contracts)

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The sum without and with what another source may tell a second time; None where there is no such doubt."""
        twins = [value for each in self.contracts if each.standing is Standing.TWIN for value in self._values(each)]
        low = self.value or Decimal()
        return (low, low + sum(twins, Decimal())) if twins else None

    def _values(self, contract: Contract) -> list[Decimal]:
        return [value for kind, currency, value in contract.sums if (kind, currency) == (self.kind, self.currency) and value is not None]


def contracts(awards: Iterable[Award], organisation: Naming = names.organisation) -> list[Contract]:
    """Each contract with its standing, the oldest first. A notice that comes twice is one.

    A contract is a process and who is paid in it: a process with three awards is three contracts.
    """
    grouped: dict[tuple[str, frozenset[str]], dict[tuple[str, str], Award]] = {}
    for each in awards:
        who = frozenset(organisation(party.name) for party in each.suppliers)
        grouped.setdefault((each.process, who), {})[each.source_id, each.key] = each
    found = [_contract(list(group.values()), len(who)) for (_, who), group in grouped.items()]
    return _without_twins(sorted(found, key=lambda each: (each.counted.posted, each.counted.key)), organisation)


def totals(listed: Iterable[Contract]) -> list[Total]:
    """The contracts added up, each kind of sum and each currency for itself."""
    found: dict[tuple[AmountKind | None, str | None], list[Contract]] = {}
    for contract in listed:
        stated: set[tuple[AmountKind | None, str | None]] = {(kind, currency) for kind, currency, _ in contract.sums}
        for what in stated or {(None, None)}:
            found.setdefault(what, []).append(contract)
    return [Total(kind=kind, currency=currency, contracts=tuple(each)) for (kind, currency), each in sorted(found.items(), key=str)]


def _contract(group: list[Award], suppliers: int) -> Contract:
    """The last of its notices that state the most certain kind of sum. If the very last calls it off, nothing counts."""
    ordered = sorted(group, key=lambda each: (each.posted, each.key))
    standing = [each for each in ordered if not each.called_off]
    if ordered[-1].called_off or not standing:
        return Contract(counted=ordered[-1], others=tuple(ordered[:-1]), standing=Standing.CALLED_OFF)
    best = min(each.rank for each in standing)
    counted = [each for each in standing if each.rank == best][-1]
    others = tuple(each for each in ordered if each is not counted)
    return Contract(counted=counted, others=others, standing=Standing.SHARED if suppliers > 1 else Standing.COUNTED)


def _without_twins(listed: list[Contract], organisation: Naming) -> list[Contract]:
    """The contracts, of which those that two portals tell count once: where the supplier has its number, or else where it came first."""
    kept: dict[object, list[Contract]] = {}
    found: dict[int, Contract] = {}
    preferred = sorted(enumerate(listed), key=lambda pair: (not any(party.ids for party in pair[1].counted.suppliers), pair[0]))
    for place, contract in preferred:
        twin = next(_twins(contract, kept, organisation), None) if contract.standing is Standing.COUNTED else None
        found[place] = contract if twin is None else replace(contract, standing=Standing.TWIN, twin=twin.counted)
        if twin is None and contract.standing is Standing.COUNTED:
            kept.setdefault(_alike(contract, organisation), []).append(contract)
    return [found[place] for place in range(len(listed))]


def _twins(contract: Contract, kept: dict[object, list[Contract]], organisation: Naming) -> Iterator[Contract]:
    for other in kept.get(_alike(contract, organisation), []) if contract.counted.known else []:
        near = abs(other.counted.posted - contract.counted.posted) <= NEAR
        if near and other.counted.source_id != contract.counted.source_id:
            yield other


def _alike(contract: Contract, organisation: Naming) -> object:
    who = frozenset(organisation(party.name) for party in contract.counted.suppliers)
    return who, frozenset((currency, value) for _, currency, value in contract.sums)
