"""Answers in which one field is missing, or of another type than it must be."""

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from sources.tape import Exchange

MISSING = object()
WRONG = (MISSING, None, 5, "", [], {}, "zzz", [1], {"a": 1}, True)
TRIES = 12  # of each tape; always the same ones

Path = tuple[str | int, ...]


def odd_bodies(tape: Sequence[Exchange]) -> Iterator[tuple[int, bytes]]:
    """The places of exchanges in JSON, each with a body in which one field is odd."""
    data = {place: found for place, exchange in enumerate(tape) if (found := _json(exchange.body)) is not None}
    fields = [(place, path) for place, found in data.items() for path in _paths(found)]
    chance = Random(0)
    for place, path in chance.sample(fields, min(TRIES, len(fields))):
        yield place, json.dumps(_changed(data[place], path, chance.choice(WRONG))).encode()


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """The way to every field, of a list those of its first two rows."""
    inner = value.items() if isinstance(value, dict) else list(enumerate(value))[:2] if isinstance(value, list) else ()
    for name, each in inner:
        yield (*above, name)
        yield from _paths(each, (*above, name))


def _changed(value: Any, path: Path, wrong: object) -> Any:
    if not path:
        return wrong
    copied: Any = dict(value) if isinstance(value, dict) else list(value)
    if len(path) == 1 and wrong is MISSING:
        del copied[path[0]]
    else:
        copied[path[0]] = _changed(value[path[0]], path[1:], wrong)
    return copied
