"""Office files, messages and archives."""

import io
import zipfile
from email.message import EmailMessage

import pytest
from extract import compound_file, office_file, pdf_file
from extract.office_file import said

from monitor.extract.detect import DOC, DOCX, MSG, ODT, PPT, PPTX, XLSX
from monitor.extract.limits import Limits
from monitor.extract.pool import Extractor

HIDDEN = "word " * 100


async def only(extractor: Extractor, body: bytes, media_type: str) -> str:
    """The text of a document of one page, recognised by its content alone."""
    found = await extractor.extract(body, None)
    assert (found.media_type, found.error, len(found.pages)) == (media_type, "", 1)
    return found.pages[0].text


async def test_words_of_a_docx_stay_whole_across_runs(extractor: Extractor) -> None:
    assert await only(extractor, office_file.word(said("facial recog", "nition") + said("Item 8")), DOCX) == "facial recognition\nItem 8"


async def test_tables_of_a_docx_are_read_row_by_row(extractor: Extractor) -> None:
    row = "<w:tr>{}</w:tr>".format("".join(f"<w:tc>{said(cell)}</w:tc>" for cell in ("NEC", "$5")))
    assert await only(extractor, office_file.word(f"<w:tbl>{row}{row}</w:tbl>"), DOCX) == "NEC\t$5\nNEC\t$5"


async def test_headers_footers_and_notes_of_a_docx_are_read_once(extractor: Extractor) -> None:
    body = office_file.word(said("Item 7"), header1=said("Council"), header2=said("Council"), footer1=said("Page"), footnotes=said("See 8"))
    assert await only(extractor, body, DOCX) == "Council\nItem 7\nPage\nSee 8"


async def test_what_a_docx_deleted_or_repeats_is_not_read(extractor: Extractor) -> None:
    deleted = "<w:del><w:r><w:delText>cameras</w:delText></w:r></w:del>"
    box = f"<mc:AlternateContent><mc:Choice>{said('box')}</mc:Choice><mc:Fallback>{said('box')}</mc:Fallback></mc:AlternateContent>"
    stops = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Item</w:t><w:tab/><w:t>7</w:t></w:r></w:p>"
    assert await only(extractor, office_file.word(deleted + box + stops), DOCX) == "box\nItem\t7"


async def test_slides_are_pages_in_the_order_of_the_show_with_their_notes(extractor: Extractor) -> None:
    found = await extractor.extract(office_file.slides("one", "two"), PPTX, "show.pptx")
    assert [page.text for page in found.pages] == ["one\nnote on one", "two\nnote on two"]
    assert (found.media_type, found.total_pages) == (PPTX, 2)


async def test_an_opendocument_text_is_read_with_its_header(extractor: Extractor) -> None:
    row = (
        "<table:table-row><table:table-cell><text:p>NEC</text:p></table:table-cell><table:table-cell><text:p>$5</text:p></table:table-cell>"
    )
    body = f"<text:h>Item<text:s/>7</text:h><text:p>recog<text:span>nition</text:span></text:p>{row}</table:table-row>"
    assert await only(extractor, office_file.open_text(body, "<text:p>Council</text:p>"), ODT) == "Item 7\nrecognition\nNEC\t$5\n\nCouncil"


async def test_rich_text_is_read_without_its_tables_of_fonts(extractor: Extractor) -> None:
    body = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Word;}\pard Sesi\'f3n \u8220?facial\u8221? recog{\b nition}\par"
        b"\r\n" + rb"Item\tab 7 \{a\}\par \u-10179?\u-8704?}"
    )
    assert await only(extractor, body, "application/rtf") == "Sesión “facial” recognition\nItem\t7 {a}\n\U0001f600"


async def test_a_message_is_read_with_its_attachments(extractor: Extractor) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["Message-ID"] = "Cámaras", "clerk@city.example", "<1@city.example>"
    message.set_content("See attached.")
    message.add_attachment(pdf_file.of_texts("Item 7", "Item 8"), maintype="application", subtype="pdf", filename="agenda.pdf")
    found = await extractor.extract(message.as_bytes(), "message/rfc822")
    expected = ["From: clerk@city.example\nSubject: Cámaras\n\nSee attached.", "agenda.pdf\nItem 7", "Item 8"]
    assert expected == [page.text for page in found.pages]
    assert (found.media_type, found.error, found.total_pages) == ("message/rfc822", "", 3)


async def test_members_of_an_archive_are_read_and_the_unreadable_one_is_a_gap(extractor: Extractor) -> None:
    body = office_file.packed({"a.pdf": pdf_file.of_texts("Item 7"), "b.pdf": b"%PDF-1.7 broken", "sub/c.txt": "Item 9"})
    found = await extractor.extract(body, "application/zip")
    expected = [("a.pdf\nItem 7", "text"), ("b.pdf\n[malformed]", "none"), ("sub/c.txt\nItem 9", "text")]
    assert expected == [(page.text, page.method) for page in found.pages]


async def test_archives_in_archives_are_followed_to_a_depth(extractor: Extractor) -> None:
    body = office_file.packed({"deep.txt": "Item 7"})
    for level in range(5):
        body = office_file.packed({f"{level}.zip": body})
    (page,) = (await extractor.extract(body, "application/zip")).pages
    assert (page.text.splitlines()[-1], page.method) == ("[too-large]", "none")


