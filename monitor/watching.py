"""What is watched for just now: the matcher over all topics and watches, made anew when these change."""

import asyncio
from collections.abc import Callable, Sequence

from monitor.find import Matcher
from monitor.model import Rule, Watch
from monitor.store import watches as store
from monitor.store.database import Database


class Watching:
    """Keeps the matcher in step with the watches. The first is made by `build`; later ones read only the queries that are new."""

    def __init__(self, build: Callable[[Sequence[Rule]], Matcher]) -> None:
        self._build = build
        self._version: object = None
        self._matcher: Matcher | None = None
        self._watches: list[Watch] = []
        self._one_at_a_time = asyncio.Lock()

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
