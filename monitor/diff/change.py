"""One difference, and how it is said."""

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What happened to a part, a document, a passage, a term or a field."""

    APPEARED = "appeared"
    REMOVED = "removed"
    CHANGED = "changed"
    REPLACED = "replaced"
    """A document: the same one by its id, with another file."""
    MOVED = "moved"
    """A part that now stands in another record."""
    CANCELLED = "cancelled"
    """The whole record: a meeting that does not take place, a notice taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference. `where` names the thing ("item 14. Contract with NEC", "document Agenda"); `page` is of a document."""

    what: What
    where: str
    before: str = ""
    after: str = ""
    page: int | None = None

    def __str__(self) -> str:
        """The change as a sentence without its full stop."""
        place = f"{self.where}, page {self.page}" if self.page is not None else self.where
        match self.what:
            case What.CHANGED if self.before and self.after:
                return f"{place} changed from “{self.before}” to “{self.after}”"
            case What.MOVED:
                return f"{place} moved to {self.after}"
            case What.CANCELLED:
                return f"{place} is {self.after}"
        said = self.after or self.before
        return f"{place} {self.what.value}" + (f": “{said}”" if said else "")
