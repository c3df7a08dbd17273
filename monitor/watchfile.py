"""Watches as a file: what `watches.yml` says, checked, and what would have to change for it to be so. Pure.

The file is the whole truth for the subscribers that it names, and says nothing of the others.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, model_validator

from monitor.model import Cadence, Rhythm, Scope, Watch
from monitor.query.errors import QueryError
from monitor.query.parse import parse
from sources.model import Kind

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FROM_ENVIRONMENT = "env:"


class WatchFileError(ValueError):
    """The file cannot be used. The message names the file, the place in it, and what to do."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is no time zone: write one such as America/Chicago") from error
    return name


def _query(text: str) -> str:
    try:
        parse(text)
    except QueryError as error:
        raise ValueError(str(error)) from error
    return text


def _weekday(value: object) -> object:
    if isinstance(value, str) and value.lower() in DAYS:
        return DAYS.index(value.lower())
    raise ValueError(f"{value!r} is no day: write monday, tuesday, …")


def _clock(value: object) -> object:
    """YAML takes an unquoted 17:30 for a number to the base of 60."""
    return f"{value // 60:02d}:{value % 60:02d}" if isinstance(value, int) else value


def _hours(value: object) -> object:
    if isinstance(value, str) and len(ends := value.split("-")) == 2:
        return tuple(time.fromisoformat(end.strip()) for end in ends)
    raise ValueError(f"{value!r} are no hours: write them as 22:00-07:00")


def _address(value: object) -> object:
    """The address, or that of the environment: a secret has no place in a file that is shared."""
    if isinstance(value, str) and value.startswith(FROM_ENVIRONMENT):
        name = value.removeprefix(FROM_ENVIRONMENT)
        if not os.environ.get(name):
            raise ValueError(f"it comes from the environment, and there is no {name}: set it")
        return os.environ[name]
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Wanted(_Strict):
    """One watch as the file has it."""

    query: Annotated[str, AfterValidator(_query)] | None = None
    topics: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    sources: frozenset[str] = frozenset()
    channels: tuple[str, ...] | None = None
    cadence: Cadence = Cadence.NOW
    at: Annotated[time, BeforeValidator(_clock)] = time(7)
    weekday: Annotated[int, BeforeValidator(_weekday)] = Field(default=0)
    muted: frozenset[str] = frozenset()
    notes: str = ""
    paused: bool = False

    @model_validator(mode="after")
    def _looks_for_something(self) -> "Wanted":
        if (self.query is None) == (not self.topics):
            raise ValueError('say what to watch for: a query, or topics (["*"] are all)')
        return self


class Subscriber(_Strict):
    """A subscriber with channels and watches, by their names; a group where `group` gives it a title."""

    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    quiet: Annotated[tuple[time, time], BeforeValidator(_hours)] | None = None
    channels: dict[str, Annotated[SecretStr, BeforeValidator(_address)]] = {}
    watches: dict[str, Wanted] = {}
    group: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    members: dict[str, Literal["owner", "member"]] = {}

    @model_validator(mode="after")
    def _belongs_to_somebody(self) -> "Subscriber":
        if self.members and self.group is None:
            raise ValueError("members belong to a group: say what it is called, as group")
        if self.group is not None and "owner" not in self.members.values():
            raise ValueError("a group needs a member who is its owner")
        return self

    @model_validator(mode="after")
    def _tells_somebody(self) -> "Subscriber":
        for name, watch in self.watches.items():
            missing = set(watch.channels or ()) - self.channels.keys()
            if missing:
                raise ValueError(f"the watch {name!r} tells {min(missing)!r}, which is none of its subscriber's channels")
        return self

    def watch(self, name: str, ids: Mapping[str, int]) -> Watch:
        """The watch of that name, with the channels by their ids: all of them where it names none."""
        wanted = self.watches[name]
        told = self.channels if wanted.channels is None else wanted.channels
        return Watch(
            id=0,
            subscriber_id=0,
            name=name,
            query=wanted.query,
            topics=wanted.topics,
            scope=Scope(kinds=wanted.kinds, sources=wanted.sources),
            channels=frozenset(ids[channel] for channel in told),
            rhythm=Rhythm(cadence=wanted.cadence, at=wanted.at, weekday=wanted.weekday, timezone=self.timezone, quiet=self.quiet),
            muted=wanted.muted,
            notes=wanted.notes,
            paused=wanted.paused,
        )


class _File(_Strict):
    subscribers: dict[str, Subscriber]

    @model_validator(mode="after")
    def _has_its_members(self) -> "_File":
        for name, group in self.subscribers.items():
            for member in group.members:
                if member not in self.subscribers or self.subscribers[member].group is not None:
                    raise ValueError(f"{name} has the member {member!r}, who is no subscriber of this file, or is a group")
        return self


def read(text: str, name: str) -> dict[str, Subscriber]:
    """The subscribers of a file, by name. Raises WatchFileError."""
    try:
        return _File.model_validate(yaml.safe_load(text)).subscribers
    except yaml.YAMLError as error:
        raise WatchFileError(f"{name}: not YAML: {' '.join(str(error).split())}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise WatchFileError(f"{name}: {place}: {first['msg'].removeprefix('Value error, ')}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between what there is and what the file says. `sign` is +, ~ or -."""

    sign: str
    what: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.sign} {self.what}" + (f": {'; '.join(self.details)}" if self.details else "")


def differences(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """What changes from one set of named things, each a mapping of fields to shown values, to another."""
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield Change(sign="+", what=f"{what} {name}")
        elif name not in after:
            yield Change(sign="-", what=f"{what} {name}")
        elif before[name] != after[name]:
            moved = [f"{key} {before[name][key]} → {after[name][key]}" for key in after[name] if before[name].get(key) != after[name][key]]
            yield Change(sign="~", what=f"{what} {name}", details=tuple(moved))
