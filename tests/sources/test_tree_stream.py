"""XML out of a stream: what is read, what is refused, and how little of it is kept."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from sources import tree_stream

HEAD = b'<?xml version="1.1" encoding="UTF-8"?>'


def names(body: bytes) -> list[str | None]:
    return [element.findtext("name") for element in tree_stream.elements(io.BytesIO(body), "entry")]


def test_elements_are_read_whatever_namespace_and_encoding_they_are_in() -> None:
    text = '<list xmlns="urn:x"><meta>1</meta><entry xmlns=""><name>Café</name></entry><a><entry><name>B</name></entry></a></list>'
    assert names(text.encode()) == ["Café", "B"]
    assert names(f"<?xml version='1.0' encoding='UTF-16'?>{text}".encode("utf-16")) == ["Café", "B"]


def test_what_xml_1_1_allows_is_read_as_a_blank() -> None:
    assert names(HEAD + b"<l><entry><name>a&#xb;b&#1;c\x0bd&amp;&#9;&#x20AC;</name></entry></l>") == ["a b c d&\t€"]


@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_reference_that_is_cut_in_two_is_one(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_stream, "CHUNK", size)
    assert names(b"<l><entry><name>R&amp;D &#xb;x &lt; 1</name></entry></l>") == ["R&D  x < 1"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'<!DOCTYPE l [<!ENTITY a "b">]><l><entry>&a;</entry></l>', "document type"),
        (b"<l><entry><name>a</name></entry>", "no element found"),
        (b"<l><entry>" + b"<a>" * 200, "inside each other"),
        (b"<l><entry></l>", "mismatched tag"),
        (b"<l>&nbsp;</l>", "undefined entity"),
        (b"", "no element found"),
    ],
)
def test_what_is_not_plain_xml_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        names(body)


class Endless(io.RawIOBase):
    """A file that begins so, goes on so, and ends after so many bytes."""

    def __init__(self, begins: bytes, goes_on: bytes, size: int) -> None:
        self.parts = self._parts(begins, goes_on, size)

    def _parts(self, begins: bytes, goes_on: bytes, size: int) -> Iterator[bytes]:
        yield begins
        piece = goes_on * (65536 // len(goes_on))
        for _ in range(size // len(piece)):
            yield piece

    def read(self, _: int = -1) -> bytes:
        return next(self.parts, b"")


@pytest.mark.parametrize(("begins", "goes_on"), [(b"<l><entry><name>", b"x"), (b"<l><entry a='", b"x"), (b"<l><entry>", b"<a/>")])
def test_an_element_without_end_is_given_up(begins: bytes, goes_on: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_stream, "LARGEST", 1_000_000)
    with pytest.raises(ValueError, match="an element of more than"):
        list(tree_stream.elements(Endless(begins, goes_on, 8_000_000), "entry"))  # type: ignore[arg-type]


def test_memory_does_not_grow_with_the_file() -> None:
    file = Endless(b"<l>", b"<entry><name>Elm Street Cameras</name></entry>", 3_000_000)
    tracemalloc.start()
    with pytest.raises(ValueError, match="no element found"):
        for _ in tree_stream.elements(file, "entry"):  # type: ignore[arg-type]
            pass
    assert tracemalloc.get_traced_memory()[1] < 1_500_000
    tracemalloc.stop()
