"""Adds filters to what a person typed and takes them away, leaving the rest of it as it was typed."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.query.errors import QueryError
from monitor.query.nodes import Filter, Query
from monitor.query.parse import parse


def narrowed(typed: str, added: Sequence[Filter]) -> str | None:
    """The query with these filters added; None where it would be too long. It says what it said, and these as well."""
    query = parse(typed)
    wanted = replace(query, filters=(*query.filters, *added))
    more = " ".join(map(str, added))
    return _first_that_says(wanted, (f"{typed.strip()} {more}", f"({typed.strip()}) {more}", str(wanted)))


def widened(typed: str, taken: Filter) -> str | None:
    """The query without this filter of its own; None where nothing would be left to look for."""
    query = parse(typed)
    left = replace(query, filters=tuple(one for one in query.filters if one != taken))
    return _first_that_says(left, (" ".join(_without(typed, query, taken).split()), _printed(left)))


def _without(typed: str, query: Query, taken: Filter) -> str:
    """The text without the places of the filter: the newest first, so that those before it stay where they are."""
    for one in sorted((one for one in query.filters if one == taken), key=lambda one: -one.column):
        before, after = typed[: one.column].rstrip(), typed[one.column + one.length :].lstrip()
        before = before.removesuffix("NOT").rstrip() if one.absent else before
        if before.endswith(" AND"):
            before = before.removesuffix(" AND")
        elif not before and after.startswith("AND "):
            after = after.removeprefix("AND ")
        typed = f"{before} {after}"
    return typed


def _printed(query: Query) -> str:
    return str(query) if query.root is not None or query.filters else ""


def _first_that_says(wanted: Query, choices: Sequence[str]) -> str | None:
    return next((said for said in choices if _says(said, wanted)), None)


def _says(typed: str, wanted: Query) -> bool:
    try:
        read = parse(typed)
    except QueryError:
        return False
    return read.root == wanted.root and sorted(map(str, read.filters)) == sorted(map(str, wanted.filters))
