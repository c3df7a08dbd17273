"""The one form in which texts and queries are compared: lower-case words and full stops, one space between any two.

What differs in typesetting only becomes equal: case, accents, ligatures, kinds of hyphens, spaces and quotes, full-width
digits, soft hyphens, line breaks. A hyphen equals a space, so "facial-recognition" is two words; an apostrophe too. Any
other sign becomes a full stop that stands as a token of its own, so that no phrase reaches across it.

A word cut at the end of a line ("recog-" / "nition") is put together, and the place is marked with SEAM: it may have been
a hyphen after all ("facial-" / "recognition"), so the index reads it both ways. Line numbers of bills are taken out, and
capitals that extraction glued to a word ("forALPR") are set apart.

Folding follows Unicode's compatibility decomposition (NFKD, UAX #15) and case folding (Unicode 3.13) without the marks.
"""

import re
import unicodedata
from collections.abc import Iterator

from monitor.query.repair import GLUED, may_be_glued, without_line_numbers

SEAM = "\x01"

_HYPHEN = r"[-\u00ad\u2010\u2011]"
_END = r"(?:[ \t]*\r?\n\s*| )"  # of a line; or the space that replaced it where lines were joined
# After a hyphen that stands for the rest of a word ("finger- and palm prints") nothing is put together.
_SUSPENDED = r"(?!(?:and|or|to|und|oder|et|ou|y|o|e|en|of|i|lub)\b)"
_LOWER_CASE = r"a-z\u00df-\u024f\u03ac-\u03ce\u0430-\u045f\ufb00-\ufb06"
_CAPITALS = r"A-Z\u00c0-\u00de\u0386-\u03ab\u0400-\u042f"
_CUT = rf"(?<=[{_LOWER_CASE}{_CAPITALS}]){_HYPHEN}{_END}{_SUSPENDED}(?=[{_LOWER_CASE}])|(?<=[{_CAPITALS}]){_HYPHEN}{_END}(?=[{_CAPITALS}])"
_MAYBE_CUT = re.compile(r"-\s")  # quick, for ASCII
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_ODD = re.compile(rf"(?P<cut>{_CUT})|(?P<glued>{GLUED})|[^\x00-\x7f\u00ad\u2010\u2011]+|[\u00ad\u2010\u2011]")

_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
_BLANKS = frozenset({"Pd", "Zs", "Zl", "Zp", "Cc"})
_APOSTROPHES = "\u2018\u2019\u201b\u2032\u2212\u02bc\u00b4"


class _Fold(dict[int, str]):
    """What a character beyond ASCII becomes: letters without marks, a space, a full stop, or nothing. Filled as met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = " " if char in _APOSTROPHES else "".join(_plain(char))
        self[code] = folded
        return folded


def _plain(char: str) -> Iterator[str]:
    for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()):
        category = unicodedata.category(part)
        if category in _MARKS:
            continue
        if category in _BLANKS:
            yield " "
        else:
            yield part if part.isascii() or part.isalnum() else "."


FOLD = _Fold()


def _ascii(code: int) -> str:
    char = chr(code)
    if char.isalnum() or char == SEAM:
        return char.lower()
    return " " if char.isspace() or code < 0x20 or char in "-'`_\x7f" else "."


_SIGNS = "".join(map(_ascii, range(0x80))).encode() + bytes(range(0x80, 0x100))


def fold(text: str) -> str:
    """The text in ASCII where that can be, cut words joined by SEAM. Case, spaces and signs of ASCII stay as they are."""
    text = _prepared(text)
    if _is_odd(text):
        return _ODD.sub(_replaced, text)
    return text if text.isascii() else _FOREIGN.sub(_replaced, text)


def _prepared(text: str) -> str:
    return without_line_numbers(text.replace(SEAM, " "))


def _is_odd(text: str) -> bool:
    """Whether there is more to do than to fold single characters. Most texts are spared the slower pattern."""
    hyphens = not text.isascii() and any(hyphen in text for hyphen in "\u00ad\u2010\u2011")
    return hyphens or _MAYBE_CUT.search(text) is not None or may_be_glued(text)


def _replaced(odd: re.Match[str]) -> str:
    if odd.lastgroup == "cut":
        return SEAM
    return " " if odd.lastgroup == "glued" else odd[0].translate(FOLD)


def replacements(text: str) -> Iterator[tuple[int, str, str]]:
    """Where `fold` changes the text: (offset, what stood there, what stands there now). For the way back to offsets."""
    prepared = _prepared(text)
    for odd in (_ODD if _is_odd(prepared) else _FOREIGN).finditer(prepared):
        yield odd.start(), odd[0], _replaced(odd)


def tokens(text: str) -> bytes:
    """The form in which texts are searched, in UTF-8: a space, then each token and a space. Seams are marked in it."""
    plain = fold(text).encode("utf-8", "replace").translate(_SIGNS).replace(b".", b" . ")
    return b" " + b" ".join(plain.split()) + b" "


def normalise(text: str) -> str:
    """The normal form of a text: words and full stops with one space between, cut words put together."""
    return tokens(text).replace(SEAM.encode(), b"").decode().strip()
