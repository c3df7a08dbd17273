"""What a reader of one format is given and what it gives back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor.extract.limits import Limits

TEXT = "text"
OCR = "ocr"
NONE = "none"


class Unreadable(Exception):
    """The document cannot be read, or no further. `reason` is what `Extraction.error` says."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One document to read. `media_type` is what its content is; `charset` is what the server said of it, if anything."""

    body: bytes
    media_type: str
    limits: Limits
    charset: str = ""
    name: str = ""
    depth: int = 0
    """How many archives and messages this document lies in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page as read. `method` is TEXT, OCR, NONE or WAITING."""

    text: str
    method: str = TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The pages of a document, read one by one as they are asked for; `total` is how many the file says it has."""

    total: int
    leaves: Iterator[Leaf]


Reader = Callable[[Job], Reading]
"""Raises Unreadable; what else it raises ends the worker and is reported as a crash."""


def single(text: str) -> Reading:
    """The reading of a document without pages."""
    return Reading(total=1, leaves=iter((Leaf(text=text),)))
