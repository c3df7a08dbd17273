"""What the client asks, follows, refuses, and how it names what went wrong."""

import asyncio
import gzip
import logging
import resource
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from loopback import Asked, Site, answer, serving

from sources import registry
from sources.errors import Blocked, Gone, LayoutChanged, Moved, Refused, SourceError, Unavailable
from sources.web import Manners, Notice, Pacer, Web

HOST = "elm.example"
URL = f"https://{HOST}/list"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
Answering = Callable[[httpx.Request], httpx.Response]


def web(answering: Answering, **given: Any) -> Web:
    """A client whose network is a function."""
    return Web(hosts=frozenset({HOST}), transport=httpx.MockTransport(answering), now=lambda: NOW, **given)


def saying(*args: Any, **given: Any) -> Answering:
    return lambda _: httpx.Response(*args, **given)


def live(site: Site, **manners: Any) -> Web:
    """A client that goes to a server on loopback through the whole stack."""
    allowed = Manners(allow=frozenset({site.place}), **manners)
    return Web(hosts=frozenset({"127.0.0.1"}), manners=allowed, robots=False, pace=0)


async def test_it_says_who_asks_and_what_it_takes() -> None:
    async with serving(answer("agenda")) as site:
        page = await live(site, contact="mailto:clerk@watch.example").get(site.url("/a?b=c"))
    assert (page.text, page.status, page.url) == ("agenda", 200, site.url("/a?b=c"))
    headers = site.asked[0].headers
    assert headers["user-agent"].startswith("PublicRecordsMonitor/")
    assert headers["user-agent"].endswith(" (+mailto:clerk@watch.example)")
    assert headers["accept-encoding"] == "gzip, deflate"


async def test_it_posts_json_and_forms() -> None:
    async with serving(answer({"n": 1})) as site:
        page = await live(site).post(site.url("/search"), {"q": "face"})
        await live(site).post(site.url("/form"), form={"q": "a b"})
    assert page.json(dict) == {"n": 1}
    assert [(each.method, each.body) for each in site.asked] == [("POST", b'{"q":"face"}'), ("POST", b"q=a+b")]


async def test_a_query_joins_the_one_that_is_there() -> None:
    seen: list[str] = []
    client = web(lambda request: (seen.append(str(request.url)), httpx.Response(200, json={"a": 1}))[1])
    assert await client.json(f"{URL}?a=1&b=2", {"b": 3, "c": "x y"}, shape=dict) == {"a": 1}
    assert [dict(httpx.URL(url).params) for url in seen] == [{"a": "1", "b": "3", "c": "x y"}]


async def test_only_declared_hosts_are_listed() -> None:
    client = web(saying(200))
    for ask in (client.get, client.post):
        with pytest.raises(Refused, match=r"not a host that this source declares.*oak\.example"):
            await ask("https://oak.example/")
    assert client.requests == 0
    assert (await client.document("https://oak.example/a.pdf")).status == 200


async def test_requests_and_bytes_are_counted() -> None:
    client = web(saying(200, content=b"12345"))
    await client.get(URL)
    await client.document("https://oak.example/a.pdf")
    assert (client.requests, client.bytes) == (2, 10)


async def test_a_document_that_is_still_the_same_is_not_sent_again() -> None:
    async def marked(asked: Asked, _: asyncio.StreamWriter) -> bytes:
        same = asked.headers.get("if-none-match") == '"v1"' and "if-modified-since" in asked.headers
        return answer(status=304, headers={"ETag": '"v1"'}) if same else answer("pdf", headers={"ETag": '"v1"'})

    async with serving(marked) as site:
        first = await live(site).document(site.url())
        again = await live(site).document(site.url(), etag=first.headers["etag"], last_modified="Tue, 24 Nov 2026 12:00:00 GMT")
    assert [(page.status, page.body) for page in (first, again)] == [(200, b"pdf"), (304, b"")]


