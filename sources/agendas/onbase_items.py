"""The agenda of OnBase Agenda Online as a page, of either make, and the pages of its items with their files.

Known from recorded agendas of Tucson (the outline) and of Anchorage and Concord (a Word document turned into HTML, whose links call
a script), and from the code of four programs that ask for the pages of items; no site was asked. The page of a file is a
shell: a script in it says under which address the bytes are, and that differs with the version of the site.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

from sources import instead
from sources.markup import Element
from sources.model import Link, LinkKind, Part
from sources.page import Page

OUTLINE = "a[onclick*='loadAgendaItem('], a[onclick*='loadAgendaSection(']"
CALLED = "a[href*='loadAgendaItem(']"
CALL = re.compile(r"loadAgenda(Item|Section)\((\d+)(?:,\s*(true|false))?")
NUMBERED = re.compile(r"(?P<number>(?:\d{1,3}|[A-Za-z])(?:\.\d{1,3}|[A-Z])?[.)]?)\s+(?P<title>.+)", re.DOTALL)
OUTLINED = re.compile(r"(?P<number>\d{1,3}[A-Za-z]?[.)])\s+(?P<title>.+)", re.DOTALL)
NUMBER = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxl]{1,6})(?:\.\w{1,3})*[.)]", re.IGNORECASE)
FILE = "a[href*='/DownloadFile/' i]"
DOWNLOAD = re.compile(r"/DownloadFile/", re.IGNORECASE)
SECTION = "section-"
OURS = ("", "a page of OnBase Agenda Online")

Files = Mapping[str, tuple[Link, ...]]
"""The files of items, by the key of the item."""


@dataclass(slots=True, kw_only=True)
class _Entry:
    """An entry of the Word document, as far as it was read."""

    key: str
    table: int | None
    number: str
    title: str
    said: list[str] = field(default_factory=list)


def agenda(page: Page) -> Element:
    """The agenda as a page. Without items it may be of any make, but neither empty nor of another system."""
    root = page.html()
    if not has_items(root) and (root.first("body *") is None or instead.whose(page.text) not in OURS):
        raise page.unlike("no agenda in it")
    return root


def has_items(root: Element) -> bool:
    """Whether the page names items or sections by their numbers."""
    return root.has(OUTLINE) or root.has(CALLED)


def is_error(page: Page, root: Element) -> bool:
    """Whether it is the site's own page for errors, to which it redirects for what this version does not have."""
    title = root.first("title")
    return "/error/" in urlsplit(page.url).path.lower() or bool(title and title.text.startswith("Error"))


def parts(root: Element, files: Files) -> Iterator[Part]:
    """The sections and items in the order of the page, each with its files."""
    for part in _outlined(root) if root.has(OUTLINE) else _written(root):
        yield replace(part, links=files.get(part.key, ()))


def keys(root: Element) -> list[str]:
    """The numbers of the items, without the sections, each once."""
    return [key for key in dict.fromkeys(part.key for part in parts(root, {})) if key.isdecimal()]


def attachments(page: Element) -> tuple[Link, ...]:
    """The files of an item, each once. One that is published again keeps the number of its link and gets another `publishId`."""
    found = {}
    for link in page.all(FILE):
        url = link.link()
        query = {name.lower(): values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        if query.get("isattachment", "").lower() == "true":
            published = query.get("publishid")
            number = re.fullmatch(r"lnkAttachment_(\d+)", link.get("id") or "")
            key = number[1] if number else published
            title = link.text or urlsplit(url).path.rpartition("/")[2]
            found[key or url] = Link(url=url, title=title, kind=LinkKind.ATTACHMENT, key=key, stamp=published)
    return tuple(found.values())


def way(page: Page) -> str:
    """What stands in place of DownloadFile in the address of the bytes, as the page of a file says; the same for the file itself."""
    if page.body.startswith(b"%PDF") or "html" not in page.headers.get("content-type", "html"):
        return "DownloadFile"
    page.html()
    if "DownloadFileBytes" in page.text:
        return "DownloadFileBytes"
    if "InvokeDownload" in page.text or "ViewDocument" in page.text:
        return "ViewDocument"
    raise page.unlike("neither a file nor where it is")


def reached(link: Link, by: str) -> Link:
    """The file under the address of its bytes."""
    return replace(link, url=DOWNLOAD.sub(f"/{by}/", link.url, count=1))


def _outlined(root: Element) -> Iterator[Part]:
    """The outline: the number stands before the title, in the same link."""
    for link in root.all(OUTLINE):
        titled = link.first(".accessible-item-text, .accessible-header-text")
        numbered = NUMBERED.fullmatch(link.text)
        if titled and titled.text:
            number, title = link.text.removesuffix(titled.text).strip(), titled.text
        else:
            number, title = (numbered["number"], numbered["title"]) if numbered else ("", link.text)
        yield Part(key=_key(link.attr("onclick")), title=title, number=number)


def _written(root: Element) -> Iterator[Part]:
    """The Word document: a link is the title, its number is in the cell before it or in it, and what follows in its table is said of it."""
    entry: _Entry | None = None
    before: Element | None = None
    for block in root.all("p, li, td:not(:has(p))"):
        link = next((each for each in block.all(CALLED) if each.text), None)
        if link and (entry is None or _key(link.attr("href")) != entry.key):
            number = before.text if before and NUMBER.fullmatch(before.text) and _row(before) == _row(block) is not None else ""
            if entry:
                yield _part(entry, number)
            entry = _entry(link, number, _table(block))
            if rest := block.text.replace(link.text, "", 1).strip():
                entry.said.append(rest)
        elif entry and block.text and _table(block) == entry.table is not None:
            entry.said.append(block.text)
        if block.text:
            before = block
    if entry:
        yield _part(entry, "")


def _entry(link: Element, number: str, table: int | None) -> _Entry:
    both = OUTLINED.fullmatch(link.text) if not number else None
    number, title = (both["number"], both["title"]) if both else (number, link.text)
    return _Entry(key=_key(link.attr("href")), table=table, number=number, title=title)


def _part(entry: _Entry, following: str) -> Part:
    """The entry. Where the next one is in the same table, its number came before its link."""
    said = entry.said[:-1] if following and entry.said[-1:] == [following] else entry.said
    return Part(key=entry.key, title=entry.title, number=entry.number, text="\n".join(said))


def _key(call: str) -> str:
    match = CALL.search(call)
    if match is None:
        return ""
    return f"{SECTION}{match[2]}" if match[1] == "Section" or match[3] == "true" else match[2]


def _row(block: Element) -> int | None:
    return _around(block, "tr")


def _table(block: Element) -> int | None:
    return _around(block, "table")


def _around(block: Element, tag: str) -> int | None:
    """The nearest element of this tag around a block."""
    node = block.node.parent
    while node is not None and node.tag != tag:
        node = node.parent
    return node.mem_id if node is not None else None
