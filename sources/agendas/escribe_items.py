"""The items of an agenda page of eSCRIBE: containers, one inside the other, each with pieces of its own."""

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urljoin

from sources.agendas.meeting_words import line
from sources.model import Link, LinkKind, Part
from sources.page import Element

CONTAINER = ".AgendaItemContainer"
ITEM = re.compile(r"AgendaItem(\d+)")
FILE = re.compile(r"[A-Z][A-Z0-9]{0,9}(?:-[A-Z0-9]{1,10}){1,5}(?=:)")  # "BOA-0039-2025: 6809 Sandy Forks Road"
Pieces = dict[str, list[Element]]
PIECES = {
    "title": ".AgendaItemTitle",
    "number": ".AgendaItemCounter",
    "text": ".AgendaItemContentRow",
    "named": "[class*=AgendaItem]:not(.AgendaItemContainer)",
    "files": "a[href*='FileStream.ashx?DocumentId=' i]",
}
"""What makes an item, by where it stands."""
NEAR = 30  # elements between a piece and its item; three or four on the pages that we know


def parts(pages: Iterable[Element], site: str) -> Iterable[Part]:
    """The items in the order of the page, each once."""
    seen = set()
    for page in pages:
        pieces = _pieces(page)
        for container in page.all(CONTAINER):
            part = _part(container, pieces[container.node.mem_id], site)
            if part is not None and part.key not in seen:
                seen.add(part.key)
                yield part


def _part(container: Element, pieces: Pieces, site: str) -> Part | None:
    """One item, or None for what has neither an id nor a title."""
    title, key = next((each.text for each in pieces["title"] if each.text), ""), _key([container, *pieces["named"]])
    if not title or key is None:
        return None
    file = FILE.match(title)
    return Part(
        key=key,
        title=title,
        number=" ".join(each.text for each in pieces["number"]),
        text="\n".join(each.text for each in pieces["text"]),
        thread=file[0] if file else None,
        links=tuple(_attachments(pieces["files"], site)),
        codes=(file[0],) if file else (),
    )


def _pieces(page: Element) -> dict[int, Pieces]:
    """What belongs to each container, without what is in the containers inside it: they are items too."""
    found: dict[int, Pieces] = defaultdict(lambda: defaultdict(list))
    for name, css in PIECES.items():
        for element in page.all(css):
            owner = _owner(element)
            if owner is not None:
                found[owner][name].append(element)
    return found


def _owner(element: Element) -> int | None:
    """The nearest container around an element, if it is one of the next that surround it."""
    node = element.node.parent
    for _ in range(NEAR):
        if node is None or "AgendaItemContainer" in (node.attributes.get("class") or "").split():
            return node.mem_id if node is not None else None
        node = node.parent
    return None


def _key(elements: Iterable[Element]) -> str | None:
    words = (word for each in elements for word in (each.get("class") or "").split())
    return next((match[1] for word in words if (match := ITEM.fullmatch(word))), None)


def _attachments(anchors: Iterable[Element], site: str) -> Iterable[Link]:
    for href, anchor in {anchor.attr("href"): anchor for anchor in anchors}.items():
        title = anchor.text or anchor.get("aria-label") or anchor.get("title") or "Attachment"
        yield Link(url=urljoin(site, href), title=line(title), kind=LinkKind.ATTACHMENT, key=href.rpartition("=")[2])
