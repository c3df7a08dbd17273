"""Rules and notices of the US government that say given terms, from the Federal Register: https://www.federalregister.gov/developers/."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sources.model import Kind, Link, LinkKind, Record
from sources.paged import Asked, Fields, Leaf, Paged
from sources.web import Query

API = "https://www.federalregister.gov/api/v1/documents.json"
PAGE = 1000
MOST = 10_000  # results of one list, and what `count` says of more
WINDOW = timedelta(days=30)  # 2,500 documents
EASTERN = ZoneInfo("America/New_York")
TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, kw_only=True)
class FederalRegister(Paged):
    """The documents published in the window, that say one of the `terms` anywhere, or all where there are none.

    The term may stand in the full text alone, which is the attached file.
    """

    kind = Kind.NOTICE
    pace: ClassVar[float] = 0.5
    overlap: ClassVar[timedelta] = timedelta(days=7)

    terms: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """The API."""
        return frozenset({"www.federalregister.gov"})

    def asks(self, since: datetime, now: datetime) -> Iterable[Asked]:
        """A list for each term and each 30 days."""
        for term in self.terms or ("",):
            for first, last in _windows(since.astimezone(EASTERN).date(), now.astimezone(EASTERN).date()):
                query = {"conditions[publication_date][gte]": first.isoformat(), "conditions[publication_date][lte]": last.isoformat()}
                said = {"conditions[term]": f'"{term}"'} if term else {}
                yield Asked(url=API, query={**said, **query, "order": "newest", "per_page": PAGE}, fits=_within(first, last))

    def leaf(self, said: dict[str, Any]) -> Leaf:
        """A page. Where there are no results, the key is left out."""
        total = said["count"]
        if type(total) is not int or total >= MOST:
            raise ValueError(f"a count of {total}, which is where the API ends")
        rows = said["results"] if total else []
        return Leaf(rows=list(rows), total=total, more=bool(said.get("next_page_url")))

    def turned(self, query: Query, number: int) -> Query:
        """The number of the page."""
        return {**query, "page": number}

    def identity(self, row: Fields) -> tuple[str, str | None]:
        """The number of the document."""
        return str(row["document_number"]), None

    def read(self, row: Fields) -> Record:
        """One document."""
        excerpt = TAGS.sub("", row.get("excerpts") or "")
        return Record(
            key=row["document_number"],
            kind=Kind.NOTICE,
            title=" ".join(row["title"].split()),
            url=row["html_url"],
            text="\n\n".join(filter(None, (_clean(row["abstract"]), _clean(excerpt)))),
            type=row["type"],
            language="en",
            published=date.fromisoformat(row["publication_date"]),
            links=tuple(_files(row)),
            codes=tuple(agency.get("name") or agency["raw_name"] for agency in row["agencies"]),
        )


def _windows(first: date, last: date) -> Iterator[tuple[date, date]]:
    while first <= last:
        end = min(first + WINDOW - timedelta(days=1), last)
        yield first, end
        first = end + timedelta(days=1)


def _within(first: date, last: date) -> Callable[[Fields], bool]:
    return lambda row: first.isoformat() <= str(row.get("publication_date", first)) <= last.isoformat()


def _files(row: Fields) -> Iterator[Link]:
    if row.get("pdf_url"):
        yield Link(url=row["pdf_url"], title="Full text", kind=LinkKind.NOTICE, key=row["document_number"])


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())
