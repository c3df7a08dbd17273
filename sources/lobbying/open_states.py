"""Bills of the US states that say given terms, from Open States: https://docs.openstates.org/api-v3/. Needs a key, which is free."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from sources.model import Kind, Part, Record
from sources.paged import Asked, Fields, Leaf, Paged
from sources.web import Query

API = "https://v3.openstates.org/bills"
PAGE = 20  # the most that per_page may be


@dataclass(frozen=True, kw_only=True)
class OpenStates(Paged):
    """The bills that were updated in the window and say one of the `terms`, in one jurisdiction ("California") or in all.

    The text that says it may be that of the bill, which the list does not hold. Without a plan a key has ten questions a
    minute and 500 a day.
    """

    kind = Kind.NOTICE
    pace: ClassVar[float] = 6.5
    overlap: ClassVar[timedelta] = timedelta(days=7)

    key: str = field(repr=False)
    terms: tuple[str, ...]
    jurisdiction: str = ""

    def __post_init__(self) -> None:
        """ValueError without terms: the list of all bills has 100,000 a year."""
        if not self.terms:
            raise ValueError("name the terms to ask for")

    @property
    def hosts(self) -> frozenset[str]:
        """The API."""
        return frozenset({"v3.openstates.org"})

    @property
    def headers(self) -> Mapping[str, str]:
        """The key."""
        return {"Accept": "application/json", "X-API-KEY": self.key}

    def asks(self, since: datetime, now: datetime) -> Iterable[Asked]:  # noqa: ARG002  # the API has no end of a window
        """A list for each term, the oldest first, so that what is updated meanwhile comes at its end."""
        where = {"jurisdiction": self.jurisdiction} if self.jurisdiction else {}
        start = f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
        for term in self.terms:
            query: Query = {
                **where,
                "q": f'"{term}"',
                "updated_since": start,
                "sort": "updated_asc",
                "include": "abstracts",
                "per_page": PAGE,
            }
            yield Asked(url=API, query=query, fits=lambda row: str(row.get("updated_at", start))[:10] >= start[:10])

    def leaf(self, said: dict[str, Any]) -> Leaf:
        """A page."""
        pages = said["pagination"]
        return Leaf(rows=list(said["results"]), total=int(pages["total_items"]), more=int(pages["page"]) < int(pages["max_page"]))

    def turned(self, query: Query, number: int) -> Query:
        """The number of the page."""
        return {**query, "page": number}

    def identity(self, row: Fields) -> tuple[str, str | None]:
        """The Open Civic Data id, and when it was updated."""
        return row["id"], row["updated_at"]

    def read(self, row: Fields) -> Record:
        """One bill."""
        place, number, title = row["jurisdiction"]["name"], row["identifier"], " ".join(row["title"].split())
        abstracts = [" ".join(each["abstract"].split()) for each in row.get("abstracts") or () if each.get("abstract")]
        action = row.get("latest_action_description")
        return Record(
            key=row["id"],
            kind=Kind.NOTICE,
            title=f"{place} {number} ({row['session']}): {title}",
            url=row["openstates_url"],
            text=f"Last action: {action}" if action else "",
            thread=row["id"],
            mark=row["updated_at"],
            type=", ".join(row["classification"]) or "bill",
            body=(row.get("from_organization") or {}).get("name") or "",
            location=place,
            language="en",
            published=date.fromisoformat(row["latest_action_date"][:10]) if row.get("latest_action_date") else None,
            updated=datetime.fromisoformat(row["updated_at"]),
            codes=tuple(row["subject"]),
            parts=(Part(key="bill", title=title, number=number, text="\n\n".join(abstracts), thread=row["id"]),),
        )
