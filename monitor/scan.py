"""Pages that are pictures, recognised apart from what is text: bytes from the disk or the publisher, then matched like any other."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

import structlog

from monitor import decide
from monitor.evidence import Blobs
from monitor.model import WAITING, ExtractedPage, Extraction
from monitor.store import lease, scans, tables
from monitor.store.database import Database
from sources.errors import SourceError
from sources.web import Web

log = structlog.get_logger()

ATTEMPTS = 4  # over some hours; then the pages are gaps for good, as those are that no engine can read
CRASHES = 2  # as for a document that is text


class Extract(Protocol):
    """Bytes to pages, somewhere where they can do no harm."""

    async def extract(self, body: bytes, media_type: str | None, name: str = "") -> Extraction: ...


async def scan(content_id: int, *, web: Web, database: Database, extract: Extract, blobs: Blobs, clock: Callable[[], datetime]) -> None:
    """Recognise what waits in a content that was claimed, and settle it: as read, as gaps, or to be tried again."""
    wanted = await database.ask(scans.scan, content_id)
    try:
        body = await _body(wanted, web, blobs)
        found = await extract.extract(body, wanted.media_type, wanted.url) if body is not None else None
        if found is not None and found.error == "crash" and wanted.attempts < CRASHES:
            await database.run(scans.postpone, content_id, clock() + decide.retry_in(wanted.attempts + 1))
            return
        await database.run(scans.settle, content_id, merged(wanted.pages, found), clock())
    except asyncio.CancelledError:
        await asyncio.shield(database.run(lease.release, tables.contents, content_id))
        raise
    except SourceError as error:
        log.info("scan not fetched", error=str(error))
        if wanted.attempts + 1 < ATTEMPTS:
            await database.run(scans.postpone, content_id, clock() + decide.retry_in(wanted.attempts + 1))
        else:
            await database.run(scans.settle, content_id, merged(wanted.pages, None), clock())


def merged(before: Iterable[ExtractedPage], found: Extraction | None) -> tuple[ExtractedPage, ...]:
    """The pages after recognition. Where it came to its end they are what it found; else what was text stays, and the rest are gaps."""
    if found is not None and not found.error:
        return tuple(map(_settled, found.pages))
    better: Mapping[int, ExtractedPage] = {page.number: page for page in found.pages} if found is not None else {}
    return tuple(_settled(better.get(page.number, page) if page.method == WAITING else page) for page in before)


def _settled(page: ExtractedPage) -> ExtractedPage:
    return replace(page, method="none") if page.method == WAITING else page


async def _body(wanted: scans.Scan, web: Web, blobs: Blobs) -> bytes | None:
    """The bytes; None where they are gone from the disk, and their address has others by now, which are read as a new document."""
    kept = await asyncio.to_thread(blobs.get, wanted.sha256)
    if kept is not None:
        return kept
    body = (await web.document(wanted.url)).body
    same = await asyncio.to_thread(lambda: sha256(body).hexdigest() == wanted.sha256)
    return body if same else None
