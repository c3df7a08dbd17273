"""Counts what a search finds by kind, place, year, topic, vendor and sum. Each count is what is found with that filter added.

One pass over the newest records that have the words: the engine that alerts are found with decides on each text, and on each
that it finds what else the text names. Beyond LOOKED records or READ characters it stops, and all counts are "at least".
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.archive import AT_ONCE, Answer, Portion, Search, knowing, token
from monitor.lexicon import Lexicon
from monitor.model import About
from monitor.query.filters import hold
from monitor.query.nodes import Filter
from monitor.store import records, search
from monitor.store.database import Connection

LOOKED = 500  # records; of a word that stands everywhere they take 0.3 s of one core
READ = 1_500_000  # characters of texts that have the words; a packet of 3,000 pages has eight million
FURTHER = 5_000  # records that a first page looks at beyond those, while it is not full; they are not counted by field
VALUES = 8  # of one field that are offered, the most frequent
SUMS = ("1k", "10k", "100k", "1m", "10m")
DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What narrows a search: the filters to add, and how many records it then finds."""

    filters: tuple[Filter, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """`whole` says that all was counted; where not, the total and each count are at least so many. By field the values."""

    total: int
    looked: int
    whole: bool
    facets: Mapping[str, tuple[Value, ...]]


def first_page(connection: Connection, asked: Search, lexicon: Lexicon, *, limit: int = 20, most: int = LOOKED) -> tuple[Portion, Counts]:
    """The newest answers as `Search.portion` gives them, and the counts of what else there is."""
    walk = _Walk(asked, lexicon)
    batch = asked.candidates(connection, most + 1)
    whole = walk.through(connection, batch[:most]) and len(batch) <= most
    answers = tuple(walk.answer(connection, one) for one in walk.found[:limit])
    last = None if whole and len(walk.found) <= limit else walk.last(limit)
    portion = Portion(answers=answers, looked=walk.looked, last=token(last) if last else None)
    if not whole and len(answers) < limit:
        portion = _filled(connection, asked, portion, limit)
        whole = portion.last is None and len(portion.answers) == len(answers)
    total = max(len(walk.found), len(portion.answers))
    return portion, Counts(total=total, looked=portion.looked, whole=whole, facets=_facets(connection, walk, asked))


def _filled(connection: Connection, asked: Search, portion: Portion, limit: int) -> Portion:
    """A page that is not full yet, with what comes after the records that were counted."""
    more = asked.portion(connection, portion.last, limit=limit - len(portion.answers), most=FURTHER)
    return Portion(answers=(*portion.answers, *more.answers), looked=portion.looked + more.looked, last=more.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A record that the search finds, and what the texts with the words name: filters on topics and vendors that hold."""

    candidate: search.Candidate
    names: frozenset[Filter]


@dataclass(slots=True)
class _Walk:
    """Goes through candidates, and notes what is found."""

    asked: Search
    lexicon: Lexicon
    found: list[_Found] = field(default_factory=list)
    looked: int = 0
    read: int = 0
    _place: search.Place | None = None

    def through(self, connection: Connection, batch: Sequence[search.Candidate]) -> bool:
        """Whether the end was reached within READ characters."""
        for start in range(0, len(batch), AT_ONCE):
            if self.read > READ:
                return False
            some = batch[start : start + AT_ONCE]
            said = search.said(connection, {one.record_id: one.texts for one in some})
            for one in some:
                self.looked += 1
                self._place = one.place
                self._look(connection, one, said[one.record_id])
        return True

    def _look(self, connection: Connection, one: search.Candidate, said: Sequence[search.Said]) -> None:
        self.read += sum(len(each.text) for each in said)
        finds = [each.text for each in said if self.asked.finds(each.text)]
        if finds and self.asked.looks_at(connection, one):
            names = frozenset(name for text in finds for name in self.lexicon.named(knowing(self.lexicon).match(text)))
            self.found.append(_Found(candidate=one, names=names))

    def answer(self, connection: Connection, one: _Found) -> Answer:
        """What is shown of a record that was found."""
        said = search.said(connection, {one.candidate.record_id: one.candidate.texts})[one.candidate.record_id]
        return self.asked.answer(connection, one.candidate, self.asked.passages(said))

    def last(self, limit: int) -> search.Place | None:
        """Where the following portion begins: after the last answer that is shown, else after the last record that was looked at."""
        return self.found[limit - 1].candidate.place if len(self.found) > limit else self._place


def _facets(connection: Connection, walk: _Walk, asked: Search) -> dict[str, tuple[Value, ...]]:
    """By field, in the order of the page. A second filter of one field would widen the search: such fields are left out."""
    said = {one.field for one in asked.query.filters if not one.absent}
    counted: dict[str, Counter[tuple[Filter, ...]]] = {}
    sums = _sums(connection, walk, asked)
    for one in walk.found:
        for name, filters in (*_values(one), *sums.get(one.candidate.record_id, ())):
            counted.setdefault(name, Counter())[filters] += 1
    fields = ("topic", "vendor", "kind", *_places(said, counted), "date", "amount")
    return {name: _offered(name, counted[name]) for name in fields if name in counted and name not in said}


def _places(said: set[str], counted: Mapping[str, Counter[tuple[Filter, ...]]]) -> tuple[str, ...]:
    """Countries where there are several, else states, and sources."""
    if "source" in said:
        return ()
    several = len(counted.get("country", ())) > 1
    return ("country", "state", "source") if several and not said & {"country", "state"} else ("state", "source")


def _offered(name: str, counted: Counter[tuple[Filter, ...]]) -> tuple[Value, ...]:
    if name == "date":
        ordered = sorted(counted.items(), key=lambda pair: pair[0][0].value, reverse=True)[:VALUES]
    elif name == "amount":
        ordered = [((_filter(name, f">={low}"),), counted[(_filter(name, f">={low}"),)]) for low in SUMS]
    else:
        ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0][0].value))[:VALUES]
    return tuple(Value(filters=filters, count=count) for filters, count in ordered if count)


def _values(one: _Found) -> Iterator[tuple[str, tuple[Filter, ...]]]:
    """The filters that hold for a record, by the field they are offered under."""
    source = one.candidate.source_id
    country, state = source.partition("-")[0], "-".join(source.split("-")[:2])
    for name, value in (("kind", one.candidate.kind.value), ("country", country), ("state", state), ("source", source)):
        yield name, (_filter(name, value),)
    for named in one.names:
        yield named.field, (named,)
    if one.candidate.dated:
        year = one.candidate.dated.year
        yield "date", (_filter("after", f"{year:04}"), _filter("before", f"{year + 1:04}"))


def _sums(connection: Connection, walk: _Walk, asked: Search) -> dict[int, list[tuple[str, tuple[Filter, ...]]]]:
    """Of each record that names sums the bounds that one of them reaches, besides what the query asks of it."""
    own = [one for one in asked.query.filters if one.field == "amount"]
    bounds = [_filter("amount", f">={low}") for low in SUMS]
    found: dict[int, list[tuple[str, tuple[Filter, ...]]]] = {}
    kinds = {one.candidate.record_id: one.candidate for one in walk.found}
    for record_id, amounts in records.amounts_of(connection, list(kinds)).items():
        of = kinds[record_id]
        about = About(source=of.source_id, platform=of.platform, kind=of.kind, dated=of.dated, amounts=amounts)
        found[record_id] = [("amount", (bound,)) for bound in bounds if hold([*own, bound], about)]
    return found


def _filter(name: str, value: str) -> Filter:
    return Filter(field=name, value=value)
