"""A document that was read, looked at again before its meeting: asked for by its marks, and told by its hash."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime

import structlog

from monitor.keeping import fetch_of
from monitor.store import fetches, rechecks
from monitor.store.database import Connection, Database
from monitor.store.documents import Job
from sources.errors import SourceError
from sources.page import Page
from sources.web import Web

log = structlog.get_logger()


async def look_again(job: Job, *, web: Web, database: Database, clock: Callable[[], datetime]) -> None:
    """Find out whether it is still the same; where it is not, it becomes pending. What cannot be had now stays as it was read."""
    try:
        page = await web.document(job.url, etag=job.etag, last_modified=job.last_modified)
    except SourceError as error:
        log.info("document not looked at again", document=job.id, error=str(error))
        await database.run(rechecks.same, job.id, clock())
        return
    if page.status == 304:
        await database.run(_confirm, job, page, clock())
        return
    found = await asyncio.to_thread(lambda: hashlib.sha256(page.body).hexdigest())
    before = await database.ask(rechecks.sha256, job.content_id)
    await database.run(rechecks.same if found == before else rechecks.replaced, job.id, clock())


def _confirm(connection: Connection, job: Job, page: Page, now: datetime) -> None:
    fetches.confirm(connection, job.id, fetch_of(page))
    rechecks.same(connection, job.id, now)
