"""What is shown for a hit: the passage, where it stands, and the answers of the publisher that hold it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sources.model import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An answer as it was fetched. `body` is None where its bytes are no longer kept; hash and size are those it had."""

    what: str
    """The document, or the listing that names the record."""
    url: str
    status: int
    headers: Mapping[str, str]
    fetched_at: datetime
    sha256: str
    size: int
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A hit with its evidence. `start` and `end` mark the term in the passage; `page` counts from 1."""

    hit: int
    why: str
    passage: str
    start: int
    end: int
    found_at: datetime
    source_title: str
    record: Record
    revision: int
    revision_seen_at: datetime
    part: str = ""
    document: str = ""
    document_url: str = ""
    page: int | None = None
    method: str = "text"
    page_text: str | None = None
    copies: tuple[Copy, ...] = ()
