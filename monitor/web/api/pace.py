"""How fast a network may ask: counted in the database where several processes may serve the API, else in memory."""

from datetime import datetime, timedelta

from monitor.store import askers
from monitor.store.database import Database

A_MINUTE = 120  # requests from one network; a program that walks the pages needs one a second
KEPT = timedelta(minutes=2)


class Pace:
    """Counts the requests of each network in the running minute.

    SQLite has one process, and what that forgets at a restart harms nobody; so there it costs no write.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._minute: datetime | None = None
        self._counts: dict[str, int] = {}

    async def too_fast(self, asker: str, now: datetime) -> bool:
        """Whether this request is one too many."""
        minute = now.replace(second=0, microsecond=0)
        begun = minute != self._minute
        if begun:
            self._minute, self._counts = minute, {}
        if self._database.is_sqlite:
            self._counts[asker] = self._counts.get(asker, 0) + 1
            return self._counts[asker] > A_MINUTE
        if begun:
            await self._database.run(askers.forget, minute - KEPT)
        return await self._database.run(askers.count, asker, minute) > A_MINUTE