NAMED: dict[str, tuple[dict[str, Any], type[SourceError], str]] = {
    "401": ({"status_code": 401}, Blocked, "answered 401"),
    "403": ({"status_code": 403, "text": "no robots"}, Blocked, "answered 403: no robots"),
    "404": ({"status_code": 404}, Gone, "answered 404"),
    "410": ({"status_code": 410}, Gone, "answered 410"),
    "400": (
        {"status_code": 400, "text": "<html><style>x</style><p>no such\n filter</p>"},
        LayoutChanged,
        "400: our request no longer fits: no such filter",
    ),
    "405": ({"status_code": 405}, LayoutChanged, "answered 405"),
    "422": ({"status_code": 422, "json": {"detail": "x" * 999}}, LayoutChanged, "x" * 200),
    "429": ({"status_code": 429}, Unavailable, "answered 429"),
    "500": ({"status_code": 500, "json": {"Message": "setting is not set up"}}, Unavailable, "setting is not set up"),
    "501": ({"status_code": 501}, Unavailable, "answered 501"),
    "503": ({"status_code": 503}, Unavailable, "answered 503"),
    "522": ({"status_code": 522}, Unavailable, "answered 522"),
    "a redirect to nowhere": ({"status_code": 302}, Moved, "without saying where"),
    "a redirect to another host": (
        {"status_code": 301, "headers": {"location": "https://oak.example/x"}},
        Moved,
        "redirects to https://oak.example/x",
    ),
    "a redirect to http": ({"status_code": 301, "headers": {"location": f"http://{HOST}/x"}}, Moved, "redirects from https to http"),
    "a redirect to another port": ({"status_code": 301, "headers": {"location": f"https://{HOST}:8443/x"}}, Moved, "8443"),
    "a redirect to a login": ({"status_code": 302, "headers": {"location": "/Account/LogOn?r=x"}}, Blocked, "a page for signing in"),
    "a redirect in a circle": ({"status_code": 302, "headers": {"location": "/list"}}, Unavailable, "redirects more than 5 times"),
    "Cloudflare's header": ({"status_code": 503, "headers": {"cf-mitigated": "challenge"}}, Blocked, "challenge of Cloudflare"),
    "Cloudflare with 200": ({"status_code": 200, "html": "<!DOCTYPE html><title>Just a moment...</title>"}, Blocked, "Just a moment"),
    "Cloudflare with 429": ({"status_code": 429, "html": "<html><title>Just a moment...</title>"}, Blocked, "Just a moment"),
    "Akamai with 200": ({"status_code": 200, "html": "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>"}, Blocked, "Access Denied"),
    "Incapsula": ({"status_code": 200, "html": "<html><script src=/_Incapsula_Resource?x=1></script></html>"}, Blocked, "a firewall"),
    "AWS": ({"status_code": 202, "headers": {"x-amzn-waf-action": "challenge"}}, Blocked, "AWS WAF"),
    "a captcha": ({"status_code": 200, "html": "<html><title>Captcha required</title>"}, Blocked, "Captcha required"),
    "an encoding that was not asked for": ({"status_code": 200, "headers": {"content-encoding": "br"}}, LayoutChanged, "not asked for"),
}


@pytest.mark.parametrize("case", NAMED)
async def test_a_failure_is_named_by_what_must_happen_next(case: str) -> None:
    said, expected, words = NAMED[case]
    with pytest.raises(SourceError) as raised:
        await web(saying(**said)).get(URL)
    assert type(raised.value) is expected
    assert words in str(raised.value)
    assert URL in str(raised.value)


@pytest.mark.parametrize(
    "said",
    [
        {"html": "<html><title>Captcha and security check systems for the airport, request for proposals 26-11</title>"},
        {"html": f"<html><title>Agenda</title><script src=/_Incapsula_Resource?x=1></script>{'<p>Item</p>' * 2000}"},
        {"json": {"title": "<title>Just a moment...</title>"}},
        {"content": b"<?xml version='1.0'?><r><title>Access Denied</title></r>"},
    ],
)
async def test_what_only_speaks_of_challenges_is_none(said: dict[str, Any]) -> None:
    assert (await web(saying(200, **said)).get(URL)).status == 200


