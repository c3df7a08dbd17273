"""Damaged files of every format: each ends in pages or in a named error, none takes the next document with it."""

import random
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from extract import office_file, pdf_file

from monitor.extract import Extractor, Limits
from monitor.extract.report import MEANING

ROUNDS = 60  # per format, in about two seconds


def message() -> bytes:
    made = EmailMessage()
    made["Subject"], made["Message-ID"] = "Cámaras", "<1@city.example>"
    made.set_content("See attached.")
    made.add_attachment(b"Item 7", maintype="application", subtype="octet-stream", filename="Ítem.txt")
    return made.as_bytes()


SEEDS = {
    "pdf": pdf_file.of_texts("Item 7", "Item 8"),
    "form": pdf_file.of_form("Date:", "June 6", b"Widget"),
    "html": b"<!doctype html><meta charset=utf-8><title>a</title><main><table><tr><td>Item 7</table></main><nav>x</nav>",
    "docx": office_file.word(office_file.said("Item 7"), header1=office_file.said("Council")),
    "pptx": office_file.slides("one", "two"),
    "odt": office_file.open_text("<text:p>Item 7</text:p>"),
    "xlsx": office_file.workbook(Contracts='<row r="1"><c r="A1"><v>7</v></c></row>'),
    "rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\uc1 Sesi\'f3n \u8220?Item\par 7}",
    "mail": message(),
    "zip": office_file.packed({"a.txt": "Item 7", "b.pdf": pdf_file.of_texts("Item 8")}),
}


def damaged(seed: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, cut out, repeated or moved."""
    body = bytearray(seed)
    for _ in range(chance.choice((1, 2, 5, 20))):
        start, length = chance.randrange(len(body)), chance.randrange(1, 40)
        piece = bytes(body[start : start + length])
        match chance.randrange(4):
            case 0:
                body[start : start + length] = chance.randbytes(len(piece))
            case 1:
                del body[start : start + min(length, len(body) - 1)]
            case 2:
                body[start:start] = piece * chance.choice((1, 3, 200))
            case _:
                body[start] ^= 1 << chance.randrange(8)
    return bytes(body)


def variants(name: str) -> Iterator[bytes]:
    chance = random.Random(name)
    for _ in range(ROUNDS):
        yield damaged(SEEDS[name], chance)


@pytest.mark.parametrize("name", SEEDS)
async def test_a_damaged_file_ends_in_pages_or_in_a_named_error(name: str) -> None:
    async with Extractor(workers=1, limits=Limits(seconds=10, ocr_pages=0)) as extractor:
        found = [await extractor.extract(body, None) for body in variants(name)]
        assert (await extractor.extract(b"Item 7", None)).pages[0].text == "Item 7"
    assert {document.error for document in found} <= {"", *MEANING}
    assert [document for document in found if document.error in {"timeout", "crash", "memory"}] == []


async def test_an_archive_whose_own_label_is_damaged_is_read_as_an_archive() -> None:
    body = bytearray(office_file.packed({"mimetype": "application/vnd.oasis.opendocument.text", "a.txt": "Item 7"}))
    start = body.index(b"mimetype") + len(b"mimetype")
    body[start : start + 4] = b"\xff\xff\xff\xff"
    async with Extractor(workers=1) as extractor:
        found = await extractor.extract(bytes(body), None)
    assert (found.media_type, [page.text for page in found.pages]) == ("application/zip", ["mimetype\n[malformed]", "a.txt\nItem 7"])
