"""Bodies too large for memory, on their way to the disk."""

import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from sources.errors import Blocked, Inconclusive, LayoutChanged, Refused, SourceError, Unavailable
from sources.web import Manners, Web

URL = "https://data.example/full.csv"
SINCE = datetime(2026, 11, 19, 6, tzinfo=UTC)
MEGABYTE = 1_000_000


class Server(httpx.AsyncBaseTransport):
    """Sends its chunks one by one, and says a length if it is told one."""

    def __init__(self, *chunks: bytes, repeat: int = 1, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.chunks = chunks
        self.repeat = repeat
        self.status = status
        self.headers = headers or {}
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(self.status, headers=self.headers, stream=Sent(self.chunks * self.repeat))


class Sent(httpx.AsyncByteStream):
    def __init__(self, chunks: tuple[bytes, ...]) -> None:
        self.chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk


def web(server: Server, **manners: int) -> Web:
    return Web(hosts=frozenset({"data.example"}), transport=server, manners=Manners(**manners))  # type: ignore[arg-type]


async def test_the_rows_of_a_table_are_read_from_the_disk_in_its_encoding() -> None:
    server = Server(b'id,title\r\n1,"Caf\xe9\r\n', b'bar\x00"\r\n2,B\r\n')
    async with web(server).file(URL) as file:
        rows = list(file.csv("id", encoding="cp1252"))
    assert rows == [{"id": "1", "title": "Café\r\nbar"}, {"id": "2", "title": "B"}]


async def test_a_file_can_be_read_twice_and_is_gone_afterwards() -> None:
    async with web(Server(b"id\n1\n")).file(URL) as file:
        assert list(file.csv("id")) == list(file.csv("id"))
        stream = file.stream
    assert stream.closed


async def test_memory_does_not_grow_with_the_file() -> None:
    server = Server(b"x" * 65_536, repeat=800)
    tracemalloc.start()
    async with web(server).file(URL) as file:
        size = file.stream.seek(0, 2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 800 * 65_536
    assert peak < 4 * MEGABYTE


async def test_a_download_that_breaks_off_is_no_whole_file_and_is_tried_again() -> None:
    server = Server(b"id\n1\n", headers={"content-length": "5000"})
    with pytest.raises(Unavailable, match="5 bytes of the 5,000 that were announced"):
        async with web(server).file(URL):
            pass
    assert len(server.asked) == 3


async def test_a_file_that_has_not_changed_since_is_not_sent() -> None:
    server = Server(status=304)
    async with web(server).file(URL, since=SINCE) as file:
        assert (file.status, file.head) == (304, b"")
    assert server.asked[0].headers["if-modified-since"] == "Thu, 19 Nov 2026 06:00:00 GMT"


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (Server(b"x" * 1000, repeat=30), Refused),
        (Server(b"x", headers={"content-length": "30000"}), Refused),
        (Server(b"no", status=403), Blocked),
        (Server(b"<html><title>Just a moment...</title>"), Blocked),
        (Server(b"later", status=503), Unavailable),
    ],
)
async def test_a_file_that_is_none_is_named_as_what_it_is(server: Server, expected: type[SourceError]) -> None:
    with pytest.raises(SourceError) as raised:
        async with web(server, largest_file=20_000).file(URL):
            pass
    assert type(raised.value) is expected or (expected is Unavailable and isinstance(raised.value, Unavailable))


@pytest.mark.parametrize("content", [b"<html></html>", b"number,title\n1,A\n", b"id,title\n1\n"])
async def test_a_table_of_another_form_is_a_changed_layout(content: bytes) -> None:
    async with web(Server(content)).file(URL) as file:
        with pytest.raises(LayoutChanged, match="not the table that we know"):
            list(file.csv("id"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"", Inconclusive), (b"<html><title>Sign in</title><input type=password></html>", Blocked), (b"<html><body>", Unavailable)],
)
async def test_what_comes_instead_of_a_table_is_named_as_instead_of_a_page(content: bytes, expected: type[SourceError]) -> None:
    async with web(Server(content)).file(URL) as file:
        with pytest.raises(expected):
            list(file.csv("id"))


async def test_what_a_failed_try_left_is_overwritten() -> None:
    class Flaky(Server):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            first = len(self.asked) == 1
            content = b"id\n1\n2\n3\n" if first else b"id\n9\n"
            return httpx.Response(200, headers={"content-length": "99" if first else "5"}, stream=Sent((content,)))

    async with web(Flaky()).file(URL) as file:
        assert list(file.csv("id")) == [{"id": "9"}]
