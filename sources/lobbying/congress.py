"""Bills of the US Congress as they move, from its API: https://api.congress.gov/. Needs a key, which is free."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar

from sources.lobbying.bills import congress_of
from sources.model import Bill, Kind, Part, Record
from sources.paged import Asked, Fields, Leaf, Paged
from sources.web import Query

API = "https://api.congress.gov/v3/bill"
PAGE = 250
NAMES = {  # how a type is written, and its word in the address of a page
    "hr": ("H.R.", "house-bill"),
    "s": ("S.", "senate-bill"),
    "hjres": ("H.J.Res.", "house-joint-resolution"),
    "sjres": ("S.J.Res.", "senate-joint-resolution"),
    "hconres": ("H.Con.Res.", "house-concurrent-resolution"),
    "sconres": ("S.Con.Res.", "senate-concurrent-resolution"),
    "hres": ("H.Res.", "house-resolution"),
    "sres": ("S.Res.", "senate-resolution"),
}


@dataclass(frozen=True, kw_only=True)
class Congress(Paged):
    """The bills that were touched in the window, of the sitting Congress or the one that is named.

    Bills are touched by the thousand when they are only processed again: what counts is the title and the last action.
    """

    kind = Kind.NOTICE
    pace: ClassVar[float] = 1.0  # 5,000 an hour are allowed
    overlap: ClassVar[timedelta] = timedelta(days=7)

    key: str = field(repr=False)
    congress: int | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """The API."""
        return frozenset({"api.congress.gov"})

    @property
    def secret(self) -> Query:
        """The key."""
        return {"api_key": self.key}

    def asks(self, since: datetime, now: datetime) -> Iterable[Asked]:
        """The one list, the oldest first, so that what is touched meanwhile comes at its end."""
        when = {"fromDateTime": f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "toDateTime": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        url = f"{API}/{self.congress or congress_of(now.year)}"
        yield Asked(url=url, query={**when, "sort": "updateDate+asc", "limit": PAGE, "format": "json"})

    def leaf(self, said: dict[str, Any]) -> Leaf:
        """A page."""
        pages = said["pagination"]
        return Leaf(rows=list(said["bills"]), total=int(pages["count"]), more=bool(pages.get("next")))

    def turned(self, query: Query, number: int) -> Query:
        """How many bills come before the page."""
        return {**query, "offset": (number - 1) * PAGE}

    def identity(self, row: Fields) -> tuple[str, str | None]:
        """Congress, type and number; the mark is a hash of what the bill says, not of when it was touched."""
        action = row.get("latestAction") or {}
        said = f"{row['title']}\0{action.get('actionDate')}\0{action.get('text')}"
        return f"{row['congress']}-{row['type'].lower()}-{row['number']}", sha256(said.encode()).hexdigest()[:32]

    def read(self, row: Fields) -> Record:
        """One bill."""
        key, mark = self.identity(row)
        bill = Bill(congress=int(row["congress"]), type=row["type"].lower(), number=int(row["number"]))
        written, words = NAMES[bill.type]
        title, action = " ".join(row["title"].split()), row.get("latestAction") or {}
        return Record(
            key=key,
            kind=Kind.NOTICE,
            title=f"{written} {bill.number} ({ordinal(bill.congress)} Congress): {title}",
            url=f"https://www.congress.gov/bill/{ordinal(bill.congress)}-congress/{words}/{bill.number}",
            text=f"Last action: {action['text']}" if action.get("text") else "",
            thread=key,
            mark=mark,
            type="Bill of Congress",
            body=row.get("originChamber") or "",
            language="en",
            published=date.fromisoformat(action["actionDate"]) if action.get("actionDate") else None,
            parts=(Part(key="bill", title=title, number=f"{written} {bill.number}", thread=key, bills=(bill,)),),
        )


def ordinal(number: int) -> str:
    """ "119th", "121st", "112th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
