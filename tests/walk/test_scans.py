"""Pages that are pictures are recognised by a queue of their own: text does not wait for them, and nothing in them is lost."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from extract.pdf_file import of_texts
from extract.test_ocr import scanned
from walk.conftest import SOURCE, Monitor, a_monitor
from walk.inbox import Inbox
from walk.test_shared import until
from walk.town import FACE

from monitor import read
from monitor.model import WAITING, ExtractedPage, Extraction
from monitor.running import working
from monitor.scan import merged
from monitor.service import Service, opened
from monitor.store import lease, tables
from monitor.work import InProcess

pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed: apt-get install tesseract-ocr")

SCAN = "CONTRACT 26-609\nThe city buys forty license plate readers."


@asynccontextmanager
async def service_of(monitor: Monitor) -> AsyncIterator[Service]:
    async with opened(monitor.settings, catalog=monitor.sources, transport=monitor.town.transport(), clock=lambda: monitor.now) as service:
        yield service


async def work(service: Service, *, but: str = "") -> None:
    """Do all that is due, but for one queue."""
    queues = tuple(queue for queue in service.queues() if queue.name != but)
    await InProcess(queues=queues, database=service.database, clock=service.clock).idle()


@pytest.fixture
def published(monitor: Monitor) -> Monitor:
    """A meeting with a hit in its own text, and another one in a contract that was scanned."""
    monitor.town.meet(4101, "Roll call", FACE)
    monitor.town.attach(4101, 1, 7, "contract.pdf", scanned(lines=SCAN))
    return monitor


async def test_an_alert_does_not_wait_for_a_scan_and_names_it_as_a_gap_whose_hits_are_told_later(published: Monitor) -> None:
    async with service_of(published) as service:
        await work(service, but="ocr")
        (first,) = published.inbox.messages
        assert "contract.pdf: 1 of 1 pages are pictures, and wait to be recognised" in first["message"]
        assert published.rows("SELECT method FROM pages WHERE method <> 'text'") == [(WAITING,)]
        await work(service)
    _, second = published.inbox.messages
    assert "buys forty «license plate readers»" in second["message"]
    assert "read by OCR" in second["message"]
    assert "wait to be recognised" not in second["message"]
    assert published.rows("SELECT count(*) FROM contents WHERE due_at IS NOT NULL") == [(0,)]


async def test_a_worker_that_is_killed_over_a_scan_leaves_it_to_the_next(published: Monitor) -> None:
    async with service_of(published) as service:
        await work(service, but="ocr")
        (content,) = await service.database.ask(lease.due, tables.contents, published.now, 9)
        assert await service.database.run(lease.claim, tables.contents, content, published.now)
        await work(service)
        assert len(published.inbox.messages) == 1
        published.wait(minutes=20)
        await work(service)
    assert len(published.inbox.messages) == 2


async def test_a_scan_whose_file_left_the_disk_is_fetched_again(published: Monitor) -> None:
    async with service_of(published) as service:
        await work(service, but="ocr")
        shutil.rmtree(published.settings.data / "blobs")
        await work(service)
    assert "buys forty «license plate readers»" in published.inbox.messages[-1]["message"]


async def test_a_document_that_is_matched_while_its_scan_is_recognised_is_matched_again(published: Monitor) -> None:
    """Two records attach the same bytes at two addresses: the second is matched with the pages as they were before."""
    published.town.meet(4102, "Roll call", FACE, day="2026-12-03")
    published.town.attach(4102, 1, 8, "same.pdf", scanned(lines=SCAN))
    async with service_of(published) as service:
        await service.poll(SOURCE)
        ids = dict(published.rows("SELECT url, id FROM documents WHERE url LIKE '%.pdf' AND url LIKE '%attachments%'"))
        first, second = (next(identity for url, identity in ids.items() if url.endswith(name)) for name in ("contract.pdf", "same.pdf"))
        await service.read(str(first))
        ((content,),) = published.rows("SELECT id FROM contents WHERE due_at IS NOT NULL")

        loop = asyncio.get_running_loop()

        class Slow:
            """A matcher so slow that a scan is recognised while it looks at its page as it was."""

            def __init__(self, matcher: Any) -> None:
                self.looks_at = matcher.looks_at

            def match(self, _text: str, *_also: object) -> list[Any]:
                if published.rows("SELECT 1 FROM contents WHERE due_at IS NOT NULL"):
                    asyncio.run_coroutine_threadsafe(service.scan(str(content)), loop).result(60)
                return []

        class Watching:
            async def current(self, database: Any) -> Any:
                matcher, watches = await service.watching.current(database)
                return Slow(matcher), watches

        await read.read(
            second,
            web=service.web(published.sources[SOURCE]),
            database=service.database,
            watching=Watching(),  # type: ignore[arg-type]
            extract=service.extractor,
            keeper=service.keeper,
            clock=service.clock,
        )
        await work(service)
    found = published.rows(f"SELECT DISTINCT document_id FROM hits WHERE method = 'ocr' AND document_id IN ({first}, {second})")
    assert sorted(found) == sorted([(first,), (second,)])


async def test_a_blank_page_is_neither_recognised_nor_a_gap(monitor: Monitor) -> None:
    monitor.town.meet(4101, "Roll call", FACE)
    monitor.town.attach(4101, 1, 7, "contract.pdf", of_texts("The contract", ""))
    async with service_of(monitor) as service:
        await work(service, but="ocr")
    assert "contract.pdf" not in monitor.inbox.messages[0]["message"].partition("Could not be read")[2]
    assert monitor.rows("SELECT count(*) FROM contents WHERE due_at IS NOT NULL") == [(0,)]


async def test_a_worker_takes_only_the_queues_that_it_is_given(postgres_url: str, tmp_path: Path, letters: Inbox) -> None:
    monitor = a_monitor(postgres_url, tmp_path, letters)
    monitor.town.meet(4101, "Roll call", FACE)
    monitor.town.attach(4101, 1, 7, "contract.pdf", scanned(lines=SCAN))

    def waiting(*queues: str) -> int:
        names = ", ".join(f"'{queue}'" for queue in queues)
        return int(monitor.rows(f"SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name IN ({names})")[0][0])

    def recognised() -> bool:
        return any("buys forty «license plate readers»" in message["message"] for message in letters.messages)

    async with service_of(monitor) as service:
        text_only = frozenset(queue.name for queue in service.queues()) - {"ocr"}
        async with working(service, text_only):
            await until(lambda: waiting("ocr") == 1 and len(letters.messages) == 1)
        assert not recognised()
        async with working(service, frozenset({"ocr"})):
            await until(lambda: waiting("document") == 1)
        assert not recognised()
        async with working(service):
            await until(recognised)


def page(number: int, method: str, text: str = "") -> ExtractedPage:
    return ExtractedPage(number=number, text=text, method=method)


def test_what_was_text_stays_where_recognition_came_to_no_end() -> None:
    before = [page(1, "text", "Item 7"), page(2, WAITING, "Received 2 June"), page(3, WAITING)]
    found = Extraction(media_type="application/pdf", pages=(page(1, "text", "Item 7"), page(2, "ocr", "cameras")), error="timeout")
    gaps = (page(1, "text", "Item 7"), page(2, "none", "Received 2 June"), page(3, "none"))
    assert merged(before, found) == (page(1, "text", "Item 7"), page(2, "ocr", "cameras"), page(3, "none"))
    assert merged(before, None) == gaps
    assert merged(before, Extraction(media_type="application/pdf", pages=(), error="crash")) == gaps
    whole = Extraction(media_type="image/tiff", pages=(page(1, "ocr", "a"), page(2, "ocr", "b")))
    assert merged([page(1, WAITING)], whole) == whole.pages
