"""No address that is not on the open Internet is connected to, however it is reached."""

import asyncio
import socket
from collections.abc import Iterable
from typing import Any

import httpcore
import pytest
from loopback import Asked, answer, serving

from sources.errors import Refused, Unavailable
from sources.guard import GuardedBackend, check_port, place, public
from sources.web import Manners, Web

PRIVATE = {
    "this host": "0.0.0.0",  # noqa: S104  # refused, not bound to
    "this host, in full": "0.1.2.3",
    "private 10": "10.1.2.3",
    "private 172": "172.31.255.255",
    "private 192": "192.168.1.1",
    "carrier-grade NAT": "100.64.0.1",
    "carrier-grade NAT, its end": "100.127.255.255",
    "loopback": "127.0.0.1",
    "loopback, its end": "127.255.255.254",
    "link-local": "169.254.169.254",
    "protocol assignments": "192.0.0.8",
    "documentation": "203.0.113.5",
    "benchmarking": "198.19.0.1",
    "6to4 relay": "192.88.99.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "IPv6 loopback": "::1",
    "IPv6 unspecified": "::",
    "unique local": "fd00::1",
    "unique local, fc": "fc00::1",
    "IPv6 link-local": "fe80::1",
    "IPv6 link-local with its zone": "fe80::1%eth0",
    "site-local": "fec0::1",
    "IPv4-mapped": "::ffff:127.0.0.1",
    "IPv4-mapped, of a public one": "::ffff:8.8.8.8",
    "IPv4-compatible": "::127.0.0.1",
    "NAT64": "64:ff9b::7f00:1",
    "NAT64, local": "64:ff9b:1::1",
    "6to4": "2002:7f00:1::",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "ORCHID": "2001:20::1",
    "IPv6 documentation": "2001:db8::1",
    "IPv6 documentation, the new": "3fff::1",
    "discard": "100::1",
    "segment routing": "5f00::1",
    "IPv6 multicast": "ff02::1",
    "a name": "localhost",
    "an odd form": "0x7f.1",
}
PUBLIC = [
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "169.253.0.1",
    "2606:4700::1111",
    "2001:4860:4860::8888",
    "2a00:1450::1",
]


class Line(httpcore.AsyncNetworkBackend):
    """A network that notes where it is asked to connect to, and on which some addresses are dead."""

    def __init__(self, *dead: str) -> None:
        self.tried: list[str] = []
        self.dead = dead

    async def connect_tcp(self, host: str, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        self.tried.append(host)
        if host in self.dead:
            raise httpcore.ConnectTimeout("dead")
        return httpcore.AsyncMockStream([])

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise NotImplementedError

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError


def means(*answers: Iterable[str]) -> tuple[Any, list[str]]:
    """A resolver that gives these answers in turn, and the names it was asked for."""
    asked: list[str] = []
    waiting = [list(each) for each in answers]

    async def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return waiting[min(len(asked), len(waiting)) - 1]

    return resolve, asked


@pytest.mark.parametrize("address", PRIVATE.values(), ids=PRIVATE.keys())
async def test_no_private_address_is_public_nor_connected_to(address: str) -> None:
    assert not public(address)
    line = Line()
    with pytest.raises(Refused, match=r"elm\.example is not on the open Internet"):
        await GuardedBackend(frozenset(), resolve=means([address])[0], backend=line).connect_tcp("elm.example", 443)
    assert line.tried == []


@pytest.mark.parametrize("address", PUBLIC)
async def test_what_lies_beside_them_is_public(address: str) -> None:
    assert public(address)


async def test_a_name_that_means_another_address_a_moment_later_leads_nowhere() -> None:
    resolve, asked = means(["8.8.8.8"], ["127.0.0.1"])
    line = Line()
    await GuardedBackend(frozenset(), resolve=resolve, backend=line).connect_tcp("elm.example", 443)
    assert (line.tried, asked) == (["8.8.8.8"], ["elm.example"])


async def test_of_several_addresses_the_public_ones_are_tried() -> None:
    line = Line("8.8.8.8")
    backend = GuardedBackend(frozenset(), resolve=means(["10.0.0.1", "8.8.8.8", "9.9.9.9", "::1"])[0], backend=line)
    await backend.connect_tcp("elm.example", 443, timeout=1)
    assert line.tried == ["8.8.8.8", "9.9.9.9"]


async def test_where_all_addresses_are_dead_the_last_says_so() -> None:
    backend = GuardedBackend(frozenset(), resolve=means(["8.8.8.8", "9.9.9.9"])[0], backend=Line("8.8.8.8", "9.9.9.9"))
    with pytest.raises(httpcore.ConnectTimeout):
        await backend.connect_tcp("elm.example", 443)


@pytest.mark.parametrize(
    ("allow", "allowed"), [("elm.example", True), ("elm.example:443", True), ("elm.example:80", False), ("oak.example", False)]
)
async def test_an_operator_allows_a_host_or_one_port_of_it(allow: str, allowed: bool) -> None:
    line = Line()
    backend = GuardedBackend(frozenset({allow}), resolve=means(["10.0.0.1"])[0], backend=line)
    try:
        await backend.connect_tcp("elm.example", 443)
    except Refused:
        assert not allowed
    assert line.tried == (["10.0.0.1"] if allowed else [])


async def test_no_socket_of_this_machine_is_asked() -> None:
    with pytest.raises(Refused):
        await GuardedBackend(frozenset()).connect_unix_socket("/run/docker.sock")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://elm.example/",
        "file:///etc/passwd",
        "gopher://elm.example/",
        "//elm.example/",
        "elm.example",
        "",
        "https://",
        "https://user@elm.example/",
        "https://user:hush@elm.example/",
        "https://@elm.example/",
        "https://elm.example:99999/",
        "http://[::1/",
    ],
)
async def test_what_is_no_plain_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(Refused) as raised:
        place(url)
    assert "hush" not in str(raised.value)
    web = Web(hosts=frozenset({"elm.example"}))
    for ask in (web.get, web.document):
        with pytest.raises(Refused):
            await ask(url)
    assert web.requests == 0


