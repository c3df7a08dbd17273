"""Writes exchanges as WARC 1.1 (ISO 28500): a request and a response record each."""

import gzip
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from uuid import uuid4

from sources.exchange import LEFT_OUT, Exchange


def write(path: Path, exchanges: Iterable[Exchange]) -> None:
    """A tape of these exchanges, gzipped where the name ends in .gz."""
    with path.open("wb") as stream:
        for exchange in exchanges:
            append(stream, exchange, compressed=path.suffix == ".gz")


def append(stream: BinaryIO, exchange: Exchange, *, compressed: bool) -> None:
    """One more exchange at the end of a tape."""
    of_answer = f"<urn:uuid:{uuid4()}>"
    asked = _block(f"{exchange.method} {_target(exchange.url)} HTTP/1.1", _asked(exchange), exchange.sent)
    of_question = [("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"), ("WARC-Concurrent-To", of_answer)]
    stream.writelines(
        gzip.compress(record) if compressed else record
        for record in (_record("request", exchange, asked, of_question), response(exchange, of_answer))
    )


def response(exchange: Exchange, identity: str | None = None) -> bytes:
    """The record of the answer alone."""
    fields = [(name, value) for name, value in exchange.headers if name not in LEFT_OUT]
    said = _block(f"HTTP/1.1 {_status(exchange.status)}", [*fields, ("content-length", str(len(exchange.body)))], exchange.body)
    named = ("WARC-Record-ID", identity or f"<urn:uuid:{uuid4()}>")
    return _record("response", exchange, said, [named, ("WARC-Payload-Digest", f"sha256:{sha256(exchange.body).hexdigest()}")])


def info(said: Mapping[str, str], at: datetime) -> bytes:
    """The record that tells who wrote the file, in what."""
    block = "".join(f"{name}: {value}\r\n" for name, value in said.items()).encode()
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
        ("WARC-Date", _date(at)),
        ("Content-Type", "application/warc-fields"),
        ("Content-Length", str(len(block))),
    ]
    return _block("WARC/1.1", fields, block) + b"\r\n\r\n"


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _asked(exchange: Exchange) -> list[tuple[str, str]]:
    return [("host", urlsplit(exchange.url).netloc), ("content-length", str(len(exchange.sent)))]


def _record(kind: str, exchange: Exchange, block: bytes, more: Sequence[tuple[str, str]]) -> bytes:
    fields = [
        ("WARC-Type", kind),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", _date(exchange.at)),
        *more,
        ("Content-Type", f"application/http; msgtype={kind}"),
        ("Content-Length", str(len(block))),
    ]
    return _block("WARC/1.1", fields, block) + b"\r\n\r\n"


def _block(first: str, fields: Iterable[tuple[str, str]], content: bytes) -> bytes:
    return "\r\n".join([first, *(f"{name}: {value}" for name, value in fields), "", ""]).encode() + content


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _status(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else 'Unknown'}"
