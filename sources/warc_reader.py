"""Reads exchanges from WARC files (ISO 28500), our own and those of other tools.

Requests may stand before or after their answers, or be absent; either side may name the other (WARC-Concurrent-To).
"""

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from sources import body
from sources.errors import SourceError, Unavailable
from sources.exchange import LEFT_OUT, Exchange, TapeError

FRAME = re.compile(rb"WARC/[\d.]+ *\r?\n(?:[^\r\n]+\r?\n)*+\r?\n")
LENGTH = re.compile(rb"^content-length: *(\d{1,15}) *\r?$", re.IGNORECASE | re.MULTILINE)
BETWEEN = re.compile(rb"[\r\n]*")
LARGEST = 1_000_000_000  # bytes that one body may inflate to: a tape is a file of the operator's own


@dataclass(frozen=True, slots=True, kw_only=True)
class _Half:
    """A request or an answer with its place in the file. `sent` is a request's method and body."""

    id: str | None
    partner: str | None
    url: str
    sent: tuple[str, bytes] = ("GET", b"")
    answer: Exchange | None = None


def read(path: Path) -> Iterator[Exchange]:
    """The exchanges of a tape, in order of their answers. Plain and gzipped files are both read. Raises TapeError."""
    try:
        halves = [half for record in ArchiveIterator(BytesIO(_content(path))) if (half := _half(record)) is not None]
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, zlib.error, gzip.BadGzipFile, TapeError) as error:
        words = " ".join(str(error).split())[:200] or "it ends too early"
        raise TapeError(f"{path}: not a whole WARC file: {words}") from error
    requests = [half for half in halves if half.answer is None]
    yield from _paired([half for half in halves if half.answer is not None], requests)


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    content = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    _check_frames(content)
    return content


def _check_frames(content: bytes) -> None:
    """Raises TapeError where a record is not whole: warcio would take what there is for all."""
    place = 0
    while place < len(content):
        head = FRAME.match(content, place)
        if head is None:
            raise TapeError(f"no record at byte {place:,}: {content[place : place + 40]!r}")
        length = LENGTH.search(head[0])
        place = head.end() + int(length[1]) if length else len(content) + 1
        if place > len(content):
            raise TapeError(f"the record that begins at byte {head.start():,} is cut off")
        place = BETWEEN.match(content, place).end()  # type: ignore[union-attr]  # matches nothing, too


def _half(record: Any) -> _Half | None:
    if record.rec_type not in ("request", "response") or record.http_headers is None:
        return None
    named = record.rec_headers.get_header
    raw = record.raw_stream.read()
    half = _Half(id=named("WARC-Record-ID"), partner=named("WARC-Concurrent-To"), url=named("WARC-Target-URI"))
    if record.rec_type == "request":
        return replace(half, sent=(record.http_headers.protocol, _decoded(raw, record.http_headers, half.url)))
    return replace(half, answer=_answer(record, raw, half.url))


def _answer(record: Any, raw: bytes, url: str) -> Exchange:
    status, stamp = record.http_headers.get_statuscode(), record.rec_headers.get_header("WARC-Date")
    try:
        at = datetime.fromisoformat(stamp or "")
        number = int(status)
    except ValueError as error:
        raise TapeError(f"the answer of {url} has no date or no status: {error}") from error
    fields = ((name.lower(), value) for name, value in record.http_headers.headers)
    return Exchange(
        url=url,
        status=number,
        headers=tuple((name, value) for name, value in fields if name not in LEFT_OUT),
        body=_decoded(raw, record.http_headers, url),
        at=(at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC),
    )


def _decoded(raw: bytes, headers: Any, url: str) -> bytes:
    """The body without its encodings. Some tools undo them and leave the headers that speak of them."""
    if "chunked" in (headers.get_header("transfer-encoding") or "").lower():
        raw = ChunkedDataReader(BytesIO(raw)).read()
    encoding = headers.get_header("content-encoding") or ""
    try:
        return body.inflate(raw, encoding, limit=LARGEST)
    except Unavailable as error:
        if "gzip" in encoding and raw.startswith(b"\x1f\x8b"):
            raise TapeError(f"the body of {url}: {error}") from error
        return raw
    except SourceError as error:
        raise TapeError(f"the body of {url}: {error}") from error


def _paired(answers: Sequence[_Half], requests: Sequence[_Half]) -> Iterator[Exchange]:
    by_id = {half.id: half for half in requests}
    by_partner = {half.partner: half for half in requests if half.partner}
    joined = {id(half) for half in requests if half.partner} | {id(by_id[half.partner]) for half in answers if half.partner in by_id}
    alone: dict[str, list[_Half]] = {}
    for half in requests:
        if id(half) not in joined:
            alone.setdefault(half.url, []).append(half)
    for half in answers:
        asked = by_partner.get(half.id or "") or by_id.get(half.partner or "")
        if asked is None and alone.get(half.url):
            asked = alone[half.url].pop(0)
        method, sent = asked.sent if asked else ("GET", b"")
        if half.answer is not None:
            yield replace(half.answer, method=method, sent=sent)
