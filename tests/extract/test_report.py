"""What the command shows of a file."""

import json
from pathlib import Path

import pytest
from extract import pdf_file

from monitor.extract import report
from monitor.extract.limits import Limits


async def test_a_file_is_shown_as_one_line_of_json_per_page(tmp_path: Path) -> None:
    path = tmp_path / "agenda.pdf"
    path.write_bytes(pdf_file.of_texts("Ítem 7", "Item 8"))
    lines = list(report.json_lines(await report.read_file(path)))
    expected = [{"page": 1, "text": "Ítem 7", "method": "text"}, {"page": 2, "text": "Item 8", "method": "text"}]
    assert expected == [json.loads(line) for line in lines]


async def test_what_was_not_read_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "packet.pdf"
    path.write_bytes(pdf_file.of_pages(b"0 0 500 700 re f", pdf_file.drawn("Item 7"), pdf_file.drawn("Item 8")))
    expected = (
        "page 1 was not recognised; it is a picture",
        "1 of 3 pages were not read",
        "too-large: it has more pages or text than a document may; the rest was not read",
    )
    assert expected == report.gaps(await report.read_file(path, Limits(pages=2, ocr_pages=0)))


async def test_a_missing_file_is_the_callers_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await report.read_file(tmp_path / "nothing.pdf")
