"""What is watched for just now: the matcher over all topics and watches, made anew when these change."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from monitor.find import Matcher
from monitor.ledger.identity import Identity
from monitor.ledger.known import Known, known
from monitor.lexicon.model import Vendor
from monitor.model import Rule, Watch
from monitor.store import reviews
from monitor.store import watches as store
from monitor.store.database import Database

NOBODY = Known(names={}, ambiguous={}, others={}, ids={})


class Watching:
    """Keeps the matcher in step with the watches. The first is made by `build`; later ones read only the queries that are new."""

    def __init__(self, build: Callable[[Sequence[Rule]], Matcher], vendors: Iterable[Vendor] = ()) -> None:
        self._vendors = tuple(vendors)
        self._identity: Identity | None = None
        self._build = build
        self._version: object = None
        self._matcher: Matcher | None = None
        self._watches: list[Watch] = []
        self._one_at_a_time = asyncio.Lock()

    async def identity(self, database: Database) -> Identity:
        """Who is a vendor, by what ships and by what was decided until now."""
        decided = await database.ask(reviews.decisions)
        if self._identity is None or self._identity.decisions != decided:
            self._identity = await asyncio.to_thread(Identity, known(self._vendors), decided) if self._vendors else Identity(NOBODY)
        return self._identity

    async def current(self, database: Database) -> tuple[Matcher, list[Watch]]:
        """The matcher and the watches it serves. Costs one small query where nothing changed."""
        async with self._one_at_a_time:
            version = await database.ask(store.version)
            if self._matcher is None or version != self._version:
                self._watches = await database.ask(store.list_watches)
                make = self._matcher.renewed if self._matcher else self._build
                self._matcher = await asyncio.to_thread(make, store.rules(self._watches))
                self._version = version
            return self._matcher, self._watches
