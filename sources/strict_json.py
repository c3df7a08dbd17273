"""JSON of strangers: numbers that are numbers, texts that every database takes."""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

LARGEST_EXPONENT = 100  # 1e9999 is a Decimal all the same, and int() of it takes the memory of the machine
BACKSLASHES = r"((?<!\\)(?:\\\\)*)"
NULL = re.compile(rf"{BACKSLASHES}\\u0000")
HALF = re.compile(  # half of a surrogate pair: no text that can be encoded
    rf"{BACKSLASHES}(?:(\\u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}})|\\u[dD][89a-fA-F][0-9a-fA-F]{{2}})"
)


def loads(text: str) -> Any:
    """The data. ValueError or RecursionError where it is not strictly JSON.

    Numbers with a point or an exponent come as Decimal. An escaped NUL or half a surrogate pair becomes U+FFFD: a
    single letter keeps no page back, and no database takes it.
    """
    return json.loads(whole(text), parse_float=_number, parse_constant=_no_constant)


def whole(text: str) -> str:
    """The document with U+FFFD in place of escaped letters that are none."""
    if "\\u" not in text:
        return text
    return HALF.sub(lambda match: match[1] + (match[2] or "\\ufffd"), NULL.sub(r"\1\\ufffd", text))


def _number(digits: str) -> Decimal:
    number = Decimal(digits)
    if abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(f"{digits[:40]} is not a number of this world")
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