@pytest.mark.parametrize("member", ["bomb.txt", "word/document.xml"])
async def test_a_zip_bomb_is_too_large_and_costs_itself_only(member: str) -> None:
    bomb = office_file.packed({member: b"0" * 50_000_000})
    assert len(bomb) < 60_000
    async with Extractor(workers=1, limits=Limits(unpacked=10_000_000)) as extractor:
        found = await extractor.extract(bomb, None)
        assert (found.error or found.pages[0].text.splitlines()[-1].strip("[]")) == "too-large"
        assert len((await extractor.extract(b"Item 7", None)).pages) == 1


async def test_an_explosion_of_entities_is_stopped(extractor: Extractor) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE x [<!ENTITY e0 "{HIDDEN}">{entities}]><x><t>&e9;</t></x>'
    found = await extractor.extract(office_file.packed({"word/document.xml": laughs}), None)
    assert (found.media_type, found.error) == (DOCX, "malformed")


async def test_an_encrypted_office_file_is_encrypted(extractor: Extractor) -> None:
    body = compound_file.compound({"EncryptedPackage": b"", "EncryptionInfo": b""})
    assert (await extractor.extract(body, None, "secret.docx")).error == "encrypted"


async def test_an_archive_with_a_password_is_a_gap(extractor: Extractor) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "Item 7")
    locked = bytearray(out.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + offset] |= 1  # bit 0 of the flags: encrypted
    assert [(page.text, page.method) for page in (await extractor.extract(bytes(locked), None)).pages] == [("a.txt\n[encrypted]", "none")]


def cell(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


async def test_sheets_of_a_workbook_are_pages(extractor: Extractor) -> None:
    rows = f'<row r="1">{cell("A1", "Vendor")}{cell("B1", "Sum")}</row><row r="3">{cell("A3", "NEC")}<c r="B3"><v>5.0</v></c></row>'
    found = await extractor.extract(office_file.workbook(Contracts=rows, Empty=""), None)
    assert [page.text for page in found.pages] == ["Contracts\nVendor\tSum\nNEC\t5", "Empty"]
    assert (found.media_type, found.error, found.total_pages) == (XLSX, "", 2)


async def test_a_workbook_that_claims_the_largest_grid_costs_itself_only() -> None:
    grid = f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("XFD1048576", "z")}</row>'
    async with Extractor(workers=1, limits=Limits(memory=400 << 20)) as extractor:
        assert (await extractor.extract(office_file.workbook(Grid=grid), None)).error in {"crash", "malformed"}
        assert (await extractor.extract(b"Item 7", None)).pages[0].text == "Item 7"


async def test_a_workbook_without_its_parts_is_malformed(extractor: Extractor) -> None:
    found = await extractor.extract(office_file.packed({"xl/workbook.xml": "<workbook"}), None)
    assert (found.media_type, found.error) == (XLSX, "malformed")


async def test_a_word_file_from_before_2007_is_read_from_its_pieces(extractor: Extractor) -> None:
    body = compound_file.word("Sesión 7\r", "facial recog", "nition\rNEC\x07$5\x07\x07see \x13 HYPERLINK x \x14the ", "顔認証 page\x15\r")
    assert await only(extractor, body, DOC) == "Sesión 7\nfacial recognition\nNEC\t$5\nsee the 顔認証 page"


@pytest.mark.parametrize(("given", "error"), [({"flags": 0x0100}, "encrypted"), ({"magic": 0xA5DC}, "unsupported")])
async def test_a_word_file_that_cannot_be_read_is_named(extractor: Extractor, given: dict[str, int], error: str) -> None:
    found = await extractor.extract(compound_file.word("secret", **given), None)
    assert (found.media_type, found.error, found.pages) == (DOC, error, ())


async def test_a_message_of_outlook_is_read_with_its_attachments(extractor: Extractor) -> None:
    body = compound_file.message(
        "Cámaras", "See attached.", {"agenda.pdf": pdf_file.of_texts("Item 7"), "Item 8.txt": b"Item 8".ljust(5000)}
    )
    found = await extractor.extract(body, None)
    expected = ["Subject: Cámaras\n\nSee attached.", "agenda.pdf\nItem 7", "Item 8.txt\nItem 8"]
    assert (found.media_type, found.error, [page.text.rstrip() for page in found.pages]) == (MSG, "", expected)


async def test_slides_from_before_2007_are_named_and_unsupported(extractor: Extractor) -> None:
    found = await extractor.extract(compound_file.compound({"PowerPoint Document": b""}), None)
    assert (found.media_type, found.error) == (PPT, "unsupported")


async def test_a_presentation_whose_relations_are_damaged_is_malformed(extractor: Extractor) -> None:
    relations = b'<Relationship Id="\xff" Target="\x80"/>'
    body = office_file.packed({"ppt/presentation.xml": "<p:sldId r:id='x'/>", "ppt/_rels/presentation.xml.rels": relations})
    assert (await extractor.extract(body, None)).error == "malformed"
