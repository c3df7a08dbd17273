"""Writes exchanges as WARC 1.1 (ISO 28500): a request and a response record each."""

import gzip
from collections.abc import Iterable, Sequence
from datetime import UTC
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
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fields = [(name, value) for name, value in exchange.headers if name not in LEFT_OUT]
    said = _block(f"HTTP/1.1 {_status(exchange.status)}", [*fields, ("content-length", str(len(exchange.body)))], exchange.body)
    asked = _block(
        f"{exchange.method} {target} HTTP/1.1", [("host", parts.netloc), ("content-length", str(len(exchange.sent)))], exchange.sent
    )
    of_answer = f"<urn:uuid:{uuid4()}>"
    for kind, block, more in (
        ("request", asked, [("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"), ("WARC-Concurrent-To", of_answer)]),
        ("response", said, [("WARC-Record-ID", of_answer), ("WARC-Payload-Digest", f"sha256:{sha256(exchange.body).hexdigest()}")]),
    ):
        record = _record(kind, exchange, block, more)
        stream.write(gzip.compress(record) if compressed else record)


def _record(kind: str, exchange: Exchange, block: bytes, more: Sequence[tuple[str, str]]) -> bytes:
    fields = [
        ("WARC-Type", kind),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", exchange.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        *more,
        ("Content-Type", f"application/http; msgtype={kind}"),
        ("Content-Length", str(len(block))),
    ]
    return _block("WARC/1.1", fields, block) + b"\r\n\r\n"


def _block(first: str, fields: Iterable[tuple[str, str]], content: bytes) -> bytes:
    return "\r\n".join([first, *(f"{name}: {value}" for name, value in fields), "", ""]).encode() + content


def _status(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else 'Unknown'}"
