"""JSON as OCDS publishers really send it: numbers that are none, other encodings, several documents in one body."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sources import charset, strict_json

DIGITS = 18  # of a sum: budgets in rupiah have 16; what is longer is a mistake, as the 1e9999 that Find a Tender sends
BROKEN = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")|([^\s"{}\[\],:][^"{}\[\],:]*)')
"""A string, or else a word outside of strings: a number, true, false, null, or something that JSON does not know."""


def decoded(body: bytes, content_type: str = "") -> list[object]:
    """The documents of a body: one, or several one after the other (line-delimited or simply concatenated).

    Numbers with a point come as Decimal. What stands where a number should and is none (`1e9999`, ` 000`, `NaN`) comes
    as its text, so that it can be told as unknown. ValueError where it is not JSON all the same.
    """
    text = strict_json.whole(_text(body, content_type).replace("\0", ""))
    try:
        return list(_documents(text))
    except ValueError:
        return list(_documents(BROKEN.sub(_quoted, text)))


def _text(body: bytes, content_type: str) -> str:
    """UTF-8 first, whatever is declared: what is valid as UTF-8 and holds accents is hardly ever the ISO-8859-1 it is called."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return charset.decode(body, content_type)


def _documents(text: str) -> Iterator[object]:
    place = _skipped(text, 0)
    while place < len(text):
        document, place = DECODER.raw_decode(text, place)
        yield document
        place = _skipped(text, place)


def _skipped(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n\x1e":  # RFC 7464 sets a record separator before each text
        place += 1
    return place


def _quoted(match: re.Match[str]) -> str:
    string, word = match[1], match[2]
    if string is not None:
        return str(string)
    try:
        json.loads(word, parse_constant=_not_json)
    except ValueError:
        return json.dumps(word.strip())
    return str(word)


def _not_json(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _whole(text: str) -> int | str:
    return int(text) if len(text.lstrip("-")) <= DIGITS else text


def _decimal(text: str) -> Decimal | str:
    number = Decimal(text)
    return number if number.adjusted() < DIGITS else text


DECODER = json.JSONDecoder(parse_float=_decimal, parse_int=_whole, parse_constant=str, strict=False)


def tamed(value: Any) -> Any:
    """What another reader made of JSON, with the numbers that are none as their text, and without letters that no database takes."""
    if isinstance(value, dict):
        return {tamed(name): tamed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [tamed(each) for each in value]
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and abs(value) >= 10**DIGITS:
        return str(value)
    return value
