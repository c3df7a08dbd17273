"""XML of strangers: without a document type, and thereby without entities, and nested to a limit."""

import re
from typing import NoReturn
from xml.etree import ElementTree as ET
from xml.parsers import expat

DEEPEST = 500
DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>\s*")  # its encoding is settled once this is text, and XML 1.1 is read as 1.0


def read(text: str) -> ET.Element:
    """The root element. Raises ValueError for what is not plain XML."""
    check(text)
    try:
        return ET.fromstring(plain(text))  # noqa: S314  # what makes XML dangerous was refused
    except ET.ParseError as error:
        raise ValueError(str(error)) from None


def plain(text: str) -> str:
    """The text without its XML declaration."""
    return DECLARATION.sub("", text, count=1)


def check(text: str) -> None:
    """Raises ValueError for a document type, for deep nesting, and for what is not well-formed."""
    level = 0

    def down(*_: object) -> None:
        nonlocal level
        level += 1
        if level > DEEPEST:
            raise ValueError(f"more than {DEEPEST} elements inside each other")

    def up(_: object) -> None:
        nonlocal level
        level -= 1

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = down
    parser.EndElementHandler = up
    try:
        parser.Parse(plain(text).encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None


def _no_doctype(*_: object) -> NoReturn:
    raise ValueError("a document type, which could define entities")
