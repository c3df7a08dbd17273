"""Pages per second through the Extractor, as a ratio to PDFium in this process and to pdftotext on the same files.

    python benchmarks/extraction.py FOLDER-OF-PDFS [ROUNDS]

Peak memory of a worker is compared between a five-page and a five-hundred-page packet made of the first file.
"""

import asyncio
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from monitor.extract import Extractor, Limits

NO_OCR = Limits(ocr_pages=0)


def bare(files: list[Path]) -> int:
    """Pages read by PDFium alone, without isolation."""
    pages = 0
    for file in files:
        document = pypdfium2.PdfDocument(file.read_bytes())
        for page in document:
            layer = page.get_textpage()
            layer.get_text_range()
            layer.close()
            page.close()
            pages += 1
        document.close()
    return pages


def isolated(files: list[Path]) -> int:
    """Pages read through one worker, its start included."""

    async def read() -> int:
        async with Extractor(workers=1, limits=NO_OCR) as extractor:
            return sum([len((await extractor.extract(file.read_bytes(), "application/pdf")).pages) for file in files])

    return asyncio.run(read())


def poppler(files: list[Path]) -> int:
    """Pages read by pdftotext, one process per file as it is used."""
    pages = 0
    for file in files:
        done = subprocess.run(["pdftotext", "-q", str(file), "-"], capture_output=True, check=False)  # noqa: S603, S607
        pages += done.stdout.count(b"\f")
    return pages


def processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def rate(read: Callable[[list[Path]], int], files: list[Path], rounds: int) -> tuple[float, float]:
    """Pages per second by the clock and of the processor, the best of the rounds."""
    best = (0.0, 0.0)
    for _ in range(rounds):
        clock, used = time.perf_counter(), processor_seconds()
        pages = read(files)
        best = (max(best[0], pages / (time.perf_counter() - clock)), max(best[1], pages / (processor_seconds() - used)))
    return best


def packet(source: Path, pages: int, target: Path) -> Path:
    """A document that repeats the pages of another one."""
    original, made = pypdfium2.PdfDocument(source), pypdfium2.PdfDocument.new()
    while len(made) < pages:
        made.import_pages(original, list(range(min(len(original), pages - len(made)))))
    made.save(target)
    return target


def peak(body: bytes) -> int:
    """Bytes of resident memory that a fresh worker used at most for this document."""

    async def read() -> int:
        async with Extractor(workers=1, limits=NO_OCR) as extractor:
            await extractor.extract(body, "application/pdf")
            status = Path(f"/proc/{extractor.workers[0]}/status").read_text()  # noqa: ASYNC240 -- not a file on a disk
            return int(status.partition("VmHWM:")[2].split()[0]) * 1024

    return asyncio.run(read())


def main() -> None:
    """Measure and print."""
    files = sorted(Path(sys.argv[1]).glob("*.pdf"))
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    readers = {"PDFium in this process": bare, "Extractor, one worker": isolated}
    if shutil.which("pdftotext"):
        readers["pdftotext"] = poppler
    base = rate(bare, files, rounds)
    for name, read in readers.items():
        clock, used = rate(read, files, rounds)
        print(f"{name:24} {clock:7.0f} pages/s {used:7.0f} per CPU second, {used / base[1]:.2f} of PDFium alone")
    with tempfile.TemporaryDirectory() as folder:
        small, large = (packet(files[0], pages, Path(folder, f"{pages}.pdf")).read_bytes() for pages in (5, 500))
    few, many = peak(small), peak(large)
    print(f"peak of a worker: {few >> 20} MiB for 5 pages, {many >> 20} MiB for 500, {many / few:.2f} times")


if __name__ == "__main__":
    main()