@pytest.mark.parametrize("port", [22, 25, 6379, 8080])
async def test_only_ports_of_the_web_are_asked(port: int) -> None:
    with pytest.raises(Refused, match=f"{port} is not a port of the web"):
        await Web(hosts=frozenset({"elm.example"}), robots=False).document(f"http://elm.example:{port}/")
    check_port(f"elm.example:{port}", {f"elm.example:{port}"})


@pytest.fixture
def resolves(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Names and the addresses they mean on this machine for the time of a test."""
    names: dict[str, str] = {}
    real = socket.getaddrinfo

    def look(host: str, *arguments: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name.endswith(".example") and name not in names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(names.get(name, name), *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look)
    return names


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "elm.example", "[::1]"])
async def test_a_server_on_loopback_is_not_reached_by_any_of_its_names(resolves: dict[str, str], host: str) -> None:
    resolves["elm.example"] = "127.0.0.1"
    async with serving(answer("secret metrics")) as site:
        web = Web(hosts=frozenset({host.strip("[]"), f"{host.strip('[]')}:{site.port}"}), pace=0)
        for ask in (web.get, web.document):
            with pytest.raises(Refused):
                await ask(f"http://{host}:{site.port}/")
        assert site.connections == 0


async def test_a_document_that_redirects_to_a_private_address_is_refused_at_that_hop() -> None:
    async with serving(answer("secret metrics")) as inner:

        async def away(asked: Asked, _: asyncio.StreamWriter) -> bytes:
            goal = {"/port": inner.url(), "/cloud": "http://169.254.169.254/latest/meta-data", "/user": f"http://a:hush@{inner.place}/"}
            return answer(status=302, headers={"Location": goal.get(asked.target, "file:///etc/passwd")})

        async with serving(away) as outer:
            web = Web(hosts=frozenset(), manners=Manners(allow=frozenset({outer.place})), robots=False, pace=0)
            for target in ("/port", "/cloud", "/user", "/file"):
                with pytest.raises(Refused) as raised:
                    await web.document(outer.url(target))
                assert "hush" not in str(raised.value)
            assert (inner.connections, len(outer.asked)) == (0, 4)


async def test_an_allowed_port_is_reached_and_hears_the_name_it_was_called_by(resolves: dict[str, str]) -> None:
    resolves["elm.example"] = "127.0.0.1"
    async with serving(answer("agenda")) as site:
        place_ = f"elm.example:{site.port}"
        web = Web(hosts=frozenset({"elm.example"}), manners=Manners(allow=frozenset({place_})), robots=False)
        assert (await web.get(f"http://{place_}/")).text == "agenda"
        assert site.asked[0].headers["host"] == place_


async def test_the_name_stands_in_the_handshake_though_the_address_is_pinned(resolves: dict[str, str]) -> None:
    resolves["elm.example"] = "127.0.0.1"
    hello: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello.append(await reader.read(4096))
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with server:
        place_ = f"elm.example:{server.sockets[0].getsockname()[1]}"
        web = Web(hosts=frozenset({"elm.example"}), manners=Manners(allow=frozenset({place_}), tries=1), robots=False)
        with pytest.raises(Unavailable):
            await web.get(f"https://{place_}/")
    assert b"elm.example" in hello[0]


async def test_a_name_that_is_not_found_is_unavailable(resolves: dict[str, str]) -> None:
    resolves.clear()
    web = Web(hosts=frozenset({"elm.example"}), manners=Manners(tries=1), robots=False)
    with pytest.raises(Unavailable, match=r"elm\.example was not found"):
        await web.get("https://elm.example/")


async def test_a_proxy_of_the_environment_is_no_way_around_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(answer("through the proxy")) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        with pytest.raises(Refused):
            await Web(hosts=frozenset({"10.0.0.1"}), robots=False).get("http://10.0.0.1/")
        assert proxy.connections == 0
