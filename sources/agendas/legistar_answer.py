"""An answer of the Legistar Web API as a list of records, in JSON or in the XML that is its default."""

from typing import Any
from xml.etree import ElementTree as ET

from sources.agendas.answer import Fields, objects
from sources.errors import LayoutChanged
from sources.page import Page

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
FLAGS = {"MatterAttachmentShowOnInternetPage"}  # of what we read, all that is neither text nor a number


def decoded(page: Page) -> list[Fields]:
    """The records. Some tenants are said to answer in XML even where JSON is asked for. Raises LayoutChanged."""
    rows = _from_xml(page) if page.body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else page.json(list)
    return objects(rows, page.url)


def _from_xml(page: Page) -> list[Fields]:
    """The names of the elements are those of the keys in JSON, and numbers stay texts."""
    try:
        root = _root(page.body)
    except (ET.ParseError, ValueError) as error:
        raise LayoutChanged(f"neither JSON nor XML: {error}; it begins {page.body[:80]!r}", url=page.url) from error
    if not _name(root).startswith("ArrayOf"):
        raise LayoutChanged(f"XML of another kind: {_name(root)}", url=page.url)
    return [_row(element) for element in root]


def _root(body: bytes) -> ET.Element:
    if b"<!" in body:
        raise ValueError("a document type or a comment, which the API never writes")
    return ET.fromstring(body)  # noqa: S314  # what makes XML dangerous needs a document type


def _row(element: ET.Element) -> dict[str, Any]:
    return {_name(field): _value(field) for field in element}


def _value(field: ET.Element) -> Any:
    if field.get(NIL) == "true":
        return None
    if len(field):
        return [_row(element) for element in field]
    return field.text == "true" if _name(field) in FLAGS else field.text or ""


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
