"""XML of strangers that is too large for memory: one element after the other, out of a stream, within limits."""

import codecs
import re
from collections.abc import Iterator
from typing import IO, NoReturn
from xml.etree import ElementTree as ET
from xml.parsers import expat

CHUNK = 1 << 16
DEEPEST = 100
LARGEST = 16_000_000  # characters of one element: the longest entry of the EU register has 300,000
DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>\s*")
ILLEGAL = re.compile(r"&#(?:x0*(?:[0-8bcBC]|[eE]|[fF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));|[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML 1.1 allows and 1.0 does not; both as a reference and, for good measure, as it is."""


def elements(stream: IO[bytes], *tags: str) -> Iterator[ET.Element]:
    """The elements of these names (without namespaces), as they end; what is around them is not kept.

    Memory is bounded by one element. The encoding is that of the byte order mark, else UTF-8; XML 1.1 is read as 1.0.
    ValueError for a document type, deep nesting, an endless element, and what is not well-formed or ends too early.
    """
    builder = _Builder(frozenset(tags))
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        for text in _cleaned(_texts(stream)):
            builder.fed += len(text)
            parser.Parse(text.encode("utf-8", "replace"), False)
            if builder.fed > LARGEST:
                raise ValueError(f"an element of more than {LARGEST:,} characters")
            yield from builder.taken()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    yield from builder.taken()


class _Builder:
    """Builds the elements that are asked for, one at a time."""

    def __init__(self, tags: frozenset[str]) -> None:
        self._tags = tags
        self._level = 0
        self._began = 0
        self._tree: ET.TreeBuilder | None = None
        self._done: list[ET.Element] = []
        self.fed = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._level += 1
        if self._level > DEEPEST:
            raise ValueError(f"more than {DEEPEST} elements inside each other")
        local = name.rpartition("}")[2]
        if self._tree is None:
            self.fed = 0
            if local not in self._tags:
                return
            self._tree, self._began = ET.TreeBuilder(), self._level
        self._tree.start(local, {key.rpartition("}")[2]: value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        if self._tree is not None:
            self._tree.end(name.rpartition("}")[2])
            if self._level == self._began:
                self._done.append(self._tree.close())
                self._tree, self.fed = None, 0
        self._level -= 1

    def data(self, text: str) -> None:
        if self._tree is not None:
            self._tree.data(text)

    def taken(self) -> list[ET.Element]:
        done, self._done = self._done, []
        return done


def _no_doctype(*_: object) -> NoReturn:
    raise ValueError("a document type, which could define entities")


def _texts(stream: IO[bytes]) -> Iterator[str]:
    """The text in pieces, without its declaration."""
    first = stream.read(CHUNK)
    name = "utf-16" if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    decoder = codecs.getincrementaldecoder(name)("replace")
    yield DECLARATION.sub("", decoder.decode(first), count=1)
    while chunk := stream.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _cleaned(texts: Iterator[str]) -> Iterator[str]:
    """Without the characters that XML 1.0 does not know. A reference may be cut in two by the end of a piece."""
    rest = ""
    for text in texts:
        whole = rest + text
        cut = whole.rfind("&", max(0, len(whole) - 12))
        rest = whole[cut:] if cut >= 0 and ";" not in whole[cut:] else ""
        yield ILLEGAL.sub(" ", whole[: len(whole) - len(rest)])
    yield rest
