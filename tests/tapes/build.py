"""Writes small tapes: the same bytes on every run, so that a diff shows what changed and nothing else.

Each platform has a make.py beside its tapes that says what is on them: python tests/tapes/legistar/make.py
"""

import io
import json
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site says to one request."""

    url: str
    body: object = b""
    type: str = JSON
    status: int = 200
    method: str = "GET"
    sent: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def payload(self) -> bytes:
        """The body in bytes; what is neither bytes nor text is written as JSON."""
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body, indent=1, ensure_ascii=False)).encode()


LOGIN = "<html><head><title>Sign in</title></head><body><form><input type='password' name='p'></form></body></html>"
OTHER = "<html><head><title>Meetings</title></head><body><a href='https://elm.iqm2.com/Citizens/'>MinuteTraq</a></body></html>"


def in_place_of(answer: Answer) -> dict[str, list[Answer]]:
    """The tapes of a site that answers with something else, which failures.yml names: nothing, half of it, a page of others."""
    body = answer.payload()
    page, elsewhere = "text/html; charset=utf-8", (("Location", "https://elm.example/agendas"),)
    return {
        "fail-blank.warc": [replace(answer, body=b"")],  # Inconclusive
        "fail-login.warc": [replace(answer, body=LOGIN, type=page)],  # Blocked
        "fail-moved.warc": [replace(answer, body=b"", type=page, status=302, headers=elsewhere)],  # Moved
        "fail-other.warc": [replace(answer, body=OTHER, type=page)],  # LayoutChanged
        "fail-short.warc": [replace(answer, body=body[: len(body) // 2])],  # Unavailable
    }


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these members, the same bytes on every run."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def write(file: Path, answers: Iterable[Answer], at: datetime) -> None:
    """A plain WARC 1.1 tape of the answers, all of one moment."""
    file.write_bytes(b"".join(record for place, answer in enumerate(answers) for record in _exchange(answer, place, file, at)))


def _exchange(answer: Answer, place: int, file: Path, at: datetime) -> tuple[bytes, bytes]:
    name = f"{file.parent.name}/{file.name}/{place}"
    response_id, request_id = (f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{name}/{kind}')}>" for kind in ("response", "request"))
    parts = urlsplit(answer.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    asked = _http(f"{answer.method} {target} HTTP/1.1", [("Host", parts.netloc)], answer.sent)
    fields = [("Content-Type", answer.type), *answer.headers, ("Content-Length", str(len(answer.payload())))]
    said = _http(f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", fields, answer.payload())
    common = [("WARC-Target-URI", answer.url), ("WARC-Date", f"{at:%Y-%m-%dT%H:%M:%SZ}")]
    return (
        _record("response", [*common, ("WARC-Record-ID", response_id)], said),
        _record("request", [*common, ("WARC-Record-ID", request_id), ("WARC-Concurrent-To", response_id)], asked),
    )


def _record(kind: str, fields: list[tuple[str, str]], block: bytes) -> bytes:
    what = [("WARC-Type", kind), *fields, ("Content-Type", f"application/http; msgtype={kind}"), ("Content-Length", str(len(block)))]
    return _http("WARC/1.1", what, block) + b"\r\n\r\n"


def _http(first: str, fields: Iterable[tuple[str, str]], body: bytes) -> bytes:
    return "\r\n".join([first, *(f"{name}: {value}" for name, value in fields), "", ""]).encode() + body
