"""Loop 2: one document. Fetch it, extract it, match each page, and store the hits with the alerts that they owe."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

import structlog

from monitor import decide, find, recheck
from monitor.keeping import Keeper, Kept, fetch_of
from monitor.likeness import NOTHING as UNSIGNED
from monitor.likeness import Signature, signature
from monitor.model import WAITING, ExtractedPage, Extraction, Hit, Watch
from monitor.store import documents, fetches, hits, inbox, lease, owing, records, scans, tables, twins
from monitor.store.database import Connection, Database, is_away
from monitor.watching import Watching
from sources.errors import Blocked, Gone, Refused, SourceError
from sources.web import Web

log = structlog.get_logger()

ATTEMPTS = 8  # over about three days; then the document is a gap that alerts mention
NAMED_BY_THEMSELVES: Mapping[str, str] = MappingProxyType({})
CRASHES = 2  # a worker that died may have died of another document's weight: bounded second chances


class Extract(Protocol):
    """Bytes to pages, somewhere where they can do no harm."""

    async def extract(self, body: bytes, media_type: str | None, name: str = "") -> Extraction: ...


NOTHING = Kept()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    """The content of a document: known by its id, or new with its extraction."""

    content_id: int | None
    etag: str | None
    last_modified: str | None
    sha256: str = ""
    size: int = 0
    extraction: Extraction | None = None
    signature: Signature = UNSIGNED
    kept: Kept = NOTHING
    waits: bool = False
    """Whether pages of a known content are yet to be recognised: what is matched now may be out of date when it is stored."""
    confirmed: fetches.Fetch | None = None
    """The publisher's word that it is still the same (a 304)."""


Pages = list[tuple[ExtractedPage, tuple[Hit, ...]]]


async def read(
    document_id: int,
    *,
    web: Web,
    database: Database,
    watching: Watching,
    extract: Extract,
    keeper: Keeper,
    clock: Callable[[], datetime],
    threads: Mapping[str, str] = NAMED_BY_THEMSELVES,
) -> None:
    """Read a document that was claimed, and settle it: read, to be tried again, or recorded as what it is.

    `threads` are the sources whose threads another source names, and that source.
    """
    job = await database.ask(documents.job, document_id)
    try:
        if job.state is documents.State.READ and not job.attachments:
            await recheck.look_again(job, web=web, database=database, clock=clock)
            return
        fetched = await _fetch(job, web, database, extract, keeper)
        fetched = replace(fetched, waits=await database.ask(scans.waits, fetched.content_id))
        matcher, watches = await watching.current(database)
        pages = await _match(job, fetched, matcher, database)
        await database.run(_store, job, fetched, pages, matcher, watches, keeper, threads, clock())
        log.info("document", pages_with_hits=len(pages), passages=sum(len(hits) for _, hits in pages))
    except asyncio.CancelledError:
        await asyncio.shield(database.run(lease.release, tables.documents, document_id))
        raise
    except (SourceError, ExtractionFailed) as error:
        log.info("document not read", error=str(error), attempts=job.attempts + 1)
        await database.run(_fail, job, error, clock())
    except Exception as error:  # a bug of ours: this document waits, the others go on
        if is_away(error):  # no fault of the document: counted as an attempt, it would be given up after some days of a full disk
            raise
        log.exception("document failed", url=job.url)
        await database.run(_fail, job, error, clock())
    # In a transaction of its own: two that end at the same moment would each take the other's document for unread.
    await database.run(owing.hurry, [attachment.record_id for attachment in job.attachments], clock())


class ExtractionFailed(Exception):
    """The worker died over this document; it may have been the wrong moment."""


async def _fetch(job: documents.Job, web: Web, database: Database, extract: Extract, keeper: Keeper) -> _Fetched:
    if job.state is documents.State.READ:
        return _Fetched(content_id=job.content_id, etag=job.etag, last_modified=job.last_modified)
    known = job.content_id is not None
    page = await web.document(job.url, etag=job.etag if known else None, last_modified=job.last_modified if known else None)
    if page.status == 304:
        same = fetch_of(page)
        return _Fetched(content_id=job.content_id, etag=job.etag, last_modified=job.last_modified, confirmed=same)
    etag, last_modified = page.headers.get("etag"), page.headers.get("last-modified")
    kept = await keeper.keep([page])
    sha256 = kept.answers[0].sha256
    before = await database.ask(documents.content_id, sha256)
    if before is not None:
        return _Fetched(content_id=before, etag=etag, last_modified=last_modified, kept=kept)
    extraction = await extract.extract(page.body, page.headers.get("content-type"), job.url)
    if extraction.error == "crash" and job.attempts < CRASHES:
        raise ExtractionFailed("the extraction crashed")
    if known and await _reads_the_same(job, extraction, database):
        return _Fetched(content_id=job.content_id, etag=etag, last_modified=last_modified, kept=kept)
    return _Fetched(
        content_id=None,
        etag=etag,
        last_modified=last_modified,
        sha256=sha256,
        size=len(page.body),
        extraction=extraction,
        signature=await asyncio.to_thread(signature, [page.text for page in extraction.pages]),
        kept=kept,
    )


