"""Text out of the XML of office files, without building a tree of it."""

from dataclasses import dataclass
from xml.parsers import expat

from monitor.extract.reading import Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Which elements hold text, by local name; `breaks` is what the end of an element adds."""

    text: frozenset[str]
    silent: frozenset[str]
    breaks: dict[str, str]


# ECMA-376: w:t and a:t. Fallback repeats a text box for older readers; paragraph properties hold tab stops, also called tab.
OFFICE_OPEN = Grammar(
    text=frozenset(("t",)),
    silent=frozenset(("Fallback", "pPr", "tblPr", "sectPr", "delText", "instrText")),
    breaks={"p": "\n", "br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011", "tc": "\t", "tr": "\n"},
)
# OASIS OpenDocument 1.3, part 3. tracked-changes holds what was deleted.
OPEN_DOCUMENT = Grammar(
    text=frozenset(("p", "h")),
    silent=frozenset(("tracked-changes", "list-style", "forms")),
    breaks={"p": "\n", "h": "\n", "s": " ", "tab": "\t", "line-break": "\n", "table-cell": "\t", "table-row": "\n", "page": "\f"},
)


class _Walk:
    """Collects the text of one document as its elements go by."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.pieces: list[str] = []
        self.spoken = 0
        self.silenced = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self.silenced += local in self.grammar.silent
        self.spoken += local in self.grammar.text

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if not self.silenced:
            self.pieces.append(self.grammar.breaks.get(local, ""))
        self.silenced -= local in self.grammar.silent
        self.spoken -= local in self.grammar.text

    def characters(self, data: str) -> None:
        if self.spoken and not self.silenced:
            self.pieces.append(data)


def text_of(xml: bytes, grammar: Grammar) -> str:
    """The text of an XML part; paragraphs end with line feeds, cells with tabs. Raises Unreadable("malformed")."""
    if not xml:
        return ""
    walk = _Walk(grammar)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.characters
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Unreadable("malformed") from error
    return "".join(walk.pieces).replace("\n\t", "\t").replace("\t\n", "\n")
