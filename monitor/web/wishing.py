"""What a form wishes for, as a watch; and what it would have found."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from monitor.archive import Answer, Search, scope_of
from monitor.language import gettext, marked, ngettext, number
from monitor.lexicon import Lexicon
from monitor.model import Cadence, Rhythm, Scope, Watch
from monitor.query.explain import explain
from monitor.query.parse import parse
from monitor.store.database import Connection
from monitor.web.sessions import Fields, first
from sources.model import Kind
from sources.source import Source

DAYS = 90
COUNTED = 200  # records that a preview counts; beyond that a watch tells more than anybody reads
SHOWN = 10
LONGEST_NAME = 80
LONGEST_QUERY = 2000
ALL = "*"

CADENCES = {
    Cadence.NOW: marked("as soon as it is found"),
    Cadence.HOURLY: marked("every hour, together"),
    Cadence.DAILY: marked("every morning, together"),
    Cadence.WEEKLY: marked("every Monday, together"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a watch would have found. `more` says that there is more than was counted."""

    answers: tuple[Answer, ...]
    count: int
    more: bool

    @property
    def rate(self) -> str:
        """How often that is, in words."""
        return rate(self.count, more=self.more)


def wish(read: Fields, lexicon: Lexicon, sources: Mapping[str, Source[Any]]) -> Watch:
    """The watch that the fields describe, without a channel. Raises ValueError (QueryError among them) with what to do."""
    query, topics = first(read, "q").strip(), frozenset(read.get("topic", ()))
    if bool(query) == bool(topics):
        raise ValueError(gettext("Write what to look for, or choose topics; not both."))
    if len(query) > LONGEST_QUERY:
        raise ValueError(gettext("The query is too long: at most {most} characters.").format(most=number(LONGEST_QUERY)))
    if unknown := topics - lexicon.titles.keys() - {ALL}:
        raise ValueError(gettext("There is no topic “{name}”.").format(name=min(unknown)[:40]))
    parsed = lexicon.read(query) if query else None
    kinds = [_kind(name) for name in read.get("kind", ())]
    scope = scope_of(parsed.filters if parsed else (), kinds, _where(first(read, "where"), sources))
    rhythm = Rhythm(cadence=_cadence(first(read, "cadence")), timezone=zone(first(read, "zone")))
    name = _name(query or _titled(topics, lexicon), scope)
    return Watch(id=0, subscriber_id=0, name=name, query=query or None, topics=topics, scope=scope, rhythm=rhythm)


def explained(watch: Watch, lexicon: Lexicon) -> str:
    """What the watch looks for, in words."""
    return explain(parse(watch.query)) if watch.query else _titled(watch.topics, lexicon)


def preview(connection: Connection, watch: Watch, lexicon: Lexicon, now: datetime) -> Preview:
    """What it would have found in the last 90 days, and what is to come."""
    names = sorted(lexicon.titles if ALL in watch.topics else watch.topics)
    query = watch.query or " ".join(f"topic:{name}" for name in names)
    since = (now - timedelta(days=DAYS)).date()
    search = Search(query, watch.scope.kinds, watch.scope.sources, lexicon=lexicon, since=since)
    found = search.portion(connection, limit=COUNTED)
    return Preview(answers=found.answers[:SHOWN], count=len(found.answers), more=found.last is not None)


def rate(count: int, *, more: bool = False) -> str:
    """How often a watch speaks that found so many in 90 days: "about one a week"."""
    for days in (1, 7, 30):
        times = round(count * days / DAYS)
        if times:
            often = _often(times)[days]
            return (gettext("more than {often}") if more else gettext("about {often}")).format(often=often)
    return gettext("less than one a month") if count else gettext("nothing in that time")


def _often(times: int) -> dict[int, str]:
    """So many a day, a week, a month, by the days of each."""
    words = {
        1: ngettext("one a day", "{times} a day", times),
        7: ngettext("one a week", "{times} a week", times),
        30: ngettext("one a month", "{times} a month", times),
    }
    return {days: said.format(times=times) for days, said in words.items()}


def places(sources: Mapping[str, Source[Any]]) -> Mapping[str, int]:
    """Countries and states that are watched, as their ids begin ("us-ca-*"), with the number of their sources."""
    on = [name.split("-") for name, source in sources.items() if source.publisher.enabled]
    return dict(sorted(Counter(f"{'-'.join(words[:depth])}-*" for words in on for depth in (1, 2) if len(words) > depth).items()))


def zones() -> list[str]:
    """The time zones that people live in, by continent and city."""
    return ["UTC", *sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/")))]


def zone(name: str) -> str:
    """The time zone of that name; UTC where none is given. Raises ValueError."""
    try:
        return ZoneInfo(name or "UTC").key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(gettext("There is no such time zone: choose one of the list.")) from None


def _where(place: str, sources: Mapping[str, Source[Any]]) -> Iterable[str]:
    if place and place not in sources and place not in places(sources):
        raise ValueError(gettext("Nothing is read from that place: choose one of the list."))
    return [place] if place else []


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise ValueError(gettext("There is no such kind: choose meetings, filings or notices.")) from None


def _cadence(name: str) -> Cadence:
    try:
        return Cadence(name or Cadence.NOW)
    except ValueError:
        raise ValueError(gettext("There is no such cadence: choose one of the list.")) from None


def _titled(topics: frozenset[str], lexicon: Lexicon) -> str:
    return gettext("all topics") if ALL in topics else ", ".join(gettext(lexicon.titles[name]) for name in sorted(topics))


def _name(what: str, scope: Scope) -> str:
    where = gettext(" in {places}").format(places=", ".join(sorted(scope.sources))) if scope.sources and len(scope.sources) <= 2 else ""
    said = " ".join(f"{what}{where}".split())
    return said if len(said) <= LONGEST_NAME else said[: LONGEST_NAME - 1].rstrip() + "…"
