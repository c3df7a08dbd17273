"""What of a web page is text."""

import pytest

from monitor.extract.limits import Limits
from monitor.extract.readers import html
from monitor.extract.readers.html import main_text
from monitor.extract.reading import Job

LONG = "The council awards the contract for facial recognition cameras. " * 5


def test_blocks_stand_on_lines_of_their_own_and_words_stay_whole() -> None:
    assert main_text("<p>recog<b>ni</b>tion\n of  faces</p><p>second<br>third</p>") == "recognition of faces\nsecond\nthird"


def test_cells_of_a_table_are_apart() -> None:
    assert main_text("<table><tr><th>Vendor<th>Sum<tr><td>NEC<td>$5</table>") == "Vendor\tSum\nNEC\t$5"


def test_scripts_styles_and_navigation_are_no_text() -> None:
    page = (
        "<header><a>Home</a></header><nav>Police</nav><div role=navigation>Menu</div><script>var x = 'camera'</script>"
        "<style>.x {}</style><p>Item 7</p><footer>Privacy</footer>"
    )
    assert main_text(page) == "Item 7"


def test_the_main_part_of_a_page_is_preferred_where_it_is_marked_and_filled() -> None:
    assert main_text(f"<div>Weather</div><main><p>{LONG}</p></main>") == LONG.strip()
    assert main_text("<div>Item 7</div><main>Loading</main>") == "Item 7\nLoading"


def test_a_page_that_is_all_navigation_is_kept_whole() -> None:
    assert main_text("<nav><a>Item 7</a></nav>") == "Item 7"


def test_the_title_is_told_where_the_page_does_not_repeat_it() -> None:
    assert main_text("<title>Item 7</title><p>Cameras") == "Item 7\nCameras"
    assert main_text("<title>Item 7</title><h1>Item 7</h1>") == "Item 7"


def test_nested_navigation_is_removed_once() -> None:
    assert main_text("<nav><nav><nav>x</nav></nav></nav><svg><svg></svg></svg><p>Item 7") == "Item 7"


@pytest.mark.parametrize(
    "page",
    [
        b"<meta charset=windows-1251><p>%s",
        b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=\"windows-1251\"'><p>%s",
        b"<?xml version='1.0' encoding='windows-1251'?><html><p>%s",
    ],
)
def test_the_encoding_that_a_page_declares_is_followed(page: bytes) -> None:
    body = page % "распознавание лиц".encode("cp1251")
    assert read(body) == "распознавание лиц"


def test_private_characters_of_a_page_are_no_line_breaks() -> None:
    assert read("<p>a\ue000b\ue001c</p>".encode()) == "a b c"


def read(body: bytes) -> str:
    """The text of a page as it comes from its server."""
    (leaf,) = html.read(Job(body=body, media_type="text/html", limits=Limits())).leaves
    return leaf.text


def test_a_page_of_hundreds_of_main_parts_in_one_another_is_read_at_once() -> None:
    assert main_text("<main><a " * 2000 + "<p>Item 7</p>") == "Item 7"
