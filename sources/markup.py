"""HTML, read strictly: what a selector does not find is a changed layout, and never nothing."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.depth import too_deep
from sources.errors import LayoutChanged

BLOCKS = re.compile(
    r"(?=</?(?:address|article|aside|blockquote|br|caption|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav"
    r"|ol|option|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element of a page. Raises LayoutChanged wherever something is not as it must be."""

    node: LexborNode = field(repr=False)
    name: str
    url: str
    base: str

    @property
    def text(self) -> str:
        """All text in it, in one line. Words of neighbouring blocks and cells stay apart."""
        return " ".join(self.node.text(deep=True).split())

    @property
    def raw(self) -> str:
        """All text in it as it stands: for JSON in a <script>."""
        return self.node.text(deep=True)

    def one(self, css: str) -> "Element":
        """The only element that the selector finds."""
        found = self._found(css)
        if len(found) != 1:
            raise LayoutChanged(f"{len(found)} elements match {css!r}, expected one", url=self.url)
        return found[0]

    def has(self, css: str) -> bool:
        """Whether the selector finds anything."""
        return self.node.css_first(css) is not None

    def maybe(self, css: str) -> "Element | None":
        """The only element that the selector finds, or None where there is none."""
        return self.one(css) if self._found(css) else None

    def some(self, css: str, *, empty: str = "") -> list["Element"]:
        """The elements that the selector finds, at least one; none only where the text has the words that prove emptiness."""
        found = self._found(css)
        if not found and not (empty and empty.casefold() in self.text.casefold()):
            proof = f", and the words {empty!r} are not there either" if empty else ""
            raise LayoutChanged(f"no element matches {css!r}{proof}", url=self.url)
        return found

    def all(self, css: str) -> list["Element"]:
        """The elements that the selector finds, were it none: for what a page may be without."""
        return self._found(css)

    def first(self, css: str) -> "Element | None":
        """The first element that the selector finds, or None."""
        found = self.node.css_first(css)
        return None if found is None else Element(node=found, name=css, url=self.url, base=self.base)

    def need(self, css: str) -> "Element":
        """The first element that the selector finds. LookupError where a row has none: an odd row is no other page."""
        found = self.first(css)
        if found is None:
            raise LookupError(f"nothing in the row matches {css!r}")
        return found

    def attr(self, name: str) -> str:
        """The value of an attribute."""
        value = self.get(name)
        if value is None:
            raise LayoutChanged(f"{self.name} has no attribute {name!r}", url=self.url)
        return value

    def get(self, name: str) -> str | None:
        """The value of an attribute, or None. An attribute without value is an empty text."""
        attributes = self.node.attributes
        return (attributes[name] or "").strip() if name in attributes else None

    def link(self, name: str = "href") -> str:
        """The absolute address in an attribute. Blanks in it are written as browsers ask for them."""
        value = "%20".join(self.attr(name).split())
        try:
            return urljoin(self.base, value)
        except ValueError as error:
            raise LayoutChanged(f"{self.name} has no address in {name!r}: {error}", url=self.url) from None

    def absolute(self, address: str) -> str:
        """The absolute address of one that stands on the page, or nothing where it is none: pages of clerks have such links."""
        try:
            return urljoin(self.base, address)
        except ValueError:
            return ""

    def _found(self, css: str) -> list["Element"]:
        return [Element(node=node, name=css, url=self.url, base=self.base) for node in self.node.css(css)]


def plain(fragment: str) -> str:
    """The text of a piece of HTML, in lines; what has neither tags nor entities is left as it is. ValueError for what nests too deeply."""
    if "<" in fragment or "&" in fragment:
        if too_deep(fragment):
            raise ValueError("HTML that nests too deeply to be a text")
        tree = LexborHTMLParser(BLOCKS.sub("\n", fragment))
        tree.strip_tags(["script", "style"])
        fragment = tree.root.text(deep=True) if tree.root is not None else ""
    return "\n".join(filter(None, (" ".join(each.split()) for each in fragment.splitlines())))


def read(text: str, url: str, *, scripts: bool = False) -> Element:
    """The root of a page. Without `scripts`, neither <script> nor <style> is in it."""
    if "<" not in text or text.lstrip()[:1] in ("{", "["):
        raise LayoutChanged(f"not HTML; it begins {text[:80]!r}", url=url)
    if too_deep(text):
        raise LayoutChanged("HTML that nests too deeply to be a page", url=url)
    tree = LexborHTMLParser(text if scripts else BLOCKS.sub(" ", text))
    if not scripts:
        tree.strip_tags(["script", "style"])
    if tree.root is None:
        raise LayoutChanged("HTML without a root", url=url)
    base = tree.css_first("base[href]")
    said = (base.attributes["href"] or "") if base is not None else ""
    try:
        base_url = urljoin(url, said.strip())
    except ValueError:
        base_url = url
    return Element(node=tree.root, name="the page", url=url, base=base_url)
