"""One run of one source: where it began, what it has seen, and what may be said of it in the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version

from monitor.keeping import Keeper, Kept
from monitor.store import runs
from monitor.store import sources as states
from monitor.store.marks import Marks
from sources.errors import Outcome
from sources.page import Page
from sources.source import Source
from sources.web import Web

VERSION = version("public-records-monitor")
KEPT_WHEN_BROKEN = {Outcome.LAYOUT_CHANGED, Outcome.INCONCLUSIVE, Outcome.FAILED}


@dataclass(slots=True, kw_only=True)
class Run:
    """A run that is under way."""

    source: Source  # type: ignore[type-arg]  # whatever its rows are
    id: int
    state: states.State
    started: datetime
    marks: Marks
    count: runs.Count
    keeper: Keeper
    kept: set[tuple[str, datetime]] = field(default_factory=set)
    alerts: int = 0
    retry_after: timedelta | None = None
    same: bool = False
    """Whether the listing was that of the last run, and nothing in it was read."""
    settled: bool = True
    """Whether all that the listing said is now stored as it said it."""

    def expect(self, web: Web) -> None:
        """Let the client stop where the listing is as before, would be read as before, and was read on this day."""
        zone = self.source.publisher.timezone
        days = (self.since.astimezone(zone).date(), self.started.astimezone(zone).date())
        web.listing.before = "" if self.state.cursor else self.state.listing  # a run that was killed is gone on with
        web.listing.under = f"{VERSION} {self.source!r} {days}"

    def listing(self, web: Web, outcome: Outcome) -> tuple[str, int]:
        """The digest of a listing that need not be read again while it is the same, and how much is in it."""
        if self.same:
            return self.state.listing, self.state.listed
        whole = outcome.complete and self.settled and not self.count.problems
        return (web.listing.digest, self.count.listed) if whole else ("", 0)

    @property
    def since(self) -> datetime:
        """From when on the listing is asked for."""
        watermark = self.state.watermark
        if watermark is None:
            return self.started - self.source.publisher.backfill
        return watermark - (self.source.rescan if self._first_of_day and self.source.rescan else self.source.overlap)

    @property
    def _first_of_day(self) -> bool:
        """Whether no run was whole on this day of the publisher's: that one looks back far, for what changes late."""
        zone, whole = self.source.publisher.timezone, self.state.last_ok_at
        return whole is None or whole.astimezone(zone).date() < self.started.astimezone(zone).date()

    async def keep(self, pages: Sequence[Page]) -> Kept:
        """Write pages of the listing to the disk, each once."""
        fresh = [page for page in pages if (page.url, page.fetched_at) not in self.kept]
        self.kept |= {(page.url, page.fetched_at) for page in fresh}
        return await self.keeper.keep(fresh)

    def breaks(self, outcome: Outcome) -> bool:
        """Whether the source broke in a way in which it was not broken before: then its pages are kept as they were."""
        return outcome in KEPT_WHEN_BROKEN and outcome is not self.state.outcome
