"""Tapes of our own and of other tools are read, replayed in order, and recorded without secrets."""

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from loopback import Asked, answer, serving

from sources import tape
from sources.errors import Gone, SourceError, Unavailable
from sources.tape import Exchange, Recorder, Replay, TapeError
from sources.web import Manners, Web, guarded

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
URL = "https://elm.example/list?page=1"


def exchange(url: str = URL, body: bytes = b"agenda", *, status: int = 200, method: str = "GET", sent: bytes = b"") -> Exchange:
    return Exchange(url=url, status=status, headers=(("content-type", "text/plain"),), body=body, at=AT, method=method, sent=sent)


async def ask(replay: Replay, url: str, method: str = "GET", body: object = None) -> str:
    return (await replay.handle_async_request(httpx.Request(method, url, json=body))).text


async def asked(exchanges: Iterable[Exchange], *urls: str) -> list[str]:
    replay = Replay(exchanges)
    return [await ask(replay, url) for url in urls]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    exchanges = [exchange(), exchange("https://elm.example/", "Straße\r\n\r\n".encode(), status=503, method="POST", sent=b'{"a": 1}')]
    tape.write(tmp_path / name, exchanges)
    assert list(tape.read(tmp_path / name)) == exchanges
    assert ((tmp_path / name).read_bytes()[:2] == b"\x1f\x8b") == name.endswith(".gz")


def test_a_tape_keeps_no_header_of_an_encoding_that_its_body_no_longer_has(tmp_path: Path) -> None:
    headers = (("content-encoding", "gzip"), ("transfer-encoding", "chunked"), ("content-length", "3"), ("etag", "x"))
    tape.write(tmp_path / "a.warc", [Exchange(url=URL, status=200, headers=headers, body=b"agenda", at=AT)])
    (read,) = tape.read(tmp_path / "a.warc")
    assert (read.headers, read.body) == ((("etag", "x"),), b"agenda")


def record(kind: str, block: bytes, id_: str, *fields: str, url: str = URL) -> bytes:
    type_ = f"application/http; msgtype={kind}" if kind in {"request", "response"} else "text/plain"
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2026-11-20T18:00:00Z",
        f"WARC-Record-ID: <urn:uuid:{id_}>",
        *fields,
        f"Content-Type: {type_}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + block + b"\r\n\r\n"


