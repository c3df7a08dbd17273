"""Takes out of a text what printing and extraction put into its sentences: line numbers of bills, and words run together."""

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"\n[ \t]*(\d{1,2})(?=[ \t]*\r?\n|[ \t]+\S)")
_RUN = 5  # numbers in a row that count lines; fewer may be anything

_CLASSES = bytes(ord("a") if chr(code).islower() else ord("A") if chr(code).isupper() else ord(" ") for code in range(0x80)) + b" " * 0x80
GLUED = re.compile(r"(?<=[a-z][a-z])(?=[A-Z]{3,}(?![A-Za-z]))")


def without_line_numbers(text: str) -> str:
    """The text, of the same length, with blanks for numbers that count its lines: five or more in a row, each one higher.

    Bills print them at the beginning of each line, so that they stand between the words of a phrase.
    """
    if _NUMBER.search(text) is None:
        return text
    counted = [span for run in _runs(text) if len(run) >= _RUN for span in run]
    if not counted:
        return text
    pieces, done = [], 0
    for start, end in counted:
        pieces += [text[done:start], " " * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Places of numbers that go up by one. A new page may begin again at 1."""
    run: list[tuple[int, int]] = []
    last = 0
    for number in _NUMBER.finditer(text):
        value = int(number[1])
        if run and value not in {last + 1, 1}:
            yield run
            run = []
        run.append(number.span(1))
        last = value
    yield run


def may_be_glued(text: bytes) -> bool:
    """Whether somewhere capitals of ASCII follow small letters in one word, as in "forALPR"; a question answered in C."""
    return b"aaAAA" in text.translate(_CLASSES)
