"""Whether a listing is, byte for byte, the one of the last whole run: then nothing in it needs to be read."""

from dataclasses import dataclass, field
from hashlib import sha256

from sources.page import Page


class Same(Exception):  # none of our errors: nothing is wrong
    """The listing says what it said before. Raised by the client through the source that asked."""


@dataclass(slots=True)
class Listing:
    """What the pages of a run's listing come to. Only one of a single page has a digest: behind the first page others may change."""

    before: str = ""
    """The digest of the last whole run; empty where there is none."""
    under: str = ""
    """On what the reading depends beside the page: the source's options, the days of its window."""
    _pages: int = field(default=0, init=False)
    _first: str = field(default="", init=False)

    def add(self, question: str, page: Page | None) -> None:
        """Take note of a page, or of one that is no longer in memory. Raises Same where it is the first and as before."""
        self._pages += 1
        if self._pages > 1 or page is None or page.status != 200:
            self._first = ""
            return
        said = sha256(f"{question}\0{self.under}\0".encode())
        said.update(page.body)
        self._first = said.hexdigest()
        if self._first == self.before:
            raise Same

    @property
    def digest(self) -> str:
        """Of a listing of one page; else empty."""
        return self._first
