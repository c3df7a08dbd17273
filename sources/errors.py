"""What went wrong with a source, named by what must happen next.

SourceError
├── Unavailable     their side: due again with back-off
├── Blocked         refused (401, 403, robots.txt, a challenge page): wait hours, tell the operator
├── Moved           a redirect to another host: tell the operator, do not follow
├── Gone            404 or 410: a listing stops the source, a document is recorded as gone
├── LayoutChanged   an answer of another form than we know: keep the page, tell the operator
│   ├── FilterIgnored   the server answered with everything
│   └── WrongTenant     the records of another place on the same platform
├── Inconclusive    an empty answer without proof of emptiness, or one that is not whole: the watermark stays
└── Refused         we decline: a private address, an undeclared host, a body over its limit
"""

from datetime import timedelta
from enum import StrEnum
from typing import ClassVar


class Outcome(StrEnum):
    """How a run ended. Only OK and OK_EMPTY move the watermark."""

    OK = "ok"
    OK_EMPTY = "ok-empty"
    INCONCLUSIVE = "inconclusive"
    BLOCKED = "blocked"
    MOVED = "moved"
    UNAVAILABLE = "unavailable"
    LAYOUT_CHANGED = "layout-changed"
    FAILED = "failed"

    @property
    def complete(self) -> bool:
        """Whether every page was read, so that the watermark may move."""
        return self in (Outcome.OK, Outcome.OK_EMPTY)


class SourceError(Exception):
    """Base of all. `url` is where it happened, without secrets; `outcome` is what the run becomes; `status` what was answered."""

    outcome: ClassVar[Outcome] = Outcome.FAILED

    def __init__(self, message: str, *, url: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(f"{message} ({url})" if url else message)
        self.url = url
        self.retry_after = retry_after
        self.status: int | None = None


class Unavailable(SourceError):
    """Their side does not answer, for now."""

    outcome = Outcome.UNAVAILABLE


class Blocked(SourceError):
    """They refuse us."""

    outcome = Outcome.BLOCKED


class Moved(SourceError):
    """`to` is where to, as far as it was said."""

    outcome = Outcome.MOVED
    to: str = ""


class Gone(SourceError):
    """There is nothing at this address any more."""

    outcome = Outcome.FAILED


class LayoutChanged(SourceError):
    """The answer has another form than we know."""

    outcome = Outcome.LAYOUT_CHANGED


class FilterIgnored(LayoutChanged):
    """The server answered with everything, whatever was asked."""


class WrongTenant(LayoutChanged):
    """The answer is that of another place on the same platform: an option is wrong, or their server is."""


class Inconclusive(SourceError):
    """An empty answer without proof of emptiness, or a list that may not be whole."""

    outcome = Outcome.INCONCLUSIVE


class Refused(SourceError):
    """We decline to ask, or to read on."""

    outcome = Outcome.FAILED
