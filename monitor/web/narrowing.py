"""What a search can be narrowed by, as links: each adds the query language's own filter; and the filters it has, to be taken away."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from monitor.facets import Counts, Value
from monitor.language import gettext, marked, number
from monitor.query.errors import QueryError
from monitor.query.parse import parse
from monitor.query.ranges import money
from monitor.query.rewrite import narrowed, widened
from monitor.web import regions
from monitor.web.shown import Shown, many

HEADINGS = {
    "topic": marked("Topic"),
    "vendor": marked("Vendor"),
    "kind": marked("Kind"),
    "country": marked("Country"),
    "state": marked("State"),
    "source": marked("Source"),
    "date": marked("Date"),
    "amount": marked("Amount"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link that narrows: its words, the query that it leads to, and how many records that finds."""

    words: str
    query: str
    count: int

    @property
    def address(self) -> str:
        """Where it leads."""
        return _address(self.query)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The choices of one field."""

    name: str
    heading: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A filter that the query has, and where it leads without it: "" where nothing would be left to look for."""

    filter: str
    address: str


def groups(typed: str, counts: Counts, service: Shown) -> Sequence[Group]:
    """What the search can be narrowed by. A choice that makes the query too long is left out."""
    made = (
        Group(name=name, heading=HEADINGS[name], choices=tuple(_choices(typed, name, some, service)))
        for name, some in counts.facets.items()
    )
    return [group for group in made if group.choices]


def held(typed: str) -> Sequence[Held]:
    """The filters of the query, in their order."""
    filters = dict.fromkeys(parse(typed).filters)
    wider = ((str(one), widened(typed, one)) for one in filters)
    return [Held(filter=said, address=_address(query) if query else "") for said, query in wider]


def _choices(typed: str, name: str, values: Sequence[Value], service: Shown) -> Iterator[Choice]:
    for value in values:
        try:
            query = narrowed(typed, value.filters)
        except QueryError:
            query = None
        if query:
            yield Choice(words=_SAID[name](value.filters[0].value, service), query=query, count=value.count)


def _topic(key: str, service: Shown) -> str:
    return gettext(service.lexicon.titles.get(key, key))


def _vendor(name: str, service: Shown) -> str:
    return next((vendor for vendor in service.lexicon.vendors if vendor.lower() == name), name)


def _source(id_: str, service: Shown) -> str:
    source = service.sources.get(id_)
    return source.publisher.title if source else id_


_SAID: Mapping[str, Callable[[str, Shown], str]] = {
    "topic": _topic,
    "vendor": _vendor,
    "kind": lambda kind, _: many(kind),
    "country": lambda code, _: regions.country(code),
    "state": lambda code, _: regions.region(code),
    "source": _source,
    "date": lambda year, _: year,
    "amount": lambda bound, _: gettext("{sum} or more").format(sum=number(money(bound).low or 0)),
}


def _address(query: str) -> str:
    return f"/search?{urlencode({'q': query})}"