async def _reads_the_same(job: documents.Job, extraction: Extraction, database: Database) -> bool:
    """Whether another file says the same: many servers make a PDF anew for each visitor, with the time in it."""
    before: list[ExtractedPage] = []
    async for batch in _pages(_Fetched(content_id=job.content_id, etag=None, last_modified=None), database):
        before += batch
    return bool(before) and tuple(before) == extraction.pages


async def _match(job: documents.Job, fetched: _Fetched, matcher: find.Matcher, database: Database) -> Pages:
    found: Pages = []
    async for batch in _pages(fetched, database):
        found += await asyncio.to_thread(find.pages_with_hits, matcher, job.id, batch)
    return found


async def _pages(fetched: _Fetched, database: Database) -> AsyncIterator[Sequence[ExtractedPage]]:
    if fetched.extraction is not None:
        yield fetched.extraction.pages
        return
    after = 0
    while fetched.content_id is not None:
        batch = await database.ask(documents.page_batch, fetched.content_id, after)
        if not batch:
            return
        yield batch
        after = batch[-1].number


def _store(
    connection: Connection,
    job: documents.Job,
    fetched: _Fetched,
    pages: Pages,
    matcher: find.Matcher,
    watches: Sequence[Watch],
    keeper: Keeper,
    threads: Mapping[str, str],
    now: datetime,
) -> None:
    """The one transaction: what was fetched, content, hits, alerts, and the document's state."""
    recognised = fetched.waits and not scans.hold(connection, fetched.content_id)
    keeper.store(connection, fetched.kept, now, document_id=job.id)
    if fetched.confirmed is not None:
        same = fetched.confirmed
        fetches.confirm(connection, job.id, url=same.url, status=same.status, headers=same.headers, fetched_at=same.fetched_at)
    content_id = fetched.content_id
    if content_id is None and fetched.extraction is not None:
        content_id = documents.save_content(connection, fetched.sha256, fetched.size, fetched.extraction)
        twins.sign(connection, content_id, fetched.signature)
        if any(page.method == WAITING for page in fetched.extraction.pages):
            scans.queue(connection, content_id, job.id, now)
    documents.has_content(connection, job.id, content_id)
    found = list(_found(connection, job, pages, matcher, threads))
    stored = hits.save(connection, found, now)
    of_record = {attachment.record_id: attachment for attachment in job.attachments}
    for record_id, attachment in of_record.items():
        own = [s for s in stored if s.found.record_id == record_id]
        news = [s.found.hit for s in own]
        owing.owe(connection, own, decide.owed(news, watches, attachment.source_id, attachment.kind), now)
        inbox.put(connection, own, decide.shared(news, watches, attachment.source_id, attachment.kind), now)
    reading = documents.Reading(content_id=content_id, etag=fetched.etag, last_modified=fetched.last_modified)
    documents.settle(connection, job, reading, now)
    if recognised:
        scans.again(connection, [job.id], now)


def _found(
    connection: Connection, job: documents.Job, pages: Pages, matcher: find.Matcher, named: Mapping[str, str]
) -> Iterable[hits.Found]:
    if not pages:
        return
    record_ids = [attachment.record_id for attachment in job.attachments]
    said = hits.in_parts(connection, record_ids)
    threads = hits.threads(connection, record_ids)
    for attachment in job.attachments:
        about = records.about(connection, attachment.record_id)
        own = find.by_rule(passage for passage in said if passage.record_id == attachment.record_id)
        thread = threads.get((attachment.record_id, attachment.part_key)) or threads.get((attachment.record_id, ""))
        story = decide.story(attachment.source_id, attachment.record_key, thread, named.get(attachment.source_id, ""))
        for page, matches in pages:
            for hit in (hit for hit in matches if matcher.looks_at(hit.match.rule, about)):
                folded = find.fold(hit, page.text, own)
                told = replace(hit, story=folded[0], passage=folded[1]) if folded else replace(hit, story=story)
                yield hits.Found(record_id=attachment.record_id, revision=attachment.revision, hit=told, quiet=attachment.quiet)


def _fail(connection: Connection, job: documents.Job, error: Exception, now: datetime) -> None:
    words = f"{type(error).__name__}: {error}"
    if isinstance(error, Gone):
        documents.close(connection, job.id, documents.State.GONE, words)
    elif isinstance(error, Refused):
        documents.close(connection, job.id, documents.State.REFUSED, words)
    elif job.attempts + 1 >= ATTEMPTS:
        documents.close(connection, job.id, documents.State.FAILED, words)
    else:
        documents.postpone(connection, job.id, words, now + _wait(job.attempts + 1, error))


def _wait(attempts: int, error: Exception) -> timedelta:
    asked = error.retry_after if isinstance(error, SourceError) else None
    least = timedelta(hours=1) if isinstance(error, Blocked) else timedelta()
    return max(decide.retry_in(attempts), least, asked or timedelta())
