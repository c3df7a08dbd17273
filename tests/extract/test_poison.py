"""Files that hurt: each costs one document, is called what it is, and the next document is read."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from extract import pdf_file

from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor
from monitor.model import Extraction

GOOD = pdf_file.of_texts("Item 7")
ENCRYPTED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (b"41" * 32, b"42" * 32)
ENDLESS = pdf_file.of_nested_forms(7)
"""A first page that reads, and a second one of ten million words in three kilobytes."""


@pytest.fixture
async def hasty() -> AsyncIterator[Extractor]:
    """One second per document, and memory to spend it in."""
    async with Extractor(workers=1, limits=Limits(seconds=1.0, memory=8 << 30)) as extractor:
        yield extractor


async def reads_on(extractor: Extractor) -> bool:
    return [page.text for page in (await extractor.extract(GOOD, "application/pdf")).pages] == ["Item 7"]


def summary(found: Extraction) -> tuple[str, int, int]:
    return found.error, len(found.pages), found.total_pages


async def test_a_malformed_pdf_is_malformed(extractor: Extractor) -> None:
    assert summary(await extractor.extract(b"%PDF-1.7\nnothing else", "application/pdf")) == ("malformed", 0, 0)
    assert await reads_on(extractor)


async def test_an_encrypted_pdf_is_encrypted(extractor: Extractor) -> None:
    body = pdf_file.of_pages(pdf_file.drawn("secret"), trailer=ENCRYPTED)
    assert summary(await extractor.extract(body, "application/pdf")) == ("encrypted", 0, 0)
    assert await reads_on(extractor)


async def test_of_ten_thousand_pages_those_within_the_limit_are_kept_and_the_rest_is_a_gap() -> None:
    async with Extractor(workers=1, limits=Limits(pages=100)) as extractor:
        found = await extractor.extract(pdf_file.of_many_pages(10_000), "application/pdf")
        assert summary(found) == ("too-large", 100, 10_000)
        assert await reads_on(extractor)


async def test_a_page_is_cut_at_its_limit_and_the_cut_is_named() -> None:
    async with Extractor(workers=1, limits=Limits(page_characters=100, characters=250)) as extractor:
        found = await extractor.extract(b"\f".join([b"x" * 150] * 4), "text/plain")
    assert [len(page.text) for page in found.pages] == [100, 100, 50]
    assert summary(found) == ("too-large", 3, 4)


async def test_a_body_beyond_the_limit_is_not_even_handed_over() -> None:
    async with Extractor(workers=1, limits=Limits(body=1000)) as extractor:
        assert summary(await extractor.extract(b"x" * 1001, "text/plain")) == ("too-large", 0, 0)
        assert extractor.workers == ()


async def test_a_pdf_that_asks_for_too_much_memory_ends_its_worker_and_keeps_the_pages_before() -> None:
    async with Extractor(workers=1, limits=Limits(memory=300 << 20)) as extractor:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = await extractor.extract(ENDLESS, "application/pdf")
        assert summary(found) == ("crash", 1, 2)
        assert found.pages[0].text == "before"
        assert await reads_on(extractor)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024  # kilobytes


async def test_a_pdf_that_never_ends_is_stopped_by_the_clock_and_keeps_the_pages_before(hasty: Extractor) -> None:
    started = time.monotonic()
    found = await hasty.extract(ENDLESS, "application/pdf")
    assert summary(found) == ("timeout", 1, 2)
    assert time.monotonic() - started < 5
    assert await reads_on(hasty)


async def test_a_pdf_that_never_ends_is_stopped_by_its_use_of_the_processor() -> None:
    async with Extractor(workers=1, limits=Limits(cpu_seconds=1, memory=8 << 30)) as extractor:
        assert summary(await extractor.extract(ENDLESS, "application/pdf")) == ("timeout", 1, 2)
        assert await reads_on(extractor)


async def test_html_of_a_hundred_thousand_levels_is_read_all_the_same(extractor: Extractor) -> None:
    started = time.monotonic()
    found = await extractor.extract(b"<html><body>" + b"<div>" * 100_000 + b"Item 7", "text/html")
    assert (found.error, found.pages[0].text) == ("", "Item 7")
    assert time.monotonic() - started < 5


async def test_a_worker_killed_at_work_costs_its_document_only(hasty: Extractor) -> None:
    reading = asyncio.create_task(hasty.extract(ENDLESS, "application/pdf"))
    await asyncio.sleep(0.5)
    for worker in workers_of(os.getpid()):
        os.kill(worker, signal.SIGKILL)
    assert (await reading).error == "crash"
    assert await reads_on(hasty)


async def test_a_worker_killed_while_idle_costs_nothing(extractor: Extractor) -> None:
    assert await reads_on(extractor)
    os.kill(extractor.workers[0], signal.SIGKILL)
    assert await reads_on(extractor)


async def test_a_reader_that_gives_up_leaves_no_worker_at_work(hasty: Extractor) -> None:
    reading = asyncio.create_task(hasty.extract(ENDLESS, "application/pdf"))
    await asyncio.sleep(0.5)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert workers_of(os.getpid()) == []
    assert await reads_on(hasty)


async def test_documents_wait_for_a_free_worker_and_all_are_read() -> None:
    async with Extractor(workers=2) as extractor:
        found = await asyncio.gather(*(extractor.extract(pdf_file.of_texts(f"Item {n}"), None) for n in range(20)))
        assert [document.pages[0].text for document in found] == [f"Item {n}" for n in range(20)]
        assert len(workers_of(os.getpid())) == 2
    assert workers_of(os.getpid()) == []


async def test_a_worker_does_not_see_the_secrets_of_the_service(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_DATABASE_PASSWORD", "hunter2")
    assert await reads_on(extractor)
    (worker,) = workers_of(os.getpid())
    assert b"hunter2" not in environment_of(worker)


SERVICE = """
import asyncio, sys
from pathlib import Path
from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor

async def main():
    async with Extractor(workers=1, limits=Limits(memory=8 << 30)) as extractor:
        await extractor.extract(b"text", "text/plain")
        print("ready", flush=True)
        await extractor.extract(Path(sys.argv[1]).read_bytes(), None)

asyncio.run(main())
"""


def test_workers_die_with_a_service_that_is_killed(tmp_path: Path) -> None:
    document = tmp_path / "endless.pdf"
    document.write_bytes(ENDLESS)
    command = [sys.executable, "-c", SERVICE, str(document)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as service:  # noqa: S603 -- our own script
        assert service.stdout is not None
        assert service.stdout.readline() == b"ready\n"
        (worker,) = workers_of(service.pid)
        time.sleep(0.2)
        service.kill()
    deadline = time.monotonic() + 5
    while running(worker) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not running(worker)


def workers_of(parent: int) -> list[int]:
    """The extraction workers that this process has started."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in children if b"monitor.extract.worker" in Path(f"/proc/{child}/cmdline").read_bytes()]


def environment_of(process: int) -> bytes:
    """The variables that the process was started with."""
    return Path(f"/proc/{process}/environ").read_bytes()


def running(process: int) -> bool:
    """Whether the process exists and is not a zombie whose new parent has yet to notice."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
