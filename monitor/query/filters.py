"""Conditions on the record in a query: kind:filing, source:us-ca-*, country:us. They become the scope of a watch."""

import re
from collections.abc import Callable, Iterable

from lark import Token

from monitor.model import Scope
from monitor.query.errors import QueryError
from monitor.query.nodes import Filter
from sources.model import Kind

FIELD = re.compile(r"([a-z]+):(?!//)")
READY = ("kind", "source", "country", "state")
LATER = ("place", "platform", "body", "vendor", "topic", "amount", "before", "after")
_FORMS = {
    "kind": (re.compile("|".join(kind.value for kind in Kind)), "kind:" + ", kind:".join(kind.value for kind in Kind)),
    "source": (re.compile(r"[a-z]{2}(-[a-z0-9]+)*(-\*)?"), "an id or its beginning: source:us-ca-oakland, source:us-ca-*"),
    "country": (re.compile(r"[a-z]{2}"), "two letters: country:us"),
    "state": (re.compile(r"[a-z]{2}-[a-z0-9]+"), "the country and the state: state:us-ca"),
}


def filter_of(token: Token, error: Callable[[str, Token], QueryError]) -> Filter:
    """The filter that the token says, or an error that says what to write."""
    field, _, value = token.partition(":")
    value = value.strip('"“”„«»').lower()
    if field in LATER:
        raise error(f"The filter {field}: is not there yet. There are {', '.join(f'{ready}:' for ready in READY)}.", token)
    if field not in READY:
        there = ", ".join(f"{ready}:" for ready in READY)
        raise error(f'There is no filter {field}: (there are {there}). To look for the text itself, put it in quotes: "{token}".', token)
    form, advice = _FORMS[field]
    if not form.fullmatch(value):
        raise error(f"After {field}: write {advice}.", token)
    return Filter(field=field, value=value)


def scope(filters: Iterable[Filter]) -> Scope:
    """Where a query looks: any of its kinds, in any of its places."""
    kinds, sources = set[Kind](), set[str]()
    for one in filters:
        match one.field:
            case "kind":
                kinds.add(Kind(one.value))
            case "source":
                sources.add(one.value)
            case _:
                sources.add(f"{one.value}-*")
    return Scope(kinds=frozenset(kinds), sources=frozenset(sources))
