"""What comes out of a document of each kind."""

import pytest
from extract import pdf_file

from monitor.extract.pool import Extractor
from monitor.model import ExtractedPage, Extraction


async def test_a_pdf_is_read_page_by_page(extractor: Extractor) -> None:
    body = pdf_file.of_texts("Item 7\nFacial recognition", "Item 8")
    expected = Extraction(
        media_type="application/pdf",
        pages=(
            ExtractedPage(number=1, text="Item 7\nFacial recognition", method="text"),
            ExtractedPage(number=2, text="Item 8", method="text"),
        ),
        total_pages=2,
    )
    assert expected == await extractor.extract(body, "application/pdf", "agenda.pdf")


async def test_a_hyphen_at_the_end_of_a_line_stays_for_the_matcher_to_heal(extractor: Extractor) -> None:
    found = await extractor.extract(pdf_file.of_texts("the facial recogni-\ntion contract"), "application/pdf")
    assert found.pages[0].text == "the facial recogni-\ntion contract"


async def test_typographic_characters_of_a_pdf_survive(extractor: Extractor) -> None:
    found = await extractor.extract(pdf_file.of_texts("Zürich “cámaras” – €5"), "application/pdf")
    assert found.pages[0].text == "Zürich “cámaras” – €5"


async def test_the_content_decides_what_a_file_is_and_not_its_name(extractor: Extractor) -> None:
    found = await extractor.extract(pdf_file.of_texts("Item 7"), "application/octet-stream", "View.ashx")
    assert (found.media_type, found.pages[0].text, found.error) == ("application/pdf", "Item 7", "")


async def test_a_login_page_in_place_of_a_pdf_is_named_and_its_text_kept(extractor: Extractor) -> None:
    page = b"<!DOCTYPE html><title>Sign in</title><body><p>Please sign in</p>"
    for said, name in (("application/pdf", "View.ashx"), ("text/html", "agenda.PDF")):
        found = await extractor.extract(page, said, name)
        assert (found.media_type, found.error) == ("text/html", "not-a-document")
        assert found.pages[0].text == "Sign in\nPlease sign in"


async def test_html_served_as_html_is_a_document(extractor: Extractor) -> None:
    found = await extractor.extract(b"<html><body><p>Item 7</p></body></html>", "text/html; charset=utf-8", "agenda.html")
    assert (found.media_type, found.error, found.total_pages) == ("text/html", "", 1)


async def test_a_form_feed_begins_a_page_of_plain_text(extractor: Extractor) -> None:
    found = await extractor.extract(b"page one\r\n\fpage two\n\f", "text/plain")
    assert [(page.number, page.text) for page in found.pages] == [(1, "page one"), (2, "page two")]


async def test_a_format_that_nobody_reads_is_unsupported_and_not_empty(extractor: Extractor) -> None:
    found = await extractor.extract(bytes(range(256)) * 8, "application/x-secret")
    expected = Extraction(media_type="application/octet-stream", pages=(), error="unsupported")
    assert expected == found


async def test_no_bytes_are_no_document(extractor: Extractor) -> None:
    assert (await extractor.extract(b"", "application/pdf")).error == "empty"


@pytest.mark.parametrize("text", ["null \x00 character", "lone \udcff surrogate", "bell \x07", "mark \ufeff"])
async def test_text_can_always_be_stored(extractor: Extractor, text: str) -> None:
    found = await extractor.extract(text.encode("utf-8", "surrogatepass") + b" end" * 50, "text/plain")
    stored = found.pages[0].text
    assert stored == stored.encode("utf-8").decode("utf-8")
    assert not set("\x00\x07\ufeff") & set(stored)


@pytest.mark.parametrize("kind", [b"Widget", b"FreeText", b"Stamp"])
async def test_what_is_written_over_a_page_is_read_with_it(extractor: Extractor, kind: bytes) -> None:
    body = pdf_file.of_form("Meeting on:\nItem 7", "June 6", kind)
    assert (await extractor.extract(body, "application/pdf")).pages[0].text == "Meeting on:\nItem 7\nJune 6"


async def test_a_form_field_that_its_file_does_not_draw_is_read(extractor: Extractor) -> None:
    body = pdf_file.of_form("Meeting on:\nItem 7", "June 6", b"Widget", drawn_by_file=False)
    assert "June 6" in (await extractor.extract(body, "application/pdf")).pages[0].text
