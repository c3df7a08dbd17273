"""The fields of what an API answers, read with the types that they must have: a wrong one is a TypeError, an absent one is nothing."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

Fields = Mapping[str, Any]
Day = TypeVar("Day", date, datetime)

NUMBER = re.compile(r"-?\d{1,18}(\.\d+)?")  # "1,500" is none: it is one and a half in half of Europe
INLINE = re.compile(r"</?(?:span|b|i|u|em|strong|a|font|sup|sub)\b[^<>]*>", re.IGNORECASE)
BLOCK = re.compile(r"</?(?:p|br|div|ul|ol|li|h[1-6]|table|tbody|tr|td|th)\b[^<>]*>", re.IGNORECASE)
VOID = {"cancelled", "unsuccessful", "withdrawn"}
"""The statuses of a tender, an award or a contract that came to nothing."""
LONG = 200  # characters of a title
YEARS = range(1990, 2100)  # 0001-01-01 and 9999-12-31 are how databases say "no date"
VARIANT = re.compile(r"_[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
"""What a field in another language ends with: `title_cy`, `description_zh-Hant` (OCDS 1.1.5, "Language")."""


def section(fields: Fields, name: str) -> Fields:
    """The object of this name; an empty one where there is none."""
    value = fields.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise TypeError(f"{name} is of type {type(value).__name__}, expected an object")
    return value


def listed(fields: Fields, name: str) -> list[Fields]:
    """The objects in the list of this name, without the nulls; none where there is no list."""
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(each is None or isinstance(each, dict) for each in value):
        raise TypeError(f"{name} is not a list of objects")
    return [each for each in value if each]


def line(value: object) -> str:
    """A text on one line; an empty one for null."""
    return " ".join(text(value).split())


def text(value: object) -> str:
    """A text in lines, as a reader sees it: without mark-up, and without what no database keeps."""
    if value is None or isinstance(value, bool):
        return ""
    if not isinstance(value, str | int):
        raise TypeError(f"{value!r:.60} is of type {type(value).__name__}, expected a text")
    said = str(value).encode("utf-8", "ignore").decode().replace("\0", "")  # a lone surrogate cannot be written
    if "<" in said or "&" in said:
        said = html.unescape(BLOCK.sub("\n", INLINE.sub("", said)))
    return "\n".join(" ".join(each.split()) for each in said.strip().splitlines() if each.strip())


def word(value: object) -> str:
    """A text on one line, or a number; an empty one for anything else. For what `read` will reject by name."""
    return line(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def short(said: str) -> str:
    """At most 200 characters of a line, for a title; whole words."""
    if len(said) <= LONG:
        return said
    return f"{said[:LONG].rpartition(' ')[0] or said[:LONG]} …"


def number(value: object) -> Decimal | None:
    """A number, also one written as text ("184000.50"); None for anything else. Separators are not guessed at."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    return Decimal(value) if not isinstance(value, str) or NUMBER.fullmatch(value.strip()) else None


def wordings(fields: Fields, name: str) -> Iterator[str]:
    """The text of this name in every language that it is given in, the main one first."""
    names = [name, *sorted(each for each in fields if each.startswith(f"{name}_") and VARIANT.fullmatch(each[len(name) :]))]
    yield from (said for each in names if isinstance(fields.get(each), str) and (said := text(fields[each])))


def when(value: object, zone: ZoneInfo) -> datetime | date | None:
    """An aware time, or the day where there is no time. A time without a zone is the publisher's. ValueError if it is neither."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a date")
    said = value.strip()
    found = date.fromisoformat(said) if len(said) <= len("2026-11-24") else datetime.fromisoformat(said)
    if plausible(found) is None:
        return None
    return found.replace(tzinfo=zone) if isinstance(found, datetime) and found.tzinfo is None else found


def plausible(found: Day | None) -> Day | None:
    """The day, or nothing where it is how a database says "no date"."""
    return found if found and found.year in YEARS else None
