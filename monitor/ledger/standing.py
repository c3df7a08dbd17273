"""How a sum in the ledger stands to a total: counted, or left out and why."""

from enum import StrEnum


class Standing(StrEnum):
    """How a sum stands to the total. The values are the words that people read."""

    COUNTED = "counted"
    SHARED = "several suppliers share the sum, and nothing says how"
    REPLACED = "a later report or a surer notice replaced it"
    IN_HOUSE_INCLUDES_IT = "the client's own report for the period includes what it paid to firms"
    SUBCONTRACT = "the client is a go-between: what it was paid is in the report of the firm that hired it"
    TOLD_ELSEWHERE = "another register tells of the same report"
    TWIN = "another source tells the same sum for the same supplier"
    CALLED_OFF = "it was withdrawn or cancelled"
    IMPLAUSIBLE = "too large to be a sum of money"

    @property
    def code(self) -> str:
        """The word for programs: "in-house-includes-it"."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def of(cls, code: str) -> "Standing":
        """The standing of that code. KeyError where there is none."""
        return cls[code.upper().replace("-", "_")]
