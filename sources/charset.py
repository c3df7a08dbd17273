"""The text of a body, whatever its publisher says of it: mark, header, declaration, and then what fits."""

import codecs
import re
from collections.abc import Iterator
from email.message import Message

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
HEAD = 2048  # bytes in which a declaration must stand; browsers look at 1024
DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+) | <meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE | re.VERBOSE
)
WINDOWS = {"iso8859-1", "cp1252"}  # what calls itself Latin-1 holds quotation marks of Windows, where the standard has control characters
USED = re.compile(r"utf-(8|16|32)|iso8859|cp\d|koi8|mac|gb|big5|euc|shift|iso2022|hz$|johab|tis")  # not idna, which is quadratic, nor utf-7


def decode(body: bytes, content_type: str = "") -> str:
    """The text. Never fails: a byte that fits nowhere becomes U+FFFD.

    The order: a byte order mark (which nobody writes by mistake), the header's charset, an XML declaration or <meta>,
    UTF-8, Windows-1252.
    """
    for mark, name in MARKS:
        if body.startswith(mark):
            return body[len(mark) if "\0" not in mark.decode("latin-1") else 0 :].decode(name, "replace")
    for name in _candidates(body, content_type):
        try:
            return body.decode(name, "replace" if name == "cp1252" else "strict")
        except UnicodeError:
            continue
    return _utf8_or_windows(body)


def _utf8_or_windows(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    damaged = text.count("\N{REPLACEMENT CHARACTER}")
    mostly = damaged * 2 <= sum(not character.isascii() for character in text)  # one truncated letter does not make it Windows
    return text if mostly else body.decode("cp1252", "replace")


def _candidates(body: bytes, content_type: str) -> Iterator[str]:
    message = Message()
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    yield from _codec(str(message.get_param("charset", "")))
    for match in DECLARED.finditer(body[:HEAD]):
        for name in _codec((match[1] or match[2]).decode("ascii", "replace")):
            yield "utf-8" if name.startswith(("utf-16", "utf-32")) else name  # a declaration that reads as ASCII is not in UTF-16
    yield "utf-8"


def _codec(name: str) -> list[str]:
    try:
        found = codecs.lookup(name.strip(" \"'")).name
    except (LookupError, ValueError):
        return []
    return ["cp1252"] if found in WINDOWS else [found] if USED.match(found) else []