async def test_a_publisher_may_mean_too_many_by_403() -> None:
    client = web(saying(403), throttled=frozenset({403}))
    with pytest.raises(Unavailable):
        await client.get(URL)
    assert client.requests == 3


@pytest.mark.parametrize(
    "error", [httpx.ConnectTimeout("slow"), httpx.ReadTimeout("slow"), httpx.ConnectError("dns"), httpx.RemoteProtocolError("cut")]
)
async def test_a_network_that_fails_is_unavailable_after_three_tries(error: httpx.TransportError) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    client = web(fail)
    with pytest.raises(Unavailable, match=f"{type(error).__name__}: {error}"):
        await client.get(URL)
    assert client.requests == 3


async def test_a_failure_of_a_moment_is_not_seen() -> None:
    answers = iter([httpx.Response(503), httpx.Response(408), httpx.Response(200, text="agenda")])
    assert (await web(lambda _: next(answers)).get(URL)).text == "agenda"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 501])
async def test_what_will_not_change_is_asked_once(status: int) -> None:
    client = web(saying(status))
    with pytest.raises(SourceError):
        await client.get(URL)
    assert client.requests == 1


def redirecting(to: dict[str, tuple[int, str]], seen: list[httpx.Request]) -> Answering:
    def answering(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        status, goal = to.get(str(request.url).partition("?")[0], (200, ""))
        return httpx.Response(status, headers={"location": goal} if goal else {}, text=str(request.url))

    return answering


async def test_a_listing_follows_within_its_host_and_up_to_https() -> None:
    seen: list[httpx.Request] = []
    client = web(redirecting({f"http://{HOST}/list": (301, URL), URL: (302, "/new")}, seen))
    assert (await client.get(f"http://{HOST}/list")).url == f"https://{HOST}/new"
    assert (await client.post(f"http://{HOST}/list", {"q": 1})).url == f"https://{HOST}/new"
    assert [request.method for request in seen] == ["GET", "GET", "GET", "POST", "GET", "GET"]


async def test_a_question_that_is_redirected_as_it_is_keeps_its_body() -> None:
    seen: list[httpx.Request] = []
    await web(redirecting({URL: (307, "/new")}, seen)).post(URL, {"q": 1})
    assert [(request.method, request.content) for request in seen] == [("POST", b'{"q":1}')] * 2


async def test_a_document_is_followed_to_other_hosts_but_not_down_to_http() -> None:
    hops = {"http://a.example/": (302, "https://b.example/"), "https://b.example/": (307, "https://c.example/x.pdf#page=2")}
    assert (await web(redirecting(hops, [])).document("http://a.example/")).url == "https://c.example/x.pdf"
    with pytest.raises(Moved, match="from https to http://"):
        await web(redirecting({"https://a.example/": (302, "http://a.example/")}, [])).document("https://a.example/")
    with pytest.raises(Refused):
        await web(redirecting({"https://a.example/": (302, "ftp://a.example/")}, [])).document("https://a.example/")


async def test_a_site_that_wants_its_cookie_back_gets_it() -> None:
    def gate(request: httpx.Request) -> httpx.Response:
        if request.headers.get("cookie") == "seen=1":
            return httpx.Response(200, text="agenda")
        return httpx.Response(302, headers={"location": "/list", "set-cookie": "seen=1"})

    page = await web(gate).get(URL)
    assert page.text == "agenda"
    assert "set-cookie" not in page.headers


SECRET = "hush/hush+42"


def telling(request: httpx.Request) -> httpx.Response:
    """A server that repeats everything that it was sent, with the status of its path."""
    said = f"{request.url} {request.headers} {SECRET}"
    status = int(request.url.path.strip("/"))
    goal = {"location": f"https://oak.example/?token={SECRET}"} if status == 301 else {}
    return httpx.Response(status, text=said, headers={"x-echo": SECRET, "deprecation": SECRET, **goal})


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 429, 500])
@pytest.mark.parametrize(
    "given", [{"secret": {"token": SECRET}}, {"headers": {"Authorization": f"Bearer {SECRET}"}}, {"headers": {"X-Api-Key": SECRET}}]
)
async def test_no_secret_is_in_an_error_an_address_a_notice_or_the_log(
    status: int, given: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = web(telling)
    shown: list[str] = []
    try:
        page = await client.get(f"https://{HOST}/{status}", {"q": "face"}, **given)
        shown += [page.url, str(page.headers)]
    except SourceError as error:
        shown += [str(error), error.url, repr(error.__cause__), str(error.args)]
    shown += [repr(client), str(client.notices), caplog.text]
    assert [text for text in shown if "hush" in text] == []


async def test_no_secret_is_in_the_log_of_the_libraries_below(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(answer("ok", headers={"Location": "/?token=hush"})) as site:
        await live(site).get(site.url(), secret={"token": "hush"})
        assert site.targets == ["/?token=hush"]
    assert "hush" not in caplog.text


async def test_no_secret_is_in_the_error_of_a_transport() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no way to {request.url}", request=request)

    with pytest.raises(Unavailable) as raised:
        await web(fail).get(URL, secret={"token": "hush+1"})
    assert "hush" not in str(raised.value)
    assert (raised.value.__cause__, raised.value.__suppress_context__) == (None, True)


async def test_a_header_that_cannot_be_sent_is_refused_without_showing_it() -> None:
    with pytest.raises(Refused) as raised:
        await web(saying(200)).get(URL, headers={"Authorization": "Bearer hüsh"})
    assert "hüsh" not in str(raised.value)


async def test_a_secret_is_not_carried_to_another_host_nor_repeated_in_an_address() -> None:
    seen: list[httpx.Request] = []
    client = web(redirecting({URL: (302, "/new?page=2&token=hush")}, seen))
    page = await client.get(f"{URL}?token=hush", secret={"token": "hush"})
    assert page.url == f"https://{HOST}/new?page=2"
    assert [request.url.params.get("token") for request in seen] == ["hush", "hush"]
    with pytest.raises(Moved):
        await web(redirecting({URL: (302, "https://oak.example/")}, seen)).get(URL, headers={"Authorization": "hush"})
    assert {request.url.host for request in seen} == {HOST}


async def test_what_a_host_announces_of_its_end_is_noticed_once() -> None:
    headers = {"Deprecation": "@1793491200", "Sunset": "Thu, 31 Dec 2026 00:00:00 GMT", "Link": '</v2>; rel="successor-version"'}
    client = web(saying(200, headers=headers))
    await client.get(URL)
    await client.get(URL)
    assert client.notices == [
        Notice(host=HOST, header="deprecation", value="@1793491200"),
        Notice(host=HOST, header="sunset", value="Thu, 31 Dec 2026 00:00:00 GMT"),
        Notice(host=HOST, header="link", value='</v2>; rel="successor-version"'),
    ]
    other = web(saying(200, headers={"Link": "</2>; rel=next"}))
    await other.get(URL)
    assert other.notices == []


TEXT = b"Item 7: facial recognition. " * 1000
ENCODED = {
    "gzip": ("gzip", gzip.compress(TEXT)),
    "gzip of several members": ("gzip", gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:])),
    "gzip with padding": ("x-gzip", gzip.compress(TEXT) + b"\0" * 64),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "deflate without its header": ("deflate", zlib.compress(TEXT, wbits=-15)),
    "no encoding that is one": ("utf-8", TEXT),
    "none": ("identity", TEXT),
}