def chunked(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n%x;ext=1\r\n%s\r\n0\r\n\r\n" % (5, content[:5], len(content) - 5, content[5:])


ASKED = b"POST /list?page=1 HTTP/1.1\r\nHost: elm.example\r\nContent-Length: 2\r\n\r\n{}"
SAID = b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\nagenda"
OTHERS = {
    "as warcio writes: the answer first, named by its request": record("response", SAID, "r")
    + record("request", ASKED, "q", "WARC-Concurrent-To: <urn:uuid:r>"),
    "as wget writes: the request first, named by its answer": record("warcinfo", b"software: Wget", "i")
    + record("request", ASKED, "q", url=f"<{URL}>")
    + record("response", SAID, "r", "WARC-Concurrent-To: <urn:uuid:q>", url=f"<{URL}>"),
    "neither named": record("request", ASKED, "q") + record("response", SAID, "r"),
    "neither named, the answer first": record("response", SAID, "r") + record("request", ASKED, "q"),
    "a request of another page between": record("request", ASKED.replace(b"POST", b"PUT"), "o", url="https://elm.example/o")
    + record("request", ASKED, "q")
    + record("response", SAID, "r"),
    "chunked": record("request", ASKED, "q")
    + record("response", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nServer: x\r\n\r\n" + chunked(b"agenda"), "r"),
    "chunked and gzipped": record("request", ASKED, "q")
    + record(
        "response",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nServer: x\r\n\r\n" + chunked(gzip.compress(b"agenda")),
        "r",
    ),
    "said to be chunked and gzipped, and neither": record("request", ASKED, "q")
    + record("response", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nServer: x\r\n\r\nagenda", "r"),
    "among records of other kinds": record("response", b"20261120180000\nelm.example. 60 IN A 192.0.2.1", "d", url="dns:elm.example")
    + record("metadata", b"via: x", "m")
    + record("resource", b"x", "x")
    + record("request", ASKED, "q")
    + record("response", SAID, "r")
    + record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", "v", "WARC-Refers-To: <urn:uuid:r>"),
}


@pytest.mark.parametrize("case", OTHERS)
@pytest.mark.parametrize("packed", ["plain", "whole", "badly named"])
def test_a_tape_of_another_tool_reads_right(tmp_path: Path, case: str, packed: str) -> None:
    file = tmp_path / ("a.warc" if packed != "whole" else "a.warc.gz")
    file.write_bytes(OTHERS[case] if packed == "plain" else gzip.compress(OTHERS[case]))
    expected = Exchange(url=URL, status=200, headers=(("server", "x"),), body=b"agenda", at=AT, method="POST", sent=b"{}")
    assert list(tape.read(file)) == [expected]


def test_a_tape_of_answers_alone_reads_and_replays(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record("response", SAID, "r"))
    (read,) = tape.read(tmp_path / "a.warc")
    assert (read.method, read.sent) == ("GET", b"")


def test_the_same_page_asked_twice_keeps_its_order(tmp_path: Path) -> None:
    one, two = SAID.replace(b"agenda", b"one"), SAID.replace(b"agenda", b"two")
    get, post = ASKED.replace(b"POST", b"GET"), ASKED
    (tmp_path / "a.warc").write_bytes(
        record("request", get, "1") + record("response", one, "2") + record("request", post, "3") + record("response", two, "4")
    )
    assert [(each.method, each.body) for each in tape.read(tmp_path / "a.warc")] == [("GET", b"one"), ("POST", b"two")]


BROKEN = {
    "a page": b"<!DOCTYPE html><html></html>",
    "noise": bytes(range(256)) * 40,
    "a zip": b"PK\x03\x04" + b"\0" * 100,
    "half a body": OTHERS["neither named"][:-10],
    "half a header": OTHERS["neither named"][:-80],
    "half of gzip": gzip.compress(OTHERS["neither named"])[:-30],
    "gzip with a hole": gzip.compress(OTHERS["neither named"])[:60] + b"\0" * 60,
    "a body of an encoding that is not known": record("response", b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx", "r"),
    "a body of half a gzip": record("response", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"agenda")[:-9], "r"),
    "an answer without a status": record("response", b"HTTP/1.1 xx OK\r\n\r\nagenda", "r"),
    "an answer without a date": record("response", SAID, "r").replace(b"WARC-Date: 2026-11-20T18:00:00Z\r\n", b""),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_no_whole_tape_is_named(tmp_path: Path, case: str) -> None:
    file = tmp_path / "broken.warc"
    file.write_bytes(BROKEN[case])
    with pytest.raises(TapeError, match=r"broken\.warc: not a whole WARC file: \w+"):
        list(tape.read(file))


def test_a_file_cut_off_anywhere_inside_a_record_is_named(tmp_path: Path) -> None:
    whole = OTHERS["neither named"]
    first = len(record("request", ASKED, "q"))
    read_in_silence = []
    for end in range(1, len(whole) - 4):
        (tmp_path / "a.warc").write_bytes(whole[:end])
        try:
            list(tape.read(tmp_path / "a.warc"))
        except TapeError:
            continue
        read_in_silence.append(end)
    assert [end for end in read_in_silence if not first - 4 <= end <= first] == []


def test_an_empty_file_is_a_tape_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"")
    assert list(tape.read(tmp_path / "a.warc")) == []


async def test_exchanges_of_one_address_are_played_in_turn_and_the_last_again() -> None:
    exchanges = [exchange(body=b"one"), exchange("https://elm.example/other", b"x"), exchange(body=b"two")]
    assert await asked(exchanges, URL, URL, URL) == ["one", "two", "two"]


async def test_the_exact_address_goes_before_one_that_nearly_is_it() -> None:
    exchanges = [exchange(f"https://elm.example/list?{query}", query.encode()) for query in ("a=1&b=2&c=3", "a=1&b=2", "a=1")]
    urls = [f"https://elm.example/list?{query}" for query in ("b=2&a=1", "a=1", "a=1&b=2&c=4", "a=1&token=hush", "c=3&a=9")]
    assert await asked(exchanges, *urls) == ["a=1&b=2", "a=1", "a=1&b=2", "a=1", "a=1&b=2&c=3"]


async def test_addresses_are_the_same_however_they_are_written() -> None:
    exchanges = [exchange("https://ELM.example:443/a%20b?q=x+y", b"one"), exchange("https://elm.example/?q=x", b"two")]
    assert await asked(exchanges, "https://elm.example/a b?q=x%20y", "https://elm.example?q=x") == ["one", "two"]


async def test_a_tape_without_the_page_fails_as_an_unreachable_site() -> None:
    web = Web(hosts=frozenset({"elm.example"}), transport=Replay([exchange()]))
    with pytest.raises(Unavailable, match=r"no exchange on the tape for GET https://elm\.example/other") as raised:
        await web.get("https://elm.example/other", secret={"token": "hush"})
    assert "hush" not in str(raised.value)
    assert web.requests == 1
    with pytest.raises(Unavailable):
        await web.post(URL, {})


async def test_the_body_of_a_question_tells_it_from_others() -> None:
    pages = [exchange(body=b"page %d" % page, method="POST", sent=b'{"page": %d, "q": ["face", "iris"]}' % page) for page in (1, 2)]
    forms = [exchange("https://elm.example/form", name.encode(), method="POST", sent=f"q={name}&x=1".encode()) for name in ("face", "iris")]
    replay = Replay([*pages, *forms])
    assert await ask(replay, URL, "POST", {"q": ["face", "iris"], "page": 2}) == "page 2"
    assert await ask(replay, URL, "POST", {"page": 1, "q": ["face"]}) == "page 1"
    assert await ask(replay, URL, "POST", {"page": 2, "key": "hush"}) == "page 2"
    form = await replay.handle_async_request(httpx.Request("POST", "https://elm.example/form", data={"x": "1", "q": "iris"}))
    assert form.text == "iris"


async def test_what_is_recorded_replays_as_it_was_and_holds_no_secret(tmp_path: Path) -> None:
    async def site_says(asked: Asked, _: object) -> bytes:
        if asked.target.startswith("/gone"):
            return answer("not here", status=404)
        said = f'{{"next": "/list?page=2&token=hush%2B1", "you": "hush+1", "at": "{asked.target}"}}'.encode()
        return answer(gzip.compress(said), headers={"Content-Encoding": "gzip", "Set-Cookie": "id=42", "X-You": "hush+1"})

    async def run(web: Web, url: str) -> list[object]:
        first = await web.json(
            f"{url}/list", {"page": 1}, shape=dict, secret={"token": "hush+1"}, headers={"Authorization": "Bearer hush-2"}
        )
        second = await web.post(f"{url}/search", {"q": "face", "key": "hush-2"}, headers={"Authorization": "Bearer hush-2"})
        with pytest.raises(Gone):
            await web.document(f"{url}/gone.pdf")
        return [sorted(first), second.status]

    for name in ("a.warc", "a.warc.gz"):
        file = tmp_path / name
        async with serving(site_says) as site, Recorder(guarded(Manners(allow=frozenset({site.place}))), file, now=lambda: AT) as recorder:
            live = await run(Web(hosts=frozenset({"127.0.0.1"}), transport=recorder, robots=False, pace=0), site.url(""))
        kept = gzip.decompress(file.read_bytes()) if name.endswith(".gz") else file.read_bytes()
        assert [word for word in (b"hush", b"Set-Cookie", b"id=42", b"Bearer") if word in kept] == []
        exchanges = list(tape.read(file))
        assert [(each.method, each.status, each.at) for each in exchanges] == [("GET", 200, AT), ("POST", 200, AT), ("GET", 404, AT)]
        assert recorder.count == 3
        assert await run(Web(hosts=frozenset({"127.0.0.1"}), transport=Replay(exchanges)), site.url("")) == live


async def test_a_recorder_writes_each_exchange_as_soon_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    async with Recorder(httpx.MockTransport(lambda _: httpx.Response(200, text="agenda")), file) as recorder:
        web = Web(hosts=frozenset({"elm.example"}), transport=recorder, robots=False, pace=0)
        for count in (1, 2):
            await web.get(URL)
            assert len(list(tape.read(file))) == count


async def test_what_was_not_read_to_its_end_is_not_recorded(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    async with Recorder(httpx.MockTransport(lambda _: httpx.Response(200, content=bytes(1000))), file) as recorder:
        with pytest.raises(SourceError):
            await Web(hosts=frozenset({"elm.example"}), transport=recorder, robots=False).get(URL, limit=10)
    assert list(tape.read(file)) == []


async def test_a_client_that_records_is_as_polite_as_one_that_does_not(tmp_path: Path) -> None:
    rules = httpx.Response(200, text="User-agent: *\nDisallow: /")
    async with Recorder(httpx.MockTransport(lambda _: rules), tmp_path / "a.warc") as recorder:
        with pytest.raises(SourceError, match=r"robots\.txt"):
            await Web(hosts=frozenset({"elm.example"}), transport=recorder).get(URL)
