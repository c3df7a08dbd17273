"""Scanned pages: recognised where Tesseract is installed and the budget allows, a gap otherwise, never silence."""

import shutil

import pypdfium2
import pytest
from extract import pdf_file

from monitor.extract.languages import models
from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor

tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed: apt-get install tesseract-ocr")


LINES = "RESOLUTION 26-609\nThe city buys a facial recognition system."


def scanned(stamp: str = "", turned: int = 0, lines: str = LINES) -> bytes:
    """A page of text as a scanner delivers it: a picture in a PDF. `stamp` is written over it as text."""
    document = pypdfium2.PdfDocument(pdf_file.of_texts(lines))
    bitmap = document[0].render(scale=150 / 72, grayscale=True, rotation=turned)
    rows = bytes(bitmap.buffer)
    grey = b"".join(rows[line * bitmap.stride : line * bitmap.stride + bitmap.width] for line in range(bitmap.height))
    body = pdf_file.of_image(bitmap.width, bitmap.height, grey, stamp)
    bitmap.close()
    document.close()
    return body


@pytest.fixture(scope="module")
def scan() -> bytes:
    return scanned()


@tesseract
async def test_a_scanned_page_is_recognised_and_says_so(scan: bytes, extractor: Extractor) -> None:
    (page,) = (await extractor.extract(scan, "application/pdf")).pages
    assert page.method == "ocr"
    assert "facial recognition system" in page.text


async def test_beyond_the_budget_a_scanned_page_is_a_gap(scan: bytes) -> None:
    async with Extractor(workers=1, limits=Limits(ocr_pages=0)) as extractor:
        found = await extractor.extract(scan, "application/pdf")
    assert [(page.number, page.text, page.method) for page in found.pages] == [(1, "", "none")]


async def test_without_tesseract_a_scanned_page_is_a_gap(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    async with Extractor(workers=1) as extractor:
        found = await extractor.extract(scan, "application/pdf")
    assert [(page.text, page.method) for page in found.pages] == [("", "none")]


@tesseract
async def test_without_the_language_a_scanned_page_is_a_gap(scan: bytes, extractor: Extractor) -> None:
    found = await extractor.extract(scan, "application/pdf", language="xxx")
    assert [(page.text, page.method) for page in found.pages] == [("", "none")]


@tesseract
async def test_a_scanned_page_that_lies_upside_down_is_recognised(extractor: Extractor) -> None:
    (page,) = (await extractor.extract(scanned(turned=180, lines="\n".join([LINES] * 8)), "application/pdf")).pages
    assert "facial recognition system" in page.text


@tesseract
async def test_a_scanned_page_with_a_stamp_over_it_is_recognised(extractor: Extractor) -> None:
    (page,) = (await extractor.extract(scanned("Received 2 June"), "application/pdf")).pages
    assert page.method == "ocr"
    assert "facial recognition system" in page.text


async def test_a_stamp_does_not_hide_that_a_scanned_page_was_not_read() -> None:
    async with Extractor(workers=1, limits=Limits(ocr_pages=0)) as extractor:
        found = await extractor.extract(scanned("Received 2 June"), "application/pdf")
    assert [(page.text, page.method) for page in found.pages] == [("Received 2 June", "none")]


async def test_when_the_time_for_recognition_is_spent_a_scanned_page_is_a_gap(scan: bytes) -> None:
    async with Extractor(workers=1, limits=Limits(ocr_seconds=0.001)) as extractor:
        found = await extractor.extract(scan, "application/pdf")
    assert ([(page.text, page.method) for page in found.pages], found.error) == ([("", "none")], "")


@tesseract
async def test_a_publisher_in_two_languages_is_read_in_the_one_that_is_installed(scan: bytes, extractor: Extractor) -> None:
    (page,) = (await extractor.speaking(("mt", "en-CA")).extract(scan, "application/pdf")).pages
    assert "facial recognition system" in page.text


@pytest.mark.parametrize(("tags", "expected"), [(("en",), "eng"), (("fr-CA", "en-CA"), "fra+eng"), (("xx",), "eng"), ((), "eng")])
def test_languages_are_called_as_tesseract_calls_them(tags: tuple[str, ...], expected: str) -> None:
    assert models(tags) == expected
