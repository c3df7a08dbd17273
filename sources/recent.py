"""The pages that a client has seen last, for who wants to keep them: the answer that broke a run, the listing that a hit stands in."""

from collections import deque

from sources.page import Page

PAGES = 100  # a batch of 50 records takes as many requests on platforms that have one for each, and pages of the listing beside them
BYTES = 4 << 20  # listings have 20 kB to 2 MB; eight sources are polled at once


class Recent:
    """A few pages, the oldest leaving first."""

    def __init__(self) -> None:
        self._pages: deque[Page] = deque(maxlen=PAGES)

    @property
    def pages(self) -> tuple[Page, ...]:
        """In the order in which they came."""
        return tuple(self._pages)

    def add(self, page: Page) -> None:
        """One more."""
        self._pages.append(page)
        while len(self._pages) > 1 and sum(len(one.body) for one in self._pages) > BYTES:
            self._pages.popleft()
