"""What an entry of the catalog may say: YAML values and command-line texts, checked against the fields of a dataclass."""

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import timedelta
from functools import cache
from typing import Annotated, Any, get_type_hints

import yaml
from pydantic import BeforeValidator, TypeAdapter, ValidationError

DURATION = re.compile(r"([1-9]\d*)\s*([smhdw])")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
FROM_ENVIRONMENT = "env:"


class CatalogError(ValueError):
    """An entry that cannot become a source. The message names the file, the source and the key, and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One key: its type, whether it must be there, whether its value may be shown."""

    name: str
    type: TypeAdapter[Any]
    expects: str
    required: bool
    secret: bool


def duration(text: object) -> timedelta:
    """The time span that "2h", "30m" or "90d" means. A bare number is refused: it has no unit."""
    if isinstance(text, timedelta):
        return text
    match = DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError('write a duration as a number and a unit: "30m", "2h", "90d", "1w"')
    return timedelta(**{UNITS[match[2]]: int(match[1])})


@cache
def options(shape: type) -> Mapping[str, Option]:
    """The fields of a dataclass as keys of an entry."""
    types = get_type_hints(shape)
    return {
        field.name: Option(
            name=field.name,
            type=_adapter(types[field.name]),
            expects=types[field.name].__name__ if isinstance(types[field.name], type) else str(types[field.name]),
            required=field.default is MISSING and field.default_factory is MISSING,
            secret=not field.repr,
        )
        for field in fields(shape)
        if field.init
    }


def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(Annotated[timedelta, BeforeValidator(duration)] if shape is timedelta else shape)


def checked(given: Mapping[str, Any], allowed: Mapping[str, Option], where: str, *, resolve: bool = True) -> dict[str, Any]:
    """The given values as the types of the allowed options.

    A text "env:NAME" stands for a variable of the environment; with `resolve` off a variable that is not set is left
    as it stands. Raises CatalogError.
    """
    for name in given:
        if name not in allowed:
            raise CatalogError(f"{where}: unknown key {name!r}{meant(name, allowed)}; allowed: {', '.join(allowed) or 'none'}")
    for option in allowed.values():
        if option.required and option.name not in given:
            raise CatalogError(f"{where}: the key {option.name!r} is missing (it must be there, as {option.expects})")
    return {
        name: _typed(allowed[name], _from_environment(value, f"{where}: {name}", resolve=resolve), where) for name, value in given.items()
    }


def meant(name: object, allowed: Iterable[str]) -> str:
    """A question after the word that was probably meant, or nothing."""
    close = difflib.get_close_matches(str(name), list(allowed), n=1, cutoff=0.7)
    return f", did you mean {close[0]!r}?" if close else ""


def _from_environment(value: Any, where: str, *, resolve: bool) -> Any:
    if not (isinstance(value, str) and value.startswith(FROM_ENVIRONMENT)):
        return value
    name = value.removeprefix(FROM_ENVIRONMENT)
    if resolve and not os.environ.get(name):
        raise CatalogError(f"{where} comes from the environment, and there is no {name}: set it, or disable the source")
    return os.environ.get(name) or value


def _typed(option: Option, value: Any, where: str) -> Any:
    try:
        return option.type.validate_python(value)
    except ValidationError as error:
        if isinstance(value, str) and value.startswith("{") and value.endswith("}"):  # --option 'columns={title: h2}'
            return _typed(option, _mapping(value, f"{where}: {option.name}"), where)
        if isinstance(value, str) and "," in value:
            return _typed(option, [each.strip() for each in value.split(",")], where)  # --option bodies=1,2
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"] if step != option.name)
        said = (f"{place}: " if place else "") + first["msg"].removeprefix("Value error, ")
        shown = "" if option.secret else f" {value!r}"
        raise CatalogError(f"{where}: {option.name}{shown} does not fit: {said}") from None


def _mapping(text: str, where: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CatalogError(f"{where}: {text!r} is not a mapping, as {{title: h2, day: .when}}: {error}") from None
