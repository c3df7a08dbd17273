"""The items of an agenda of CivicWeb: a Word document that the portal turned into HTML, where an anchor begins each entry.

Known from a recorded answer of Las Cruces, and from two programs that read such agendas: one the anchors (Des Moines in Washington,
Dallas County), one the rows of the tables (Urbandale in Iowa); no portal was asked. An anchor stands before its entry, mostly in a
paragraph of its own; the number, the title, what is said of it, the links of its files and the pages of the packet are paragraphs
after that, in cells or without.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sources import markup
from sources.agendas.meeting_words import line
from sources.errors import LayoutChanged
from sources.markup import Element
from sources.model import Link, LinkKind, Part

ANCHOR = "a[name^='AgendaItem'], a[name^='AgendaHeading']"
ENTRY = re.compile(r"Agenda(?:Item|Heading)\d+")
BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li")
FILE = "a[href*='/document/' i]"
FILE_ID = re.compile(r"/document/(\d+)", re.IGNORECASE)
OUTLINE = r"(?:\d{1,3}|[a-z]|[ivxlc]{1,6})(?:\.(?:\d{1,3}|[a-z]|[ivxlc]{1,6}))*"
NUMBER = re.compile(rf"(?:item\s+)?(?:[(\[]?({OUTLINE})[.)\]:]+|(\d{{1,3}}(?:\.\d{{1,3}})*))", re.IGNORECASE)
NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)[.)]\s+(\S.*)")  # number and title in one
PAGES = re.compile(r"\d{1,4}(?:\s*[-–]\s*\d{1,4})?")  # "3 - 86": where it is in the packet


@dataclass(slots=True, kw_only=True)
class Entry:
    """What has been read of an entry so far."""

    key: str
    number: str = ""
    title: str = ""
    said: list[str] = field(default_factory=list)
    files: dict[str, Link] = field(default_factory=dict)

    def take(self, block: Element) -> None:
        """One paragraph: a number before the title, the title, or what is said of it; links to files are files and no text."""
        links = block.all(FILE)
        for link in links:
            file = _file(link)
            self.files.setdefault(file.key or file.url, file)
        text = block.text
        only_files = bool(links) and len("".join(link.text for link in links).replace(" ", "")) >= len(text.replace(" ", ""))
        number = NUMBER.fullmatch(text) if not self.title and not self.number else None
        if number:
            self.number = number[1] or number[2]
        elif only_files and self.title:
            return
        elif text and not self.title:
            both = NUMBERED.fullmatch(text) if not self.number else None
            self.number, self.title = both.groups() if both else (self.number, text)
        elif text and not PAGES.fullmatch(text):
            self.said.append(text)

    def part(self) -> Part:
        """The entry as it was read."""
        return Part(key=self.key, title=self.title, number=self.number, text="\n".join(self.said), links=tuple(self.files.values()))


def parts(html: str, site: str) -> Iterator[Part]:
    """The headings and items in the order of the agenda; none where it has no anchors. ValueError for what nests too deeply to be read."""
    if "<a" not in html:
        return
    try:
        page = markup.read(html, site)
    except LayoutChanged as error:
        raise ValueError(f"an agenda that is no page: {error}") from error
    entry: Entry | None = None
    for element in page.all(", ".join((ANCHOR, *BLOCKS))):
        key = _entry(element)
        if key and (entry is None or key != entry.key):
            if entry:
                yield entry.part()
            entry = Entry(key=key)
        if entry and element.node.tag in BLOCKS and not (element.node.tag == "li" and element.has("p")):
            entry.take(element)
    if entry:
        yield entry.part()


def _entry(element: Element) -> str:
    """The name of the entry that begins here; empty where none does. The last anchor of a paragraph counts: those before it are empty."""
    anchors = [element] if element.node.tag == "a" else element.all(ANCHOR)
    names = [name for anchor in anchors if ENTRY.fullmatch(name := anchor.get("name") or "")]
    return names[-1] if names else ""


def _file(link: Element) -> Link:
    url = link.absolute(link.attr("href"))
    match = FILE_ID.search(url)
    return Link(url=url, title=line(link.text) or "Attachment", kind=LinkKind.ATTACHMENT, key=match[1] if match else None)
