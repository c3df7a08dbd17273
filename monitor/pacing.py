"""The pace of all workers together: before each request the host's row in the shared database is taken."""

import asyncio
from dataclasses import dataclass

import structlog

from monitor.store import paces
from monitor.store.database import Database, DatabaseError
from sources.pace import left_alone

log = structlog.get_logger()

HOLD = 60.0  # seconds a host rests after the worker that asked it was killed; in a download that takes longer, others may ask
LOOK = 0.25  # seconds between looks at a host that is being asked: its answer may come at once


@dataclass(frozen=True, slots=True)
class SharedPace:
    """One request at a time to a host, whichever worker makes it. The `gate` of a Pacer."""

    database: Database

    async def take(self, host: str, pace: float, patience: float) -> None:
        """Return when the host may be asked, and is ours. Raises Unavailable where it wants to be left alone for longer than `patience`."""
        while wait := await self.database.run(paces.take, host, max(HOLD, pace)):  # the others are other processes
            if wait.deferred > patience:
                raise left_alone(host, wait.deferred)
            await asyncio.sleep(max(min(max(wait.taken, wait.deferred), max(LOOK, pace)), 0.001))

    async def leave(self, host: str, pace: float) -> None:
        """The answer came, or none: others may ask after the pace. With the database away they wait until the hold has run out."""
        try:
            await self.database.run(paces.leave, host, pace)
        except DatabaseError as error:
            log.warning("a host stays held", host=host, error=type(error).__name__)

    async def defer(self, host: str, seconds: float) -> None:
        """Nobody asks the host for so long. With the database away, each worker is told by the host itself."""
        try:
            await self.database.run(paces.defer, host, seconds)
        except DatabaseError as error:
            log.warning("a host's wish was not passed on", host=host, error=type(error).__name__)
