"""A document that was read, looked at again before its meeting: asked for by its marks, and told by its hash."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime

import structlog

from monitor.store import fetches, rechecks, reports
from monitor.store.database import Connection, Database
from monitor.store.documents import Job
from sources.errors import Gone, SourceError
from sources.page import Page
from sources.web import Web

log = structlog.get_logger()

VERSIONS = 5  # different files at one address: a clerk replaces an agenda twice or three times, a server makes one for every visitor
GONE = 404


async def look_again(job: Job, *, web: Web, database: Database, clock: Callable[[], datetime]) -> None:
    """Find out whether it is still the same; where it is not, it becomes pending. What cannot be had now stays as it was read."""
    try:
        page = await web.document(job.url, etag=job.etag, last_modified=job.last_modified)
    except Gone:
        await database.run(_gone, job, clock())
        return
    except SourceError as error:
        log.info("document not looked at again", document=job.id, error=str(error))
        await database.run(rechecks.same, job.id, clock())
        return
    if page.status == 304:
        await database.run(_confirm, job, page, clock())
        return
    found = await asyncio.to_thread(lambda: hashlib.sha256(page.body).hexdigest())
    before = await database.ask(rechecks.sha256, job.content_id)
    if found == before:
        await database.run(rechecks.same, job.id, clock())
    else:
        await database.run(_replaced, job, clock())


def _replaced(connection: Connection, job: Job, now: datetime) -> None:
    """To be read anew, unless it is another one at every visit."""
    if job.versions < VERSIONS:
        rechecks.replaced(connection, job.id, now)
        return
    text = f"{job.url}: {job.versions} different files. It stays as it was read until its publisher marks it as changed."
    reports.owe_daily(connection, f"A document of {job.source_id} is another one at every visit", text, now)
    rechecks.same(connection, job.id, now)


def _gone(connection: Connection, job: Job, now: datetime) -> None:
    """It was taken away: what it said stays, and that it is gone is part of its history, once."""
    if fetches.last_status(connection, job.id) != GONE:
        fetches.confirm(connection, job.id, url=job.url, status=GONE, headers={}, fetched_at=now)
    rechecks.same(connection, job.id, now)


def _confirm(connection: Connection, job: Job, page: Page, now: datetime) -> None:
    fetches.confirm(connection, job.id, url=page.url, status=page.status, headers=page.headers, fetched_at=page.fetched_at)
    rechecks.same(connection, job.id, now)
