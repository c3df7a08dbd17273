"""Tapes: HTTP exchanges kept as WARC, recorded from a site or replayed in its place.

A tape holds request and response records (WARC 1.1, ISO 28500), joined by WARC-Concurrent-To.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer. `body` is as the application sees it, without content encoding."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime
    method: str = "GET"
    sent: bytes = b""


class NotOnTape(httpx.ConnectError):
    """The tape has no exchange for this request: it fails as an unreachable site would."""


def read(path: Path) -> Iterator[Exchange]:
    """The exchanges of a tape, in order. Plain and gzipped files are both read."""
    with path.open("rb") as stream:
        answers: list[Exchange] = []
        asked: dict[str, tuple[str, bytes]] = {}
        concurrent: list[str] = []
        for record in ArchiveIterator(stream):
            identity = record.rec_headers.get_header("WARC-Record-ID")
            if record.rec_type == "request":
                partner = record.rec_headers.get_header("WARC-Concurrent-To") or identity
                asked[partner] = (record.http_headers.protocol, record.content_stream().read())
            elif record.rec_type == "response":
                concurrent.append(identity)
                answers.append(_answer(record))
        for identity, answer in zip(concurrent, answers, strict=True):
            method, sent = asked.get(identity, ("GET", b""))
            yield Exchange(
                url=answer.url, status=answer.status, headers=answer.headers, body=answer.body, at=answer.at, method=method, sent=sent
            )


def _answer(record) -> Exchange:  # type: ignore[no-untyped-def]  # warcio has no types
    stamp = record.rec_headers.get_header("WARC-Date")
    return Exchange(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode()),
        headers=tuple((name.lower(), value) for name, value in record.http_headers.headers),
        body=record.content_stream().read(),
        at=datetime.fromisoformat(stamp).astimezone(UTC),
    )


def write(path: Path, exchanges: Iterable[Exchange]) -> None:
    """A tape of these exchanges, gzipped where the name ends in .gz."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=path.suffix == ".gz", warc_version="1.1")
        for exchange in exchanges:
            _append(writer, exchange)


def _append(writer: WARCWriter, exchange: Exchange) -> None:
    dated = {"WARC-Date": exchange.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    parts = urlsplit(exchange.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    response = writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        http_headers=StatusAndHeaders(f"{exchange.status} {'OK' if exchange.status < 300 else 'X'}", list(exchange.headers), "HTTP/1.1"),
        warc_headers_dict=dict(dated),
    )
    request = writer.create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(exchange.sent),
        http_headers=StatusAndHeaders(f"{exchange.method} {target} HTTP/1.1", [("Host", parts.netloc)], is_http_request=True),
        warc_headers_dict={**dated, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")},
    )
    writer.write_record(request)
    writer.write_record(response)


class Replay(httpx.AsyncBaseTransport):
    """Stands in for the network: answers a request with its exchange.

    The same method and URL is taken first; failing that, the one of the same method, host and path whose query
    agrees in most parameters; else the request fails. Exchanges of one URL are played in turn, the last one again.
    """

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self.exchanges = list(exchanges)
        self.asked: list[str] = []
        self._played: dict[tuple[str, str], int] = {}

    @property
    def recorded_at(self) -> datetime:
        """When the last exchange was recorded: the clock of a replay."""
        return max(exchange.at for exchange in self.exchanges)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        self.asked.append(url)
        exchange = self._find(request.method, url)
        if exchange is None:
            raise NotOnTape(f"no exchange on the tape for {request.method} {url}", request=request)
        left_out = ("content-encoding", "transfer-encoding", "content-length")
        headers = [(name, value) for name, value in exchange.headers if name not in left_out]
        return httpx.Response(exchange.status, headers=headers, content=exchange.body, request=request)

    def _find(self, method: str, url: str) -> Exchange | None:
        wanted = _address(url)
        same_place = [e for e in self.exchanges if e.method == method and _address(e.url)[0] == wanted[0]]
        exact = [e for e in same_place if _address(e.url)[1] == wanted[1]]
        if exact:
            turn = self._played.get((method, url), 0)
            self._played[(method, url)] = turn + 1
            return exact[min(turn, len(exact) - 1)]
        return max(same_place, key=lambda e: len(_address(e.url)[1] & wanted[1]), default=None)


def _address(url: str) -> tuple[tuple[str, str], frozenset[tuple[str, str]]]:
    parts = urlsplit(url)
    return (parts.netloc, parts.path), frozenset(parse_qsl(parts.query, keep_blank_values=True))
