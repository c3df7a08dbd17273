"""A record as JSON and back: how records are stored, shown and kept as goldens.

Decimals are strings, enums their values, times ISO 8601 with their offset, dates ISO dates. What is None stays null,
so that "unknown" survives the way.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sources.model import Amount, AmountKind, Bill, Kind, Link, LinkKind, Part, Party, Record, Role, Stage

T = TypeVar("T")
Readers = Mapping[str, Callable[[Any], Any]]


def dumps(record: Record) -> str:
    """The record on one line. ValueError where it holds a time without a zone."""
    return json.dumps(record, default=_plain, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Record:
    """The record that `dumps` wrote. A field that it lacks takes its default; TypeError where it holds one we do not know."""
    return _record(json.loads(text))


def as_dict(record: Record) -> dict[str, Any]:
    """The record as JSON would hold it: dicts, lists, strings, booleans and None."""
    data: dict[str, Any] = json.loads(dumps(record))
    return data


def _plain(value: object) -> object:
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise ValueError(f"{value.isoformat()} has no zone: times are aware, or else dates")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in a record")


def _built(shape: Callable[..., T], data: Mapping[str, Any], readers: Readers) -> T:
    return shape(**{name: readers[name](value) if name in readers and value is not None else value for name, value in data.items()})


def _each(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    return lambda values: tuple(read(value) for value in values)


def _when(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _link(data: Mapping[str, Any]) -> Link:
    return _built(Link, data, {"kind": LinkKind})


def _bill(data: Mapping[str, Any]) -> Bill:
    return _built(Bill, data, {})


def _part(data: Mapping[str, Any]) -> Part:
    return _built(Part, data, {"links": _each(_link), "codes": tuple, "bodies": tuple, "bills": _each(_bill)})


def _party(data: Mapping[str, Any]) -> Party:
    return _built(Party, data, {"role": Role, "ids": _each(tuple)})


def _amount(data: Mapping[str, Any]) -> Amount:
    return _built(Amount, data, {"kind": AmountKind, "value": Decimal})


def _record(data: Mapping[str, Any]) -> Record:
    return _built(Record, data, _RECORD)


_RECORD: Readers = {
    "kind": Kind,
    "stage": Stage,
    "starts": _when,
    "published": _when,
    "updated": _when,
    "deadline": _when,
    "signed": _when,
    "codes": tuple,
    "parts": _each(_part),
    "links": _each(_link),
    "parties": _each(_party),
    "amounts": _each(_amount),
}
