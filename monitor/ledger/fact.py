"""What one record says of money, before it is held against others."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from monitor.ledger.award import Award
from monitor.ledger.filing import Filing
from monitor.ledger.identity import Identified

Said = TypeVar("Said", Filing, Award)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Generic[Said]):
    """What a record says, and the group that it is decided in. `parties` are those that are paid or that lobby, by name as written."""

    record_id: int
    group: str
    said: Said
    parties: dict[str, Identified]
    issues: tuple[str, ...] = ()
    bills: tuple[str, ...] = ()
