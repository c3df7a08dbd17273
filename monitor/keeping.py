"""Keeps what was fetched: the bytes on the disk first, then the rows that speak of them, in the caller's transaction."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from monitor.evidence import Blobs, NotKept
from monitor.store import fetches, reports
from monitor.store.database import Connection
from sources.page import Page

SUBJECT = "What is fetched is read, but not kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Answers with their bodies by hash. `trouble` says why the disk did not take them; empty where it did."""

    answers: tuple[fetches.Fetch, ...] = ()
    bodies: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """What is fetched goes here. `span` is how long the bytes without hits are kept."""

    blobs: Blobs
    span: timedelta

    async def keep(self, pages: Sequence[Page]) -> Kept:
        """Write the bodies of these answers to the disk. A disk that takes no more is no reason not to read them."""
        return await asyncio.to_thread(self._keep, pages) if pages else Kept()

    def store(
        self, connection: Connection, kept: Kept, now: datetime, *, document_id: int | None = None, run_id: int | None = None
    ) -> None:
        """The rows of what was kept. Where it was not, the hash and the headers stay, and the operator hears of it once a day."""
        if kept.trouble:
            reports.owe_daily(connection, SUBJECT, f"{kept.trouble}\nAlerts go on; their evidence is the text without the file.", now)
        until = None if kept.trouble else now + self.span
        fetches.save(connection, kept.answers, keep_until=until, document_id=document_id, run_id=run_id)
        if not kept.trouble:
            self._again(kept)

    def _keep(self, pages: Sequence[Page]) -> Kept:
        bodies = {sha256(page.body).hexdigest(): page.body for page in pages}
        found = tuple(fetch_of(page) for page in pages)
        try:
            for body in bodies.values():
                self.blobs.put(body)
        except NotKept as error:
            return Kept(answers=found, trouble=str(error))
        return Kept(answers=found, bodies=bodies)

    def _again(self, kept: Kept) -> None:
        """Retention may have removed the same bytes since: the rows are locked now, so it will not from here on."""
        for name, body in kept.bodies.items():
            if not self.blobs.has(name):
                self.blobs.put(body)


def fetch_of(page: Page) -> fetches.Fetch:
    """An answer as its row."""
    return fetches.Fetch(
        url=page.url,
        sha256=sha256(page.body).hexdigest(),
        size=len(page.body),
        status=page.status,
        headers=page.headers,
        fetched_at=page.fetched_at,
    )
