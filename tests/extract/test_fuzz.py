"""Damaged files of every format: each ends in pages or in a named error, none takes the next document with it.

`MONITOR_FUZZ=5000 python -m pytest tests/extract/test_fuzz.py` looks at so many of each format, in another order every time.
"""

import asyncio
import io
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from email.message import EmailMessage

import pytest
from extract import compound_file, office_file, pdf_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor
from monitor.extract.report import MEANING
from monitor.model import Extraction

LONG = os.environ.get("MONITOR_FUZZ")
FEW = 40  # of each format, in about a second


def message() -> bytes:
    made = EmailMessage()
    made["Subject"], made["Message-ID"] = "Cámaras", "<1@city.example>"
    made.set_content("See attached.")
    made.add_attachment(b"Item 7", maintype="application", subtype="octet-stream", filename="Ítem.txt")
    return made.as_bytes()


SEEDS = {
    "pdf": pdf_file.of_texts("Item 7", "Item 8"),
    "form": pdf_file.of_form("Date:", "June 6", b"Widget"),
    "links": pdf_file.of_links("Item 7", "https://city.example/7"),
    "columns": pdf_file.in_columns(("the city buys no", "cameras of any kind"), ("it lets none run", "without a council")),
    "scan": pdf_file.of_image(60, 80, bytes(4800), "Received 2 June"),
    "html": b"<!doctype html><meta charset=utf-8><title>a</title><main><table><tr><td>Item 7</table></main><nav>x</nav>",
    "docx": office_file.word(office_file.said("Item 7"), header1=office_file.said("Council")),
    "pptx": office_file.slides("one", "two"),
    "odt": office_file.open_text("<text:p>Item 7</text:p>"),
    "xlsx": office_file.workbook(Contracts='<row r="1"><c r="A1"><v>7</v></c></row>'),
    "rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\uc1 Sesi\'f3n \u8220?Item\par 7}",
    "doc": compound_file.word("Item 7\r", "facial recognition \x13 PAGE \x14 2 \x15"),
    "msg": compound_file.message("Item 7", "See attached.", {"a.txt": b"Item 8"}),
    "mail": message(),
    "csv": "Vendor,Sum\n“NEC”,5\n".encode("utf-16"),
    "zip": office_file.packed({"a.txt": "Item 7", "b.pdf": pdf_file.of_texts("Item 8")}),
}
ZIPPED = [name for name, seed in SEEDS.items() if seed.startswith(b"PK")]

Damage = Callable[[bytes], bytes]
Read = Callable[[bytes], Extraction]


def damages() -> st.SearchStrategy[Damage]:
    """Up to twenty places where bytes are changed, cut out or repeated."""
    place = st.integers(0, 1_000_000)
    change = st.tuples(place, st.integers(0, 40), st.one_of(st.binary(max_size=40), st.integers(1, 300)))
    return st.lists(change, min_size=1, max_size=20).map(lambda changes: lambda seed: damaged(seed, changes))


def damaged(seed: bytes, changes: Sequence[tuple[int, int, bytes | int]]) -> bytes:
    body = seed
    for place, length, instead in changes:
        start = place % (len(body) + 1)
        piece = body[start : start + length]
        body = body[:start] + (piece * min(instead, 300) if isinstance(instead, int) else instead) + body[start + length :]
    return body[:200_000]


def inside(seed: bytes, damage: Damage) -> bytes:
    """The archive with damaged members, each with the right checksum: its readers get to see them."""
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        return office_file.packed({name: damage(archive.read(name)) for name in archive.namelist()})


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    with asyncio.Runner() as runner:
        extractor = Extractor(workers=1, limits=Limits(seconds=10, ocr_pages=0))
        yield lambda body: runner.run(extractor.extract(body, None))
        runner.run(extractor.aclose())


def holds(found: Extraction) -> None:
    assert found.error in {"", *MEANING} - {"timeout", "crash", "memory"}
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    assert all(page.text.encode("utf-8").find(0) < 0 for page in found.pages)


often = settings(
    max_examples=int(LONG or FEW), deadline=None, derandomize=not LONG, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.parametrize("name", SEEDS)
@often
@given(damage=damages())
def test_a_damaged_file_ends_in_pages_or_in_a_named_error(name: str, read: Read, damage: Damage) -> None:
    holds(read(damage(SEEDS[name])))


@pytest.mark.parametrize("name", ZIPPED)
@often
@given(damage=damages())
def test_damaged_members_of_a_sound_archive_end_in_pages_or_in_a_named_error(name: str, read: Read, damage: Damage) -> None:
    holds(read(inside(SEEDS[name], damage)))


@often
@given(body=st.binary(max_size=2000))
def test_any_bytes_end_in_pages_or_in_a_named_error(read: Read, body: bytes) -> None:
    holds(read(body)) if body else None


async def test_an_archive_whose_own_label_is_damaged_is_read_as_an_archive() -> None:
    body = bytearray(office_file.packed({"mimetype": "application/vnd.oasis.opendocument.text", "a.txt": "Item 7"}))
    start = body.index(b"mimetype") + len(b"mimetype")
    body[start : start + 4] = b"\xff\xff\xff\xff"
    async with Extractor(workers=1) as extractor:
        found = await extractor.extract(bytes(body), None)
    assert (found.media_type, [page.text for page in found.pages]) == ("application/zip", ["mimetype\n[malformed]", "a.txt\nItem 7"])
