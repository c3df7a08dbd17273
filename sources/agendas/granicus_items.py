"""The items of an agenda that is a page of Granicus.

Facts from recorded agendas of Los Angeles World Airports and Walnut Creek. An item is a table of one row: its number, and its
words. Only what is a chapter of the recording has an anchor with a number of its own; the items of a consent calendar have none, and
the files that follow them would be taken for those of the calendar.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from sources import markup
from sources.model import Link, LinkKind, Part
from sources.page import Element

ITEM = "a[name^=agenda]"
FILE = "a[href*='MetaViewer.php']"
NUMBER = re.compile(r"(?:\d{1,3}|[a-z]|[ivxl]{1,6})(?:\.\d{1,3})*[.)]?", re.IGNORECASE)
PRINTED = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxl]{1,6})(?:\.(?:\d{1,3}|[a-z]))*[.)]", re.IGNORECASE)  # with what follows a number
EMBEDDED = re.compile(r".+(?=https?://)")  # /TemplateDesigner/https://elm.granicus.com/MetaViewer.php


@dataclass(slots=True, kw_only=True)
class _Entry:
    key: str
    title: str
    number: str
    text: str = ""
    files: dict[str, Link] = field(default_factory=dict)

    def add(self, link: Link) -> None:
        """A file, by its words where it has some: the picture before it is the same link."""
        key = link.key or ""
        if link.title != "Document" or key not in self.files:
            self.files[key] = link


def has_items(root: Element) -> bool:
    """Whether the page names items by their numbers."""
    return root.has(ITEM)


def parts(pages: Iterable[Element]) -> Iterator[Part]:
    """The items in the order of the page, each with the files that follow it. What is no chapter of the recording has an empty key."""
    for page in pages:
        entries: list[_Entry] = []
        chapters: dict[str, _Entry] = {}
        for element in page.all(f"{ITEM}, {FILE}, tr"):
            if element.node.tag == "tr":
                entries += _row(element)
            elif (element.get("name") or "").startswith("agenda"):
                key = element.attr("name").removeprefix("agenda")
                if key not in chapters:
                    chapters[key] = _chapter(key, element)
                    entries.append(chapters[key])
            elif entries and (link := _file(element)):
                entries[-1].add(link)
        for entry in entries:
            if entry.title and (entry.key or entry.number):
                yield Part(key=entry.key, title=entry.title, number=entry.number, text=entry.text, links=tuple(entry.files.values()))


def _row(row: Element) -> list[_Entry]:
    """An item without an anchor: a printed number, and words in the next cell."""
    if row.has("td table") or row.has(ITEM):
        return []
    cells = [cell for cell in row.all("td") if cell.text]
    if len(cells) < 2 or not PRINTED.fullmatch(cells[0].text):
        return []
    title, *said = _lines(cells[1])
    return [_Entry(key="", title=title, number=cells[0].text, text="\n".join(said))]


def _chapter(key: str, anchor: Element) -> _Entry:
    return _Entry(key=key, title=anchor.text, number=_number(anchor), text=_beside(anchor))


def _beside(anchor: Element) -> str:
    """What the cell of an item says after its title, where the cell is of this item alone."""
    cell = _cell(anchor)
    if cell is None or cell.has("table") or len(cell.all(ITEM)) > 1:
        return ""
    title = anchor.text
    said = [line for line in _lines(cell) if line not in title]
    return "\n".join(line.removeprefix(title).strip() if line.startswith(title) else line for line in said)


def _cell(anchor: Element) -> Element | None:
    node = anchor.node.parent
    while node is not None and node.tag not in ("td", "body"):
        node = node.parent
    return Element(node=node, name="td", url=anchor.url, base=anchor.base) if node is not None and node.tag == "td" else None


def _lines(cell: Element) -> list[str]:
    """The words of a cell in lines, without those of links to files."""
    lines = markup.plain(cell.node.html or "").splitlines()
    files = {link.text for link in cell.all(FILE)}
    return [line for line in lines if line not in files] or [""]


def _number(anchor: Element) -> str:
    """What stands in the cell before the item, where that is a number."""
    cell = anchor.node.parent
    while cell is not None and cell.tag not in ("td", "body"):
        cell = cell.parent
    before = cell.prev if cell is not None else None
    while before is not None and before.tag != "td":
        before = before.prev
    text = " ".join(before.text(deep=True).split()) if before is not None else ""
    return text if NUMBER.fullmatch(text) else ""


def _file(anchor: Element) -> Link | None:
    url = EMBEDDED.sub("", anchor.absolute(anchor.attr("href")))
    ids = parse_qs(urlsplit(url).query).get("meta_id")
    return Link(url=url, title=anchor.text or "Document", kind=LinkKind.ATTACHMENT, key=ids[0]) if ids else None
