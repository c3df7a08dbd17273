"""HTML: the text that a visitor came for, without scripts and navigation, one line per block."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.decode import decode
from monitor.extract.reading import Job, Reading, single

META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
HEAD = 4096  # browsers look at 1,024 bytes; council sites put their scripts first

SILENT = "script, style, template, svg, head, object, iframe, canvas"
FURNITURE = "nav, [role=navigation], [role=banner], [role=contentinfo], [role=search], body > header, body > footer"
BLOCKS = (
    "p, div, li, ul, ol, dl, dt, dd, tr, table, caption, h1, h2, h3, h4, h5, h6, br, hr, pre, blockquote, section, article, "
    "header, footer, main, aside, form, fieldset, legend, option, address, figure, figcaption, details, summary"
)
CELLS = "td, th"
MAINS = 3  # looked at; pages have one. Of 275 in one another each would be rendered with all that are in it
ENOUGH = 200  # characters: a <main> with less is an empty frame that a script was to fill

# Breaks are set into the tree as private characters, so that the white space of the source can be folded first.
BREAK, GAP = "\ue000", "\ue001"
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*+)([^<>]*+)>")
HIDDEN = re.compile(r"<(?:script|style)\b.*?(?:</(?:script|style)[^<>]*>|\Z)", re.IGNORECASE | re.DOTALL)
# Their end tags may be left out, and the parser closes them itself; void elements have no end tag.
CLOSED_BY_PARSER = (
    "p",
    "li",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "colgroup",
    "option",
    "optgroup",
    "body",
    "html",
    "head",
)
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
FLAT = frozenset((*CLOSED_BY_PARSER, *VOID))
DEEPEST = 3_000  # the parser takes 0.01 s for 5,000 levels, 0.3 s for 20,000, 17 s for 80,000; real pages stay below 100


def read(job: Job) -> Reading:
    """The page as one text."""
    source = decode(job.body, _charset(job)).replace(BREAK, " ").replace(GAP, " ")
    return single(_flat_text(source) if _depth(source) > DEEPEST else main_text(source))


def main_text(source: str) -> str:
    """The title and the main text of a page: blocks on lines of their own, cells of a row apart by tabs."""
    tree = LexborHTMLParser(source)
    heading = tree.css_first("head > title")
    title = _folded(heading.text()) if heading else ""
    text = _main(tree) or _whole(LexborHTMLParser(source))
    return text if title in text else f"{title}\n{text}"


def _main(tree: LexborHTMLParser) -> str:
    """Without navigation; of a page that marks its main part, that part."""
    _drop(tree, FURNITURE)
    _drop(tree, SILENT)
    for main in tree.css("main, [role=main]")[:MAINS]:
        text = _rendered(main)
        if len(text) >= ENOUGH:
            return text
    return _rendered(tree.body) if tree.body else ""


def _whole(tree: LexborHTMLParser) -> str:
    _drop(tree, SILENT)
    return _rendered(tree.body) if tree.body else ""


def _drop(tree: LexborHTMLParser, selector: str) -> None:
    for node in reversed(tree.css(selector)):  # the inner ones first: a node must not outlive its parent
        node.decompose()


def _rendered(node: LexborNode) -> str:
    for block in node.css(BLOCKS):
        block.insert_before(BREAK)
        block.insert_after(BREAK)
    for cell in node.css(CELLS):
        cell.insert_after(GAP)
    return _folded(node.text(deep=True, separator=""))


def _folded(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(f" ?{GAP} ?", "\t", text)
    return re.sub(f"[ \t]*{BREAK}[ \t{BREAK}]*", "\n", text).strip()


def _charset(job: Job) -> str:
    head = job.body[:HEAD]
    found = META_CHARSET.search(head) or XML_ENCODING.search(head)
    return job.charset or (found.group(1).decode("ascii", "replace") if found else "")


def _depth(source: str) -> int:
    level = deepest = 0
    for closing, name, rest in TAG.findall(source):
        if rest.endswith("/") or name.lower() in FLAT:
            continue
        level = max(0, level - 1) if closing else level + 1
        deepest = max(deepest, level)
    return deepest


def _flat_text(source: str) -> str:
    """The text of a page that is nested too deeply to be parsed: every tag is a break."""
    return _folded(unescape(TAG.sub(BREAK, HIDDEN.sub(" ", source))))
