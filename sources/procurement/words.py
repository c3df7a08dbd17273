"""Words that a title must hold, for publishers of thousands of notices a day that cannot be searched."""

import unicodedata
from collections.abc import Iterable

APOSTROPHES = {ord(each): "'" for each in "\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{GRAVE ACCENT}"}


def held(text: str, words: Iterable[str]) -> bool:
    """Whether the text holds any of the words, or parts of words, whatever their case and their form in Unicode."""
    said = folded(text)
    return any(folded(word) in said for word in words)


def folded(text: str) -> str:
    """The text in one form, in small letters, with single spaces and one kind of apostrophe."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES).split())
