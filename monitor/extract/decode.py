"""Bytes of text in any encoding to a string."""

import codecs
import re

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the label means on the web, by the WHATWG Encoding Standard: section 4.2.
WEB_MEANING = {"iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}
SAMPLE = 4096


def decode(body: bytes, declared: str = "") -> str:
    """The text of these bytes.

    A byte order mark decides first; then UTF-8 that decodes, since nothing else looks like it by chance; then the declared
    encoding; what is left is UTF-8 with a few broken bytes, or Windows-1252.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if wide := _wide(body[:SAMPLE]):
        return body.decode(wide, "replace")
    for name in ("utf-8", _meaning(declared)):
        try:
            return body.decode(name)
        except (UnicodeError, LookupError):  # "hex" and "zip" are codecs, too, but none of text: LookupError
            continue
    return _mostly(body)


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    half = len(sample) // 2
    if half < 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.1 else ""


def _meaning(declared: str) -> str:
    try:
        found = codecs.lookup(declared.strip("\"' ")).name
    except (LookupError, ValueError):
        return "utf-8"
    return WEB_MEANING.get(found, found)


def _mostly(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = len(re.findall(r"[^\x00-\x7f]", text)) - broken
    return text if foreign > 2 * broken else body.decode("cp1252", "replace")
