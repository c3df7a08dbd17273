"""An answer of the Legistar Web API as a list of records, in JSON or in the XML that is its default."""

from typing import Any
from xml.etree import ElementTree as ET

from sources.agendas.answer import Fields, objects
from sources.page import Page

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
FLAGS = {"MatterAttachmentShowOnInternetPage"}  # of what we read, all that is neither text nor a number


def decoded(page: Page) -> list[Fields]:
    """The records. Some tenants are said to answer in XML even where JSON is asked for. Raises LayoutChanged."""
    rows = _from_xml(page) if page.body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else page.json(list)
    return objects(rows, page.url)


def _from_xml(page: Page) -> list[Fields]:
    """The names of the elements are those of the keys in JSON, and numbers stay texts."""
    root = page.xml()
    if not _name(root).startswith("ArrayOf"):
        raise page.unlike(f"XML of another kind: {_name(root)}")
    return [_row(element) for element in root]


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
