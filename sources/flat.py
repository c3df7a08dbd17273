"""Flat rows, of a table or a CSV file, read into records as a mapping of columns says.

A text is the name of a column ("client_name") or a form with columns in braces ("{first_name} {last_name}"); what a row
leaves empty leaves no trace in the form. The title of a part and the note of a sum are words, or a form.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sources.model import AmountKind, Role, Stage

Row = Mapping[str, Any]

COLUMN = re.compile(r"\{(:?[^{}]+)\}")
STRICT = {"extra": "forbid"}  # for pydantic, which reads these from the catalog: a misspelt key is an error
LONGEST_KEY = 120  # a longer one is hashed: some tables have no identity but all of their columns
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00:00(?:\.0+)?")
EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
EDGES = " ,;:-–—/|"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyColumns:
    """Who is named. `id` is the column of the publisher's own id, `scheme` what to call it."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    role: Role
    name: str
    id: str = ""
    scheme: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountColumns:
    """A sum of money."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: AmountKind
    value: str
    currency: str = "USD"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartColumns:
    """A piece of the record: a lobbying activity, a subject. There is none where the row leaves title and texts empty."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    title: str
    text: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns make which field of a Record.

    `key` are the columns that identify a row over time, all of those read where it is empty. `published`, `updated`,
    `starts` and `deadline` are single columns; `day_first` says how the publisher writes dates in numbers. `stages`
    gives the stage by what the column `stage_of` says, `stage` the one of all others. Where `ended` holds a date, the
    stage is a termination, and the text says when. `type` is words, or a form.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    title: str
    key: tuple[str, ...] = ()
    url: str = ""
    text: tuple[str, ...] = ()
    type: str = ""
    body: str = ""
    location: str = ""
    period: str = ""
    thread: str = ""
    codes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    starts: str = ""
    deadline: str = ""
    day_first: bool = False
    ended: str = ""
    stage: Stage | None = None
    stage_of: str = ""
    stages: dict[str, Stage] = field(default_factory=dict)
    parties: tuple[PartyColumns, ...] = ()
    amounts: tuple[AmountColumns, ...] = ()
    parts: tuple[PartColumns, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All columns that are read, each once, in the order of their mention."""
        return tuple(dict.fromkeys(name for form in self._forms() for name in columns_of(form)))

    def _forms(self) -> Iterator[str]:
        yield from self.key
        yield from (self.title, self.url, *self.text, *COLUMN.findall(self.type), self.body, self.location, self.period, self.thread)
        yield from (*self.codes, *self.links, self.published, self.updated, self.starts, self.deadline, self.ended, self.stage_of)
        for party in self.parties:
            yield from (party.name, party.id, party.note)
        for amount in self.amounts:
            yield from (amount.value, *COLUMN.findall(amount.note))
        for part in self.parts:
            yield from (*COLUMN.findall(part.title), *part.text, *part.codes, *part.bodies)


def columns_of(form: str) -> list[str]:
    """The columns that a form names."""
    return COLUMN.findall(form) if "{" in form else [form] if form and "://" not in form else []


def said(value: object) -> str:
    """A cell as text: what a web address leads to, yes or no, a number as it is written; nothing for null.

    A floating time of midnight is a day: that is how tables without a type for days write them.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):  # an address of the web in SODA: {"url": …, "description": …}
        return said(value.get("url") or value.get("description") or value.get("human_address"))
    text = str(value).strip()
    if day := MIDNIGHT.fullmatch(text):
        return day[1]
    return "\n".join(line.rstrip() for line in text.splitlines())


def filled(form: str, row: Row) -> str:
    """The column, or the form with the row's values, on one line: SODA leaves empty cells out."""
    if "{" not in form:
        return " ".join(said(row.get(form)).split()) if columns_of(form) else form
    text = COLUMN.sub(lambda match: said(row.get(match[1])), form)
    return " ".join(EMPTY_BRACKETS.sub(" ", text).split()).strip(EDGES)


def worded(words: str, row: Row) -> str:
    """The words as they stand, or the form that they are."""
    return filled(words, row) if "{" in words else words


def key(row: Row, columns: Columns) -> str:
    """What identifies the row, whatever else changes in it. LookupError where all its columns are empty: some are left out."""
    if not columns.key:
        return digest(row, columns.names)
    values = [said(row.get(name)) for name in columns.key]
    if not any(values):
        raise LookupError(f"nothing in {', '.join(columns.key)}, by which rows are told apart")
    together = "|".join(" ".join(value.split()) for value in values)
    return together if len(together) <= LONGEST_KEY else digest(row, columns.key)


def digest(row: Row, names: Iterable[str]) -> str:
    """A hash of what these columns say."""
    return hashlib.sha256("\0".join(said(row.get(name)) for name in names).encode()).hexdigest()[:32]
