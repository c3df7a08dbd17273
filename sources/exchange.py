"""One HTTP exchange, and what can be wrong with a tape of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer. `body` is as the application sees it, without content encoding; header names are lower-case."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime
    method: str = "GET"
    sent: bytes = b""


class TapeError(ValueError):
    """A file that is no tape, or a damaged one. The message names it."""


LEFT_OUT = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that speak of the body on the wire, which is not the body that is kept."""
