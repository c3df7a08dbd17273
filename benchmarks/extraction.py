"""Pages per second through the Extractor, as a ratio to PDFium in this process and to pdftotext on the same files.

    python benchmarks/extraction.py [FOLDER-OF-PDFS] [ROUNDS]

The default folder is ../shared/corpus/agendas/agenda_pdf; without PDFs nothing is measured.
Each reader reads all files ROUNDS times. The Extractor keeps its worker meanwhile, as the service does; the start of the
worker is part of the measurement, and told apart.

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

from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor

NO_OCR = Limits(ocr_pages=0)

PDFS = Path(__file__).parents[2] / "shared" / "corpus" / "agendas" / "agenda_pdf"


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
    """Pages read through one worker."""

    async def read() -> int:
        async with Extractor(workers=1, limits=NO_OCR) as extractor:
            return sum([len((await extractor.extract(file.read_bytes(), "application/pdf")).pages) for file in files])

    return asyncio.run(read())


def start() -> float:
    """Seconds until a fresh worker has read a document of one line."""

    async def read() -> float:
        async with Extractor(workers=1, limits=NO_OCR) as extractor:
            clock = time.perf_counter()
            await extractor.extract(b"text", "text/plain")
            return time.perf_counter() - clock

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


def rate(read: Callable[[list[Path]], int], files: list[Path]) -> tuple[float, float]:
    """Pages per second by the clock and of the processor."""
    clock, used = time.perf_counter(), processor_seconds()
    pages = read(files)
    return pages / (time.perf_counter() - clock), pages / (processor_seconds() - used)


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
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PDFS
    files = sorted(folder.glob("*.pdf")) * rounds
    if not files:
        print(f"nothing measured: there is no PDF in {folder}")
        return
    readers = {"PDFium alone": bare, "Extractor": isolated}
    if shutil.which("pdftotext"):
        readers["pdftotext"] = poppler
    bare(files)
    rates = {name: rate(read, files) for name, read in readers.items()}
    for name, (clock, used) in rates.items():
        ratios = ", ".join(f"{used / rates[other][1]:.2f} of {other}" for other in rates if other != name)
        print(f"{name}: {clock:.0f} pages/s, {used:.0f} per CPU second, {ratios}")
    print(f"start of a worker: {1000 * min(start() for _ in range(5)):.0f} ms")
    with tempfile.TemporaryDirectory() as made:
        small, large = (packet(files[0], pages, Path(made, f"{pages}.pdf")).read_bytes() for pages in (5, 500))
    few, many = peak(small), peak(large)
    print(f"peak of a worker: {few >> 20} MiB for 5 pages, {many >> 20} MiB for 500, {many / few:.2f} times")


if __name__ == "__main__":
    main()
