"""What is done by the clock: which chores there are, how often, and with what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from monitor import canary, chores, drift, drought, forget, silence, sweep, turning, wayback
from monitor.chores import Chore
from monitor.evidence import Blobs
from monitor.lexicon import Lexicon
from monitor.room import CHORE, Room
from monitor.settings import Settings
from monitor.store import book, searchable, signups, trimming, twins
from monitor.store.database import Database
from monitor.watching import Watching
from monitor.work import Clock
from sources.web import Pacer, Web

LOOKED_AT = timedelta(minutes=1)
BOOKED = timedelta(seconds=30)  # how far the ledger may be behind the records: who opens the demo sees a tally within a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """What the chores need."""

    settings: Settings
    database: Database
    lexicon: Lexicon
    watching: Watching
    blobs: Blobs
    pacer: Pacer
    transport: httpx.AsyncBaseTransport | None
    clock: Clock

    def chores(self) -> Mapping[str, Chore]:
        """What there is to do, by name."""
        daily = {
            "quiet": self._tell_the_quiet,
            "sweep": self._sweep,
            "orphans": self._remove_orphans,
            "signups": self._forget_signups,
            "drought": self._notice_silence,
            "drift": self._notice_drift,
            "runs": self._trim_runs,
        }
        found = {name: Chore(every=timedelta(days=1), work=work) for name, work in daily.items()}
        if self.settings.wayback:
            found["wayback"] = Chore(every=timedelta(hours=1), work=self._hand_over)
        found[CHORE] = Chore(every=LOOKED_AT, work=self._look_for_room)
        found["search"] = Chore(every=timedelta(hours=1), work=self._catch_up)
        found["twins"] = Chore(every=timedelta(hours=1), work=self._sign_documents)
        found["ledger"] = Chore(every=BOOKED, work=self._keep_the_ledger)
        if self.settings.canary is not None:
            found["canary"] = Chore(every=timedelta(hours=1), work=self._hear_the_canary)
        return found

    async def _keep_the_ledger(self, now: datetime) -> str:
        booked = await chores.in_portions(self.database, book.book, self.lexicon, now)
        return f"{booked} records booked, {await self.database.run(turning.tell, now)} turns told"

    async def _catch_up(self, _now: datetime) -> str:
        return f"{await chores.in_portions(self.database, searchable.catch_up)} texts made searchable"

    async def _sign_documents(self, _now: datetime) -> str:
        return f"{await chores.in_portions(self.database, twins.catch_up)} documents signed"

    async def _tell_the_quiet(self, now: datetime) -> str:
        return f"{await self.database.run(silence.tell_the_quiet, now)} channels told that nothing was found"

    async def _forget_signups(self, now: datetime) -> str:
        return f"{await self.database.run(signups.forget, now)} sign-ups forgotten"

    async def _notice_silence(self, now: datetime) -> str:
        return f"{await self.database.run(drought.tell, now)} sources silent"

    async def _notice_drift(self, now: datetime) -> str:
        return f"{await self.database.run(drift.tell, now)} fields hardly filled any more"

    async def _look_for_room(self, now: datetime) -> str:
        return await self.database.run(Room(folder=self.settings.data, least=self.settings.free_mb).check, now)

    async def _trim_runs(self, now: datetime) -> str:
        return f"{await chores.in_portions(self.database, trimming.trim, now)} runs forgotten"

    async def _sweep(self, now: datetime) -> str:
        return await sweep.sweep(self.database, self.watching, self.lexicon, now)

    async def _remove_orphans(self, _: datetime) -> str:
        return f"{await forget.sweep(self.database, self.blobs)} files removed that no row knows"

    async def _hand_over(self, now: datetime) -> str:
        pacer = None if self.transport else self.pacer
        hosts = frozenset({wayback.HOST})
        web = Web(hosts=hosts, transport=self.transport, now=self.clock, pacer=pacer, pace=wayback.PACE, robots=False)
        return await wayback.submit(self.database, web, now, frozenset(self.settings.allow))

    async def _hear_the_canary(self, now: datetime) -> str:
        return "heard" if await self.database.run(canary.check, now) else "silent"
