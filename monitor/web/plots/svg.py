"""SVG as markup: every text and attribute is escaped, and what stands in colour comes from the style sheet by its class."""

from collections.abc import Iterable
from hashlib import sha256

from markupsafe import Markup, escape

FONT = 13  # pixels
LETTER = 7.2  # pixels of a letter of that size, on the average of the system fonts


def element(name: str, *inside: str | Markup, **attributes: object) -> Markup:
    """An element. In the names of attributes an underscore stands for a hyphen, and a last one for nothing: `class_`.

    The names of elements and attributes are ours, and are escaped all the same.
    """
    given = Markup("").join(Markup(' {}="{}"').format(_attribute(key), value) for key, value in attributes.items())
    return Markup("<{0}{1}>{2}</{0}>").format(name, given, Markup("").join(escape(each) for each in inside))


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def plot(title: str, description: str, width: float, height: float, inside: Iterable[Markup]) -> Markup:
    """A whole picture, as wide as there is room, which a screen reader announces by title and description."""
    id_ = sha256(f"{title} {description}".encode()).hexdigest()[:8]
    named = (element("title", title, id=f"t{id_}"), element("desc", description, id=f"d{id_}"))
    size = {"viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}"}
    return element("svg", *named, *inside, **size, role="img", aria_labelledby=f"t{id_} d{id_}", class_="plot")


def text(x: float, y: float, words: str, *, anchor: str = "start", class_: str = "label") -> Markup:
    """A line of text; x is where it begins, or with the anchor "end" where it ends."""
    return element("text", words, x=f"{x:g}", y=f"{y:g}", text_anchor=anchor, font_size=FONT, class_=class_)


def linked(address: str, *inside: Markup) -> Markup:
    """The same as a link within the site; as it is where there is no address."""
    return element("a", *inside, href=address) if address else Markup("").join(inside)


def fitting(words: str, width: float) -> str:
    """The words, cut to what fits."""
    most = max(int(width / LETTER), 1)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