@pytest.mark.parametrize("case", ENCODED)
async def test_bodies_are_inflated(case: str) -> None:
    encoding, body = ENCODED[case]
    async with serving(answer(body, headers={"Content-Encoding": encoding})) as site:
        assert (await live(site).get(site.url())).body == TEXT


@pytest.mark.parametrize(
    ("body", "words"),
    [(gzip.compress(TEXT)[:-30], "ends too early"), (gzip.compress(TEXT)[:40] + b"\xff" * 60, "is damaged"), (b"\x1f\x8b", "too early")],
    ids=["cut off", "damaged", "two bytes"],  # the bytes hold the time of day: no name for two processes
)
async def test_a_damaged_body_is_unavailable_and_never_half_a_page(body: bytes, words: str) -> None:
    async with serving(answer(body, headers={"Content-Encoding": "gzip"})) as site:
        with pytest.raises(Unavailable, match=f"{words}.*{site.place}"):
            await live(site).get(site.url())


async def test_a_body_that_is_cut_off_is_unavailable() -> None:
    async def cut(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"x" * 1000)[:-1])
        await writer.drain()

    async with serving(cut) as site:
        with pytest.raises(Unavailable, match="RemoteProtocolError"):
            await live(site, tries=1).get(site.url())


async def test_a_bomb_is_refused_before_it_has_grown() -> None:
    bomb = gzip.compress(bytes(200_000_000))
    async with serving(answer(bomb, headers={"Content-Encoding": "gzip"})) as site:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(Refused, match="inflates to more than 1,000,000 bytes"):
            await live(site, largest=1_000_000).get(site.url())
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


