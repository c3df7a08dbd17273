"""The one form in which texts and queries are compared: lower-case words and full stops, one space between any two.

What differs in typesetting only becomes equal: case, accents, ligatures, kinds of hyphens, spaces and quotes, full-width
digits, soft hyphens, line breaks. A hyphen equals a space, so "facial-recognition" is two words; an apostrophe too. Any
other sign becomes a full stop that stands as a token of its own, so that no phrase reaches across it.

A word cut at the end of a line ("recog-" / "nition") is put together, and the place is marked with SEAM: it may have been
a hyphen after all ("facial-" / "recognition"), so the index reads it both ways. Line numbers of bills are taken out, and
capitals that follow small letters in one word ("forALPR", "FaceVACS") are read both ways too.

Folding follows Unicode's compatibility decomposition (NFKD, UAX #15) and case folding (Unicode 3.13) without the marks.
"""

import re
import unicodedata
from collections.abc import Iterator

from monitor.query.repair import GLUED, may_be_glued, without_line_numbers

SEAM = "\x01"

# After a hyphen that stands for the rest of a word ("finger- and palm prints") nothing is put together.
_SUSPENDED = r"(?!(?:and|or|to|und|oder|et|ou|y|o|e|en|of|i|lub)\b)"
_LOWER_CASE = r"a-z\u00df-\u024f\u03ac-\u03ce\u0430-\u045f\ufb00-\ufb06"
_CAPITALS = r"A-Z\u00c0-\u00de\u0386-\u03ab\u0400-\u042f"
_END = r"(?:[ \t]*\r?\n[ \t\r\n]*| )"  # of a line; or the space that replaced it where lines were joined
# Begins with a plain character, for which Python searches at the speed of C; what stands before it is asked after it.
_CUT = re.compile(rf"-(?:(?<=[{_LOWER_CASE}{_CAPITALS}]-){_END}{_SUSPENDED}(?=[{_LOWER_CASE}])|(?<=[{_CAPITALS}]-){_END}(?=[{_CAPITALS}]))")
_SOFT_CUT = re.compile(r"\u00ad(?=\s)")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")

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
        if category in _BLANKS or part in _APOSTROPHES:
            yield " "
        else:
            yield part if part.isascii() or part.isalnum() else "."


FOLD = _Fold()
# Typographic signs of English text. Replaced at the speed of C, they leave most texts in ASCII.
_FREQUENT = [("\u2010", "-"), ("\u2011", "-")]  # at which words may be cut
_FREQUENT += [(sign, FOLD[ord(sign)]) for sign in "\u2019\u201c\u201d\u2013\u2014\u00a0\u00a7\u2022\u2018\u201e\ufffd"]
# European letters and common signs, by how they fold: to one character, and of those to one of ASCII that is no space. A text of
# the latter keeps its offsets; others are looked at one by one.
_COMMON = [chr(code) for code in (*range(0xA1, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2300)) if len(FOLD[code]) == 1]
_SOLID = [char for char in _COMMON if FOLD[ord(char)].strip().isascii() and FOLD[ord(char)] != " "]
_UNEVEN = re.compile(f"[^\x00-\x7f{re.escape(''.join(_COMMON))}]")
IRREGULAR = re.compile(f"[^\x00-\x7f{re.escape(''.join(_SOLID))}]")


def _ascii(code: int) -> str:
    char = chr(code)
    if char.isalnum() or char == SEAM:
        return char.lower()
    return " " if char.isspace() or code < 0x20 or char in "-'`_\x7f" else "."


_SIGNS = "".join(map(_ascii, range(0x80))).encode() + bytes(range(0x80, 0x100))


# The same, with a space for SEAM: letters and signs of a text in the order in which its normal form has them.
FLAT = _SIGNS.replace(SEAM.encode(), b" ")


# Latin-1 in one step: what each byte folds to, and which of them fold to one character of ASCII.
_FOLDED = [chr(code) if code < 0x80 else FOLD[code] for code in range(0x100)]
_EVEN = bytes(code for code, folded in enumerate(_FOLDED) if len(folded) == 1 and folded.isascii())
_LATIN = bytes(ord(_ascii(ord(folded))) if code in _EVEN else 0 for code, folded in enumerate(_FOLDED))


def prepared(text: str) -> str:
    """A text of the same length without line numbers, with plain hyphens and quotes for typographic ones."""
    text = without_line_numbers(text.replace(SEAM, " "))
    if text.isascii():
        return text
    if "\u00ad" in text:
        text = _SOFT_CUT.sub("-", text)
    for sign, plain in _FREQUENT:
        text = text.replace(sign, plain)
    return text


def foreign(text: str) -> str:
    """The text in ASCII where that can be. Case, spaces and signs of ASCII stay as they are."""
    return text if text.isascii() else _FOREIGN.sub(lambda run: run[0].translate(FOLD), text)


def unfolded(text: str) -> Iterator[tuple[int, int]]:
    """Characters that `foreign` makes several of, or none: (offset, how many)."""
    for char in _UNEVEN.finditer(text):
        length = len(FOLD[ord(char[0])])
        if length != 1:
            yield char.start(), length


def tokens(text: str) -> bytes:
    """The form in which texts are searched, in UTF-8: a space, then each token and a space. Seams are marked in it."""
    return of_prepared(prepared(text))


def of_prepared(text: str) -> bytes:
    """`tokens` of what `prepared` gave."""
    text = _CUT.sub(SEAM, text)
    latin = _latin(text)
    if may_be_glued(text.encode("ascii", "replace") if latin is None else latin):
        text = GLUED.sub(SEAM, text)
        latin = _latin(text)
    plain = foreign(text).encode("utf-8", "replace").translate(_SIGNS) if latin is None else latin.translate(_LATIN)
    # Split where there are several spaces, not at every word: half the time, since most words have one space between.
    pieces = plain.replace(b".", b" . ").split(b"  ")
    return b" " + b" ".join(filter(None, map(bytes.strip, pieces))) + b" "


def _latin(text: str) -> bytes | None:
    """One byte for each character, where each folds to one of ASCII: so most texts in western languages take the path of English."""
    if text.isascii():
        return text.encode("ascii")
    try:
        encoded = text.encode("latin-1")
    except UnicodeEncodeError:
        return None
    return None if encoded.translate(None, _EVEN) else encoded


def normalise(text: str) -> str:
    """The normal form of a text: words and full stops with one space between, cut words put together."""
    return tokens(text).replace(SEAM.encode(), b"").decode().strip()
