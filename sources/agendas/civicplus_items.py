"""The items of an agenda of CivicPlus that is a page, /AgendaCenter/ViewFile/Agenda/_MMDDYYYY-ID?html=true.

Known from a recorded page of Antioch and from the code of a program that reads such pages of other cities; no site was asked. Items of all
levels follow each other; the files of an item have its number in their address, which is all that an item has of an id.
"""

import re
from collections.abc import Iterator

from sources import instead, markup
from sources.markup import Element
from sources.model import Link, LinkKind, Part
from sources.page import Page

ITEM = "div.item[class*=level]"
FILE = ".documents a[href]"
NUMBERS = re.compile(r"/ViewFile/Item/(?P<item>\d+)\?(?:.*&)?fileID=(?P<file>\d+)", re.IGNORECASE)


def agenda(page: Page) -> Element:
    """The agenda as a page. Without items it may be of any make, but neither empty nor of another system."""
    root = page.html()
    if not root.has(f"#divItems, {ITEM}") and (not root.text or instead.whose(page.text)):
        raise page.unlike("no agenda in it")
    return root


def parts(page: Element) -> Iterator[Part]:
    """The headings and items in the order of the page, each with its files. One that is called "Consent A" says in its text what it is."""
    for item in page.all(ITEM):
        bullet, title, said = item.first(".bullet span"), item.first(".title"), item.first(".desc")
        lines = markup.plain(said.node.html or "").splitlines() if said else []
        files = tuple(_file(link) for link in item.all(FILE))
        name = title.text if title and title.text else lines.pop(0) if lines else ""
        yield Part(key=_key(item), title=name, number=bullet.text if bullet else "", text="\n".join(lines), links=files)


def _key(item: Element) -> str:
    numbers = (NUMBERS.search(link.attr("href")) for link in item.all(FILE))
    return next((match["item"] for match in numbers if match), "")


def _file(link: Element) -> Link:
    match = NUMBERS.search(link.attr("href"))
    return Link(url=link.link(), title=link.text or "Attachment", kind=LinkKind.ATTACHMENT, key=match["file"] if match else None)
