"""Text as readers deliver it, made fit for storing and matching."""

import re

# PDFium marks the hyphen at which it joined two lines with U+FFFE; older releases with U+0002.
JOINED_HYPHEN = re.compile("[\ufffe\x02]\r?\n?")
# Null characters stop PostgreSQL, lone surrogates stop UTF-8, other controls and non-characters stop the eye.
UNUSABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\uffff]")
LINE_BREAK = re.compile("\r\n?|\x0c|\x85|\u2028|\u2029")
TRAILING = re.compile("[ \t]+\n")


def repaired(text: str) -> str:
    """The text with line feeds as its only line breaks, hyphens at line ends kept as such, and nothing unstorable in it."""
    if "\ufffe" in text or "\x02" in text:
        text = JOINED_HYPHEN.sub("-\n", text)
    text = text.replace("\r\n", "\n")
    if not text.replace("\n", "").replace("\t", "").isprintable():  # spares three searches on nine pages of ten
        text = UNUSABLE.sub("", LINE_BREAK.sub("\n", text))
    if " \n" in text or "\t\n" in text:
        text = TRAILING.sub("\n", text)
    return text.strip("\n")
