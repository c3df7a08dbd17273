"""Pages of a PDF that are not one column of upright lines: in which order they are read, and what belongs to them."""

import pytest
from extract import pdf_file

from monitor.extract.pool import Extractor

LEFT = (
    "The city shall not buy any facial",
    "recognition system without the",
    "consent of the council given in",
    "an open meeting of which notice",
)
RIGHT = (
    "Vendors must disclose automated",
    "license plate readers and all",
    "other cameras in writing before",
    "the contract is signed by them",
)
NAMES = ("NEC Corporation of America", "Clearview AI, Incorporated", "Flock Group, Incorporated", "Motorola Solutions, Inc.")
SUMS = ("Facial recognition, $90,000", "Facial recognition, $12,500", "Plate readers, $250,000.00", "Body-worn cameras, $80,000")


async def text(extractor: Extractor, body: bytes) -> str:
    (page,) = (await extractor.extract(body, "application/pdf")).pages
    assert page.method == "text"
    return page.text


async def test_columns_that_are_drawn_line_by_line_are_read_one_after_the_other(extractor: Extractor) -> None:
    assert await text(extractor, pdf_file.in_columns(LEFT, RIGHT)) == "\n".join((*LEFT, *RIGHT))


async def test_a_heading_over_two_columns_and_a_line_below_them_stay_where_they_are(extractor: Extractor) -> None:
    columns = [(x, 680.0 - 14 * n, side[n]) for n in range(4) for x, side in ((72, LEFT), (330, RIGHT))]
    heading = "Ordinance 26-609 on the acquisition of surveillance technology by the city"
    body = pdf_file.of_pages(pdf_file.placed((72, 720, heading), *columns, (72, 500, "Page 4")))
    assert await text(extractor, body) == "\n".join((heading, *LEFT, *RIGHT, "Page 4"))


async def test_a_table_is_read_row_by_row(extractor: Extractor) -> None:
    expected = "\n".join(f"{name} {amount}" for name, amount in zip(NAMES, SUMS, strict=True))
    assert await text(extractor, pdf_file.in_columns(NAMES, SUMS)) == expected


@pytest.mark.parametrize(
    ("turn", "places"),
    [
        ("0 1 -1 0", [(100 + 14 * n, 100) for n in range(4)]),
        ("0 -1 1 0", [(300 - 14 * n, 600) for n in range(4)]),
        ("-1 0 0 -1", [(500, 300 + 14 * n) for n in range(4)]),
    ],
    ids=["on its left side", "on its right side", "upside down"],
)
@pytest.mark.parametrize("rotated", [b"", b"/Rotate 90", b"/Rotate 180", b"/Rotate 270"])
async def test_a_page_is_read_from_its_first_line_however_it_lies(
    extractor: Extractor, turn: str, places: list[tuple[float, float]], rotated: bytes
) -> None:
    lines = [(x, y, line) for (x, y), line in zip(places, LEFT, strict=True)]
    assert await text(extractor, pdf_file.of_pages(pdf_file.placed(*lines, turn=turn), entries=rotated)) == "\n".join(LEFT)


async def test_the_addresses_of_links_follow_the_text_of_their_page_once(extractor: Extractor) -> None:
    addresses = ("https://city.example/View.ashx?ID=7", "javascript:alert(1)", "https://city.example/View.ashx?ID=7", "file:///etc/passwd")
    assert await text(extractor, pdf_file.of_links("Item 7", *addresses)) == "Item 7\n\nhttps://city.example/View.ashx?ID=7"


async def test_an_address_that_the_page_prints_is_not_repeated(extractor: Extractor) -> None:
    printed = "See https://city.example/7"
    assert await text(extractor, pdf_file.of_links(printed, "https://city.example/7")) == printed


async def test_a_long_packet_is_read_to_its_end(extractor: Extractor) -> None:
    found = await extractor.extract(pdf_file.of_texts(*(f"Page {n}" for n in range(1, 251))), None)
    assert [page.text for page in found.pages] == [f"Page {page.number}" for page in found.pages]
    assert (found.total_pages, len(found.pages), found.error) == (250, 250, "")
