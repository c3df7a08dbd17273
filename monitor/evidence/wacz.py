"""Writes the evidence of a hit as a WACZ file (Web Archive Collection Zipped, 1.1.1), which replay tools open."""

import gzip
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from monitor.evidence import summary
from monitor.evidence.exhibit import Copy, Exhibit
from sources import codec
from sources.exchange import Exchange
from sources.warc_writer import info, response

VERSION = "1.1.1"
SOFTWARE = "Public Records Monitor"
WARC, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
OWN = "evidence"  # a folder for what others do not know: py-wacz refuses files outside of any
PAGES_HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "What was fetched"}


def write(exhibit: Exhibit, path: Path, now: datetime) -> None:
    """The evidence in one file. Raises OSError where it cannot be written."""
    kept = [copy for copy in exhibit.copies if copy.body is not None]
    warc, lines = _archive(kept, now)
    files = {
        WARC: warc,
        INDEX: "".join(f"{entry}\n" for entry in sorted(lines)).encode(),
        PAGES: _pages(exhibit, kept),
        f"{OWN}/summary.html": summary.html(exhibit).encode(),
        f"{OWN}/summary.md": summary.markdown(exhibit).encode(),
        f"{OWN}/record.json": codec.dumps(exhibit.record).encode(),
    }
    if exhibit.page_text is not None:
        files[f"{OWN}/page.txt"] = exhibit.page_text.encode()
    package = _json(_package(exhibit, kept, files, now))
    digest = {"path": "datapackage.json", "hash": _hash(package)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:  # not compressed: replay tools read ranges of it
        for name, content in {**files, "datapackage.json": package, "datapackage-digest.json": _json(digest)}.items():
            archive.writestr(zipfile.ZipInfo(name, now.astimezone(UTC).timetuple()[:6]), content)


def _archive(copies: list[Copy], now: datetime) -> tuple[bytes, list[str]]:
    """The WARC file, each record compressed by itself, and the lines of its index (CDXJ)."""
    said = {"software": SOFTWARE, "format": "WARC File Format 1.1", "conformsTo": "https://iipc.github.io/warc-specifications/"}
    parts, lines = [gzip.compress(info(said, now))], []
    for copy in copies:
        record = gzip.compress(response(_exchange(copy)))
        lines.append(_line(copy, offset=sum(map(len, parts)), length=len(record)))
        parts.append(record)
    return b"".join(parts), lines


def _exchange(copy: Copy) -> Exchange:
    return Exchange(
        url=copy.url, status=copy.status, headers=tuple(copy.headers.items()), body=copy.body or b"", at=copy.fetched_at, method="GET"
    )


def _line(copy: Copy, *, offset: int, length: int) -> str:
    fields = {
        "url": copy.url,
        "mime": copy.headers.get("content-type", "").partition(";")[0].strip() or "application/octet-stream",
        "status": str(copy.status),
        "digest": f"sha256:{copy.sha256}",
        "length": str(length),
        "offset": str(offset),
        "filename": WARC.rpartition("/")[2],
    }
    return f"{_key(copy.url)} {copy.fetched_at.astimezone(UTC):%Y%m%d%H%M%S} {json.dumps(fields)}"


def _key(url: str) -> str:
    """The address turned round, so that an index sorts by site: "org,example)/path?a=1" (SURT)."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{f'?{query}' if query else ''}".lower()


def _pages(exhibit: Exhibit, copies: list[Copy]) -> bytes:
    lines: list[dict[str, Any]] = [PAGES_HEAD]
    for copy in copies:
        page = {"id": copy.sha256[:20], "url": copy.url, "ts": _iso(copy.fetched_at), "title": f"{copy.what}: {exhibit.record.title}"}
        lines.append(page)
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in lines).encode()


def _package(exhibit: Exhibit, copies: list[Copy], files: Mapping[str, bytes], now: datetime) -> dict[str, Any]:
    first = {"mainPageUrl": copies[0].url, "mainPageDate": _iso(copies[0].fetched_at)} if copies else {}
    return {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": f"{exhibit.source_title}: {exhibit.record.title}",
        "description": f"Evidence of hit {exhibit.hit}: see {OWN}/summary.html",
        "created": _iso(now),
        "software": SOFTWARE,
        **first,
        "resources": [
            {"name": name.rpartition("/")[2], "path": name, "hash": _hash(content), "bytes": len(content)}
            for name, content in files.items()
        ],
    }


def _hash(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _iso(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