async def test_a_bomb_inside_another_is_refused() -> None:
    async with serving(answer(gzip.compress(gzip.compress(TEXT)), headers={"Content-Encoding": "gzip, gzip"})) as site:
        with pytest.raises(Refused, match="one inside the other"):
            await live(site).get(site.url())


async def test_a_body_over_its_limit_is_refused_unread_where_it_says_so_and_read_to_the_limit_where_not() -> None:
    sent = 0

    async def endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        length = b"Content-Length: 99999999\r\n" if asked.target == "/said" else b""
        writer.write(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n")
        while sent < 50_000_000:
            writer.write(bytes(100_000))
            await writer.drain()
            sent += 100_000

    async with serving(endless) as site:
        with pytest.raises(Refused, match="99,999,999 bytes, over the limit of 1,000,000"):
            await live(site, largest=1_000_000).get(site.url("/said"))
        with pytest.raises(Refused, match="more than 1,000,000 bytes"):
            await live(site, largest=1_000_000).get(site.url("/unsaid"))
        with pytest.raises(Refused, match="more than 9,000 bytes"):
            await live(site).document(site.url("/unsaid"), limit=9_000)
    assert sent < 50_000_000


async def test_a_body_that_drips_is_given_up_when_its_time_is_over() -> None:
    async def drip(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with serving(drip) as site:
        begun = time.monotonic()
        with pytest.raises(Unavailable, match="no whole answer within 0 s"):
            await live(site, deadline=0.3, timeout=5).get(site.url())
        assert time.monotonic() - begun < 3
        assert len(site.asked) == 1


async def test_a_server_that_says_nothing_is_unavailable() -> None:
    async def silent(_: Asked, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async with serving(silent) as site:
        with pytest.raises(Unavailable, match="ReadTimeout"):
            await live(site, timeout=0.1, tries=1).get(site.url())


async def test_an_answer_of_many_header_fields_is_refused() -> None:
    async with serving(answer("x", headers={f"X-{number}": "y" for number in range(300)})) as site:
        with pytest.raises(Refused, match="301 header fields"):
            await live(site).get(site.url())


async def test_header_fields_without_end_are_unavailable() -> None:
    async def endless(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while True:
            writer.write(b"y" * 10_000)
            await writer.drain()

    async with serving(endless) as site:
        with pytest.raises(Unavailable, match="RemoteProtocolError"):
            await live(site, tries=1).get(site.url())


async def test_connections_are_kept_while_the_pacer_is_open_and_never_else() -> None:
    async with serving(answer("x")) as site:
        for _ in range(3):
            await live(site).get(site.url())
        assert site.connections == 3
        async with Pacer() as pacer:
            for _ in range(3):
                await replace(live(site), pacer=pacer).get(site.url())
        assert site.connections == 4


def test_a_client_for_a_source_has_its_hosts_and_its_pace() -> None:
    source = registry.build("legistar", {"client": "elm"})
    client = Web.of(source, now=lambda: NOW)
    assert (client.hosts, client.pace, client.robots) == (source.hosts, source.pace, None)
