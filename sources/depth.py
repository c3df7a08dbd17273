"""How deeply a page of HTML nests, told from its tags alone and in one pass, before a parser builds it.

Lexbor looks through all open elements at each <div>, and repeats every unclosed <b> in each new paragraph: 400 kB of
<div> takes 17 s, 64 kB of <b c=1><p><b c=2><p>… takes 11 s and gigabytes. So depth times tags is bounded. The count
errs to the high side where tags are left open; a page of the web stays far below the bounds.
"""

import re
from collections import Counter

MOST_STEPS = 400_000_000  # depth × tags: 20,000 <div> inside each other, parsed in 0.3 s
MOST_REPEATS = 2_000_000  # unclosed formatting × tags: 0.2 s

# The tokeniser of the HTML standard (13.2.5) as far as it matters to what is a tag. Possessive, so that it is linear.
ATTRIBUTES = r"""(?:[\s/]++|=?+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|(?=>)|[^\s>"'][^\s>]*+)?+)?+|=)*+>?+"""
COMMENT = r"<!--(?:-?>|.*?--!?>|.*)|<[!?][^>]*+>?+|</[^a-z>][^>]*+>?+"
RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"
TAG = rf"<(?P<end>/?)(?P<name>[a-z][^\s/>]*+){ATTRIBUTES}"
FLAGS = re.IGNORECASE | re.DOTALL
TOKENS = re.compile(rf"{COMMENT}|<(?P<raw>{RAW})(?=[\s/>]){ATTRIBUTES}(?:.*?</(?P=raw)(?=[\s/>])|.*)|{TAG}", FLAGS)
TOKENS_WITH_DRAWINGS = re.compile(rf"{COMMENT}|{TAG}", FLAGS)  # inside <svg> nothing is raw
DRAWING = re.compile(r"<(?:svg|math)\b", re.IGNORECASE)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _names("area base br col embed hr img input link meta param source track wbr")
# These close each other: they nest only as deeply as what is between them, which is counted.
CLOSING = _names("p li dt dd option optgroup tr td th tbody thead tfoot colgroup caption rt rp rb rtc a nobr html head body")
FORMATTING = _names("b big code em font i s small strike strong tt u")
RAW_NAMES = frozenset(RAW.split("|"))
# What ends a drawing wherever it stands (13.2.6.5)
BREAKOUT = FORMATTING | _names(
    "blockquote body br center dd div dl dt embed h1 h2 h3 h4 h5 h6 head hr img li listing menu meta nobr ol p pre ruby span sub sup "
    "table ul var"
)


def too_deep(html: str) -> bool:
    """Whether parsing this could take seconds or gigabytes."""
    drawings = bool(DRAWING.search(html))
    levels = _Levels(drawings=drawings, blind="<![cdata[" in html.lower() if drawings else False)
    for token in (TOKENS_WITH_DRAWINGS if drawings else TOKENS).finditer(html):
        name = token["name"]
        if name:
            levels.take(name.lower(), end=bool(token["end"]), whole=token[0].endswith("/>"))
    return levels.peak * levels.tags > MOST_STEPS or levels.peak_formatting * levels.tags > MOST_REPEATS


class _Levels:
    """Elements left open, by name, so that no closing tag of another name hides one. `blind`: closing tags mean nothing."""

    def __init__(self, *, drawings: bool, blind: bool) -> None:
        self.tags = 0
        self.peak = 0
        self.peak_formatting = 0
        self._drawings = drawings
        self._blind = blind
        self._raw = ""
        self._open: Counter[str] = Counter()
        self._total = 0
        self._formatting = 0

    def take(self, name: str, *, end: bool, whole: bool) -> None:
        """One tag; `whole` where it ends in />."""
        if end:
            if not self._raw or name == self._raw:
                self._raw = ""
                self._shut(name)
            return
        self.tags += 1
        if self._drawings and name in BREAKOUT:
            self._total -= self._open.pop("svg", 0) + self._open.pop("math", 0)
        if name in VOID or (name in CLOSING and not (self._drawings and name not in BREAKOUT)):
            return
        if whole and (self._open["svg"] or self._open["math"]):
            return
        if name in RAW_NAMES:
            self._raw = self._raw or name
        self._add(name, 1)

    def _shut(self, name: str) -> None:
        if self._open[name] and not self._blind:
            self._add(name, -1)

    def _add(self, name: str, one: int) -> None:
        self._open[name] += one
        self._total += one
        self.peak = max(self.peak, self._total)
        if name in FORMATTING:
            self._formatting += one
            self.peak_formatting = max(self.peak_formatting, self._formatting)
