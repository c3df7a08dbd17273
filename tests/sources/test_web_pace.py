"""How often a host is asked, by whomever: paces, pleas to wait, and robots.txt."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from loopback import answer, serving

from sources.errors import Blocked, SourceError, Unavailable
from sources.web import Manners, Pacer, Web

HOST = "elm.example"
URL = f"https://{HOST}/list"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class Clock:
    """A time that passes only while somebody waits."""

    at: float = 1000.0
    waited: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds
        await asyncio.sleep(0)

    def pacer(self) -> Pacer:
        return Pacer(clock=lambda: self.at, sleep=self.sleep)


class Host(httpx.AsyncBaseTransport):
    """Takes a second for each answer, and notes when it was asked and how many asked at once."""

    def __init__(self, clock: Clock, *answers: httpx.Response, robots: httpx.Response | None = None) -> None:
        self.clock = clock
        self.answers = list(answers)
        self.robots = robots
        self.asked: list[tuple[float, str]] = []
        self.now = 0
        self.most = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((self.clock.at, request.url.path))
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.clock.at += 1
        self.now -= 1
        if request.url.path == "/robots.txt" and self.robots is not None:
            return self.robots
        return self.answers.pop(0) if self.answers else httpx.Response(200, text="ok")

    @property
    def times(self) -> list[float]:
        return [at - 1000 for at, _ in self.asked]

    @property
    def paths(self) -> list[str]:
        return [path for _, path in self.asked]


def client(host: Host, pacer: Pacer, **given: Any) -> Web:
    return Web(hosts=frozenset({HOST, "oak.example"}), transport=host, pacer=pacer, now=lambda: NOW, **given)


async def test_all_clients_of_a_process_ask_a_host_one_at_a_time_and_with_pauses() -> None:
    clock = Clock()
    host, pacer = Host(clock), clock.pacer()
    await asyncio.gather(*(client(host, pacer, pace=2.0).get(URL) for _ in range(3)))
    assert (host.times, host.most) == ([0.0, 3.0, 6.0], 1)


async def test_the_longer_of_two_paces_lies_between_two_requests() -> None:
    clock = Clock()
    host, pacer = Host(clock), clock.pacer()
    for pace in (1.0, 5.0, 1.0):
        await client(host, pacer, pace=pace).get(URL)
    assert host.times == [0.0, 6.0, 12.0]


async def test_hosts_do_not_wait_for_each_other() -> None:
    clock = Clock()
    host, pacer = Host(clock), clock.pacer()
    await client(host, pacer, pace=9.0).get(URL)
    await client(host, pacer, pace=9.0).get("https://oak.example/")
    assert clock.waited == []


async def test_a_pace_of_nothing_waits_for_nothing() -> None:
    clock = Clock()
    await client(Host(clock), clock.pacer(), pace=0).get(URL)
    await client(Host(clock), clock.pacer(), pace=0).get(URL)
    assert clock.waited == []


PLEAS = {
    "seconds": ({"retry-after": "7"}, 7.0),
    "a date by our clock": ({"retry-after": "Tue, 24 Nov 2026 12:00:09 GMT"}, 9.0),
    "a date by the clock of a server that is an hour ahead": (
        {"retry-after": "Tue, 24 Nov 2026 13:00:09 GMT", "date": "Tue, 24 Nov 2026 13:00:00 GMT"},
        9.0,
    ),
    "a date that is past": ({"retry-after": "Tue, 24 Nov 2020 12:00:00 GMT"}, 0.0),
}


@pytest.mark.parametrize("plea", PLEAS)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_short_plea_to_wait_is_sat_out(plea: str, status: int) -> None:
    headers, seconds = PLEAS[plea]
    clock = Clock()
    host = Host(clock, httpx.Response(status, headers=headers))
    assert (await client(host, clock.pacer(), pace=0).get(URL)).text == "ok"
    assert host.times == [0.0, 1.0 + seconds]


@pytest.mark.parametrize(("plea", "seconds"), [("120", 120), ("86400", 900), ("9" * 30, 900)])
async def test_a_long_plea_ends_the_run_and_keeps_everybody_away_for_at_most_15_minutes(plea: str, seconds: int) -> None:
    clock = Clock()
    host, pacer = Host(clock, httpx.Response(429, headers={"retry-after": plea})), clock.pacer()
    with pytest.raises(Unavailable) as first:
        await client(host, pacer, pace=0).get(URL)
    with pytest.raises(Unavailable, match=f"{HOST}:443 asked to be left alone") as second:
        await client(host, pacer, pace=0).get(URL)
    assert [first.value.retry_after, second.value.retry_after] == [timedelta(seconds=seconds)] * 2
    assert host.times == [0.0]
    await client(host, pacer, pace=0).get("https://oak.example/")
    clock.at += seconds
    assert (await client(host, pacer, pace=0).get(URL)).text == "ok"


@pytest.mark.parametrize("plea", ["soon", "-5", "7.5", "", "²"])
async def test_a_plea_that_cannot_be_read_is_as_none(plea: str) -> None:
    clock = Clock()
    host = Host(clock, *(httpx.Response(503, headers=[(b"retry-after", plea.encode())]) for _ in range(3)))
    with pytest.raises(Unavailable) as raised:
        await client(host, clock.pacer(), pace=0).get(URL)
    assert raised.value.retry_after is None


@pytest.mark.parametrize(("status", "first"), [(503, 1.0), (429, 5.0)])
async def test_tries_are_few_and_further_and_further_apart_by_chance(status: int, first: float) -> None:
    clock = Clock()
    host = Host(clock, *(httpx.Response(status) for _ in range(9)))
    with pytest.raises(Unavailable):
        await client(host, clock.pacer(), pace=0).get(URL)
    one, two = clock.waited
    assert len(host.asked) == 3
    assert first * 0.5 <= one <= first * 1.5
    assert first <= two <= first * 3


async def test_a_publisher_that_does_not_say_how_long_is_left_alone_as_long_as_it_is_known_to_want() -> None:
    clock = Clock()
    host = Host(clock, httpx.Response(429), httpx.Response(429))
    assert (await client(host, clock.pacer(), pace=0, rest=35.0).get(URL)).text == "ok"
    assert host.times == [0.0, 36.0, 72.0]


async def test_where_there_is_no_second_try_the_rest_ends_the_run_and_keeps_everybody_away() -> None:
    clock = Clock()
    host, pacer = Host(clock, httpx.Response(403)), clock.pacer()
    one_try = Manners(tries=1)
    with pytest.raises(Unavailable) as raised:
        await client(host, pacer, pace=0, rest=300.0, throttled=frozenset({403}), manners=one_try).get(URL)
    assert raised.value.retry_after == timedelta(seconds=300)
    with pytest.raises(Unavailable, match="left alone for another 300 s"):
        await client(host, pacer, pace=0).get(URL)


RULES = "User-agent: PublicRecordsMonitor\nDisallow: /private\nCrawl-delay: 4\n\nUser-agent: *\nDisallow: /"


async def test_robots_txt_is_asked_first_and_once() -> None:
    clock = Clock()
    host, pacer = Host(clock, robots=httpx.Response(200, text=RULES)), clock.pacer()
    for _ in range(2):
        await client(host, pacer, robots=True).get(URL)
    assert host.paths == ["/robots.txt", "/list", "/list"]
    assert host.times == [0.0, 5.0, 10.0]  # Crawl-delay: 4


async def test_robots_txt_is_read_again_the_next_day() -> None:
    clock = Clock()
    host, pacer = Host(clock, robots=httpx.Response(200, text=RULES)), clock.pacer()
    await client(host, pacer, robots=True).get(URL)
    clock.at += 25 * 3600
    host.robots = httpx.Response(200, text="User-agent: *\nDisallow: /list")
    with pytest.raises(Blocked):
        await client(host, pacer, robots=True).get(URL)


async def test_what_robots_txt_does_not_allow_is_not_asked_for_by_listing_or_document() -> None:
    clock = Clock()
    host, pacer = Host(clock, robots=httpx.Response(200, text=RULES)), clock.pacer()
    web = client(host, pacer, robots=True)
    for ask in (web.get, web.post, web.document):
        with pytest.raises(Blocked, match=r"robots\.txt of elm\.example:443 does not allow this .*private/x"):
            await ask(f"https://{HOST}/private/x")
    assert host.paths == ["/robots.txt"]


async def test_a_source_may_be_excused_from_robots_txt() -> None:
    clock = Clock()
    host = Host(clock, robots=httpx.Response(200, text=RULES))
    assert (await client(host, clock.pacer(), robots=False).get(f"https://{HOST}/private/x")).text == "ok"
    assert host.paths == ["/private/x"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_without_robots_txt_all_is_allowed(status: int) -> None:
    clock = Clock()
    host = Host(clock, robots=httpx.Response(status))
    assert (await client(host, clock.pacer(), robots=True).get(URL)).text == "ok"


@pytest.mark.parametrize("body", [b"", b"<html><body>Disallow: nothing</body></html>", b"\xff\xfe\x00"])
async def test_a_robots_txt_without_rules_allows_all(body: bytes) -> None:
    clock = Clock()
    host = Host(clock, robots=httpx.Response(200, content=body))
    assert (await client(host, clock.pacer(), robots=True).get(URL)).text == "ok"


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_where_robots_txt_fails_nothing_is_asked(status: int) -> None:
    clock = Clock()
    host = Host(clock, robots=httpx.Response(status))
    with pytest.raises(Unavailable, match=r"robots\.txt answered .* not known"):
        await client(host, clock.pacer(), robots=True).get(URL)
    assert set(host.paths) == {"/robots.txt"}


async def test_where_robots_txt_cannot_be_reached_nothing_is_asked() -> None:
    asked: list[str] = []

    def fail(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        raise httpx.ConnectError("no way")

    web = Web(hosts=frozenset({HOST}), transport=httpx.MockTransport(fail), robots=True)
    with pytest.raises(Unavailable, match=r"robots\.txt"):
        await web.get(URL)
    assert set(asked) == {"/robots.txt"}


async def test_robots_txt_may_lie_elsewhere_and_a_circle_is_none() -> None:
    def answering(goal: str) -> Callable[[httpx.Request], httpx.Response]:
        def respond(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/robots.txt":
                return httpx.Response(301, headers={"location": goal})
            return httpx.Response(200, text=RULES if request.url.path == "/rules" else "ok")

        return respond

    for goal, expected in (("https://oak.example/rules", "Blocked"), ("/robots.txt", "ok"), ("ftp://oak.example/", "Refused")):
        web = Web(hosts=frozenset({HOST}), transport=httpx.MockTransport(answering(goal)), robots=True)
        try:
            found = (await web.get(f"https://{HOST}/private")).text
        except SourceError as error:
            found = type(error).__name__
        assert found == expected


async def test_a_live_client_asks_robots_txt_unless_it_is_told_not_to() -> None:
    async with serving(answer("User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"})) as site:
        manners = Manners(allow=frozenset({site.place}))
        with pytest.raises(Blocked, match=r"robots\.txt"):
            await Web(hosts=frozenset({"127.0.0.1"}), manners=manners).get(site.url("/list"))
        assert site.targets == ["/robots.txt"]
