"""One visit to a host: in its turn, as its robots.txt allows, and again where it failed for a moment."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import uniform
from urllib.parse import urljoin, urlsplit

from sources import guard, robots, verdict
from sources.errors import Blocked, Unavailable
from sources.manners import Manners
from sources.notices import Notice, announced
from sources.pace import LONGEST_DEFERRAL, Pacer
from sources.verdict import Answer
from sources.wire import Ask, Interrupted, Wire

ROBOTS_HOPS = 5  # RFC 9309 2.3.1.2
PAUSE = 1.0  # seconds before the second try, doubled before each further one
PAUSE_IF_THROTTLED = 5.0


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Asks one address at a time, for one source."""

    wire: Wire
    pacer: Pacer
    manners: Manners
    now: Callable[[], datetime]
    pace: float
    obeys_robots: bool
    throttled: frozenset[int]
    opened: frozenset[str]
    """Hosts ("host:port") whose ports may be any, though their addresses may not."""
    rest: float = 0.0
    """Seconds for which this publisher wants to be left alone where it is asked too often and does not say for how long."""
    notices: list[Notice] = field(default_factory=list)

    async def ask(self, ask: Ask, *, limit: int) -> Answer:
        """The answer, whose status is 2xx, a redirect, or 304 where that was asked for. Raises a SourceError else."""
        place = self._place(ask.url)
        pace = self.pace
        if self.obeys_robots:
            rules = await self._rules(ask.url, place)
            if not rules.allow(ask.url):
                raise Blocked(f"robots.txt of {place} does not allow this", url=ask.url)
            pace = max(pace, rules.delay)
        answer = await self._tried(ask, place, limit, pace)
        self._notice(ask, place, answer)
        if answer.status in verdict.REDIRECTS or (answer.status == 304 and ask.conditional):
            return answer
        if failure := verdict.failure(answer, ask.url, throttled=self.throttled, secrets=ask.secrets):
            failure.retry_after, failure.status = self._rest(answer), answer.status
            raise failure
        return answer

    def _place(self, url: str) -> str:
        place = guard.place(url)
        if self.wire.transport is None:
            guard.check_port(place, self.manners.allow | self.opened)
        return place

    async def _tried(self, ask: Ask, place: str, limit: int, pace: float) -> Answer:
        for tries in range(1, self.manners.tries + 1):
            last = tries == self.manners.tries
            try:
                async with self.pacer.turn(place, pace, self._patience):
                    answer = await self.wire.send(ask, place, limit=limit)
            except Interrupted:
                if last:
                    raise
                await self.pacer.defer(place, self._pause(PAUSE, tries))
                continue
            if answer.status not in verdict.PASSING | self.throttled or verdict.challenger(answer):
                return answer
            rest = self._rest(answer)
            if rest is None and last:
                return answer
            own = PAUSE_IF_THROTTLED if answer.status in self.throttled | {429} else PAUSE
            await self.pacer.defer(place, rest.total_seconds() if rest is not None else self._pause(own, tries))
            if last or (rest is not None and rest.total_seconds() > self._patience):
                return answer
        raise AssertionError("at least one try")

    @property
    def _patience(self) -> float:
        """The longest rest that is sat out: what this publisher is known to want, where there is a second try to wait for."""
        return max(self.manners.patience, self.rest if self.manners.tries > 1 else 0.0)

    def _pause(self, seconds: float, tries: int) -> float:
        return float(seconds * 2 ** (tries - 1) * uniform(0.5, 1.5))  # noqa: S311  # spreads tries, guards nothing

    def _rest(self, answer: Answer) -> timedelta | None:
        """How long the host asks to be left alone, where that is what it answered."""
        if answer.status not in verdict.PASSING | self.throttled:
            return None
        said = verdict.rest(answer, self.now())
        if said is None and self.rest and answer.status in self.throttled | {429}:
            said = timedelta(seconds=self.rest)
        return said and min(said, timedelta(seconds=LONGEST_DEFERRAL))

    def _notice(self, ask: Ask, place: str, answer: Answer) -> None:
        for notice in announced(place.rpartition(":")[0], answer.headers):
            shown = replace(notice, value=verdict.hidden(notice.value, ask.secrets))
            if shown not in self.notices:
                self.notices.append(shown)

    async def _rules(self, url: str, place: str) -> robots.Rules:
        """The rules of a host, read once a day. Raises Unavailable where it cannot be said whether we may ask."""
        site = f"{urlsplit(url).scheme}://{place}"
        known = self.pacer.rules.get(site)
        if known is None or self.pacer.clock() - known.read_at > self.manners.robots_age:
            known = self.pacer.rules[site] = await self._robots(urljoin(url, "/robots.txt"))
        return known

    async def _robots(self, url: str) -> robots.Rules:
        for _ in range(ROBOTS_HOPS + 1):
            ask = Ask(method="GET", url=url)
            answer = await self._tried(ask, self._place(url), limit=self.manners.largest, pace=self.pace)
            if answer.status >= 500 or answer.status == 429:
                raise Unavailable(f"robots.txt answered {answer.status}: whether we may ask is not known", url=url)
            location = answer.headers.get("location")
            if answer.status not in verdict.REDIRECTS or not location:
                found = answer.body if 200 <= answer.status < 300 else b""
                return robots.read(found, self.pacer.clock())
            url = urljoin(url, location)
        return robots.Rules(read_at=self.pacer.clock())  # a circle is no robots.txt
