"""Conditions in a query on the record that a text belongs to: kind:filing, source:us-ca-*, amount:>100000."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from lark import Token

from monitor.language import gettext, marked
from monitor.model import About, Scope
from monitor.query.errors import QueryError
from monitor.query.nodes import Filter
from monitor.query.normalise import normalise
from monitor.query.ranges import DATE, MONEY, Money, first_day, money
from sources.model import Amount, Kind

IN_TEXT = frozenset({"topic", "vendor"})
"""Fields that are decided by what else the text names; the others by the record."""
_TOGETHER = frozenset({"amount", "before", "after"})  # of these all must hold, of the others any

_NAME = re.compile(r'[^"“”„«»*]*[^\W_][^"“”„«»*]*')
_FORMS = {
    "kind": (re.compile("|".join(kind.value for kind in Kind)), marked("kind:meeting, kind:filing, kind:notice")),
    "source": (re.compile(r"[a-z]{2}(-[a-z0-9]+)*(-\*)?"), marked("an id or its beginning: source:us-ca-oakland, source:us-ca-*")),
    "country": (re.compile(r"[a-z]{2}"), marked("two letters: country:us")),
    "state": (re.compile(r"[a-z]{2}-[a-z0-9]+"), marked("the country and the state: state:us-ca")),
    "place": (_NAME, marked('a town or county: place:oakland, place:"los angeles"')),
    "platform": (re.compile(r"[a-z][a-z0-9_]*"), marked("the software or the API: platform:legistar")),
    "body": (_NAME, marked('who meets or was lobbied: body:council, body:"public safety"')),
    "topic": (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), marked("the name of a topic: topic:facial-recognition")),
    "vendor": (_NAME, marked('a vendor: vendor:nec, vendor:"flock safety"')),
    "amount": (MONEY, marked("a sum or a range, with or without a currency: amount:>100000, amount:50000..250000, amount:>1000000usd")),
    "before": (DATE, marked("a day, a month or a year: before:2026-11-24, before:2026")),
    "after": (DATE, marked("a day, a month or a year: after:2026-11-24, after:2026")),
}
FIELDS = tuple(_FORMS)
FIELD = re.compile(rf"([a-z]+|(?i:{'|'.join(FIELDS)})):(?!//)")


def filter_of(token: Token, error: Callable[[str, Token], QueryError], *, absent: bool = False) -> Filter:
    """The filter that the token says, or an error that says what to write."""
    field, _, value = token.partition(":")
    field = field.lower()
    value = " ".join(value.strip('"“”„«»').lower().split())
    if field not in _FORMS:
        there = ", ".join(f"{name}:" for name in FIELDS)
        advice = gettext('There is no filter {field}: (there are {there}). To look for the text itself, put it in quotes: "{token}".')
        raise error(advice.format(field=field, there=there, token=token), token)
    form, advice = _FORMS[field]
    if not form.fullmatch(value) or not _is_possible(field, value):
        raise error(gettext("After {field}: write {advice}.").format(field=field, advice=gettext(advice)), token)
    return Filter(field=field, value=value, absent=absent, column=token.start_pos or 0, length=len(token))


def _is_possible(field: str, value: str) -> bool:
    return field not in {"before", "after"} or first_day(value) is not None


def scope(filters: Iterable[Filter]) -> Scope:
    """The kinds and sources that filters name: everything they hold for lies in it, and perhaps more."""
    wanted = [one for one in filters if not one.absent]
    regions = {f"{one.value}-*" for one in wanted if one.field in {"country", "state"}}
    return Scope(
        kinds=frozenset(Kind(one.value) for one in wanted if one.field == "kind"),
        sources=frozenset({one.value for one in wanted if one.field == "source"} | regions),
    )


def hold(filters: Iterable[Filter], about: About) -> bool:
    """Whether a record is one of those that the filters ask for. Those on the text itself (IN_TEXT) count as held.

    Of several of one field any may hold; but all of `before:`, `after:`, and of `amount:` for one and the same sum, and all that
    stand under NOT. What is unknown, a record's date or a sum, does not hold.
    """
    asked = sorted((one for one in filters if one.field not in IN_TEXT), key=lambda one: (one.absent, one.field))
    for (absent, field), some in groupby(asked, key=lambda one: (one.absent, one.field)):
        values = [one.value for one in some]
        if absent:
            if any(_holds(field, [value], about) for value in values):
                return False
        elif not _holds(field, values, about):
            return False
    return True


def _holds(field: str, values: list[str], about: About) -> bool:
    if field == "amount":
        wanted = [money(value) for value in values]
        return any(all(_is_within(amount, one) for one in wanted) for amount in about.amounts)
    decide = all if field in _TOGETHER else any
    return decide(_TESTS[field](value, about) for value in values)


def _is_within(amount: Amount, wanted: Money) -> bool:
    if amount.value is None or (wanted.currency and wanted.currency != (amount.currency or "").lower()):
        return False
    return wanted.holds(amount.value)


def _is_source(value: str, about: About) -> bool:
    return about.source == value or (value.endswith("-*") and about.source.startswith(value[:-1]))


def _is_place(value: str, about: About) -> bool:
    """The place is what follows country and state in the id of a source: us-ca-los-angeles."""
    there = about.source.split("-")[2:]
    wanted = normalise(value).split()
    return any(there[start : start + len(wanted)] == wanted for start in range(len(there)))


def _is_body(value: str, about: About) -> bool:
    return any(f" {normalise(value)} " in f" {normalise(body)} " for body in about.bodies)


def _is_before(value: str, about: About) -> bool:
    day = first_day(value)
    return day is not None and about.dated is not None and about.dated < day


def _is_after(value: str, about: About) -> bool:
    day = first_day(value)
    return day is not None and about.dated is not None and about.dated >= day


_TESTS: Mapping[str, Callable[[str, About], bool]] = {
    "kind": lambda value, about: about.kind.value == value,
    "source": _is_source,
    "country": lambda value, about: about.source.startswith(f"{value}-"),
    "state": lambda value, about: about.source.startswith(f"{value}-"),
    "place": _is_place,
    "platform": lambda value, about: about.platform == value,
    "body": _is_body,
    "before": _is_before,
    "after": _is_after,
}
