"""The file with the evidence of a hit: what replay tools and readers find in it."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from extract import pdf_file
from warcio.archiveiterator import ArchiveIterator

from monitor.evidence import wacz
from monitor.evidence.exhibit import Copy, Exhibit
from sources import codec
from sources.model import Kind, Part, Record

AT = datetime(2026, 11, 20, 12, 30, 5, tzinfo=UTC)
PDF = pdf_file.of_texts("AGENDA", "14. A facial recognition system")
LISTING = b'{"items": ["A facial recognition system"]}'
RECORD = Record(
    key="4101",
    kind=Kind.MEETING,
    title="Public Safety <Committee>",
    url="https://city.example/meetings/4101",
    starts=date(2026, 12, 2),
    parts=(Part(key="7", number="14.", title="A facial recognition system"),),
)


def copy(what: str, url: str, body: bytes, media_type: str) -> Copy:
    headers = {"content-type": media_type, "last-modified": "Fri, 20 Nov 2026 08:00:00 GMT", "content-encoding": "gzip"}
    return Copy(what=what, url=url, status=200, headers=headers, fetched_at=AT, sha256=sha256(body).hexdigest(), size=len(body), body=body)


EXHIBIT = Exhibit(
    hit=12,
    why="Facial recognition: named as such",
    passage="A facial recognition system",
    start=2,
    end=20,
    found_at=AT,
    source_title="Springhaven",
    record=RECORD,
    revision=3,
    revision_seen_at=AT,
    part="14. A facial recognition system",
    document="Agenda",
    document_url="https://www.city.example/View.ashx?M=A&ID=7",
    page=2,
    page_text="14. A facial recognition system",
    copies=(
        copy("The document", "https://www.city.example/View.ashx?M=A&ID=7", PDF, "application/pdf"),
        copy("The listing", "https://api.city.example/events", LISTING, "application/json; charset=utf-8"),
    ),
)


@pytest.fixture
def archive(tmp_path: Path) -> zipfile.ZipFile:
    wacz.write(EXHIBIT, tmp_path / "evidence.wacz", AT)
    return zipfile.ZipFile(io.BytesIO((tmp_path / "evidence.wacz").read_bytes()))


def index(archive: zipfile.ZipFile) -> list[tuple[str, str, dict[str, str]]]:
    lines = archive.read("indexes/index.cdx").decode().splitlines()
    return [(key, stamp, json.loads(fields)) for key, stamp, fields in (line.split(" ", 2) for line in lines)]


def test_every_file_is_in_the_package_with_its_hash(archive: zipfile.ZipFile) -> None:
    package = json.loads(archive.read("datapackage.json"))
    listed = {resource["path"]: (resource["hash"], resource["bytes"]) for resource in package["resources"]}
    others = set(archive.namelist()) - {"datapackage.json", "datapackage-digest.json"}
    assert listed == {name: (f"sha256:{sha256(archive.read(name)).hexdigest()}", len(archive.read(name))) for name in others}
    assert (package["profile"], package["wacz_version"], package["mainPageUrl"]) == ("data-package", "1.1.1", EXHIBIT.document_url)
    digest = json.loads(archive.read("datapackage-digest.json"))
    expected = {"path": "datapackage.json", "hash": f"sha256:{sha256(archive.read('datapackage.json')).hexdigest()}"}
    assert digest == expected


def test_the_index_is_sorted_and_leads_to_each_answer(archive: zipfile.ZipFile) -> None:
    lines = index(archive)
    assert [(key, stamp) for key, stamp, _ in lines] == [
        ("example,city)/view.ashx?id=7&m=a", "20261120123005"),
        ("example,city,api)/events", "20261120123005"),
    ]
    warc = archive.read("archive/data.warc.gz")
    for (_, _, fields), body in zip(lines, (PDF, LISTING), strict=True):
        place = int(fields["offset"])
        record = next(iter(ArchiveIterator(io.BytesIO(warc[place : place + int(fields["length"])]))))
        assert record.rec_headers.get_header("WARC-Target-URI") == fields["url"]
        assert record.http_headers.get_statuscode() == fields["status"] == "200"
        assert record.http_headers.get_header("content-encoding") is None
        assert record.content_stream().read() == body
        assert fields["digest"] == f"sha256:{sha256(body).hexdigest()}" == record.rec_headers.get_header("WARC-Payload-Digest")
    assert [fields["mime"] for _, _, fields in lines] == ["application/pdf", "application/json"]


def test_the_whole_archive_is_read_by_others(archive: zipfile.ZipFile) -> None:
    records = ArchiveIterator(io.BytesIO(archive.read("archive/data.warc.gz")), check_digests="raise")
    assert [record.rec_type for record in records] == ["warcinfo", "response", "response"]


def test_nothing_in_it_is_compressed_twice(archive: zipfile.ZipFile) -> None:
    assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}


def test_pages_are_what_was_fetched(archive: zipfile.ZipFile) -> None:
    head, *pages = [json.loads(line) for line in archive.read("pages/pages.jsonl").decode().splitlines()]
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["ts"]) for page in pages] == [(one.url, "2026-11-20T12:30:05Z") for one in EXHIBIT.copies]


def test_the_summary_names_passage_page_time_and_hash_and_keeps_markup_harmless(archive: zipfile.ZipFile) -> None:
    html, markdown = archive.read("evidence/summary.html").decode(), archive.read("evidence/summary.md").decode()
    assert "<mark>facial recognition</mark>" in html
    assert "Public Safety &lt;Committee&gt;" in html
    for summary in (html, markdown):
        assert "page 2" in summary
        assert "2026-11-20 12:30:05 UTC" in summary
        assert sha256(PDF).hexdigest() in summary


def test_the_record_is_there_as_it_stood(archive: zipfile.ZipFile) -> None:
    assert codec.loads(archive.read("evidence/record.json").decode()) == RECORD
    assert archive.read("evidence/page.txt").decode() == EXHIBIT.page_text


def test_bytes_that_are_no_longer_kept_are_named_with_their_hash(tmp_path: Path) -> None:
    aged = replace(EXHIBIT, copies=tuple(replace(one, body=None) for one in EXHIBIT.copies))
    wacz.write(aged, tmp_path / "evidence.wacz", AT)
    with zipfile.ZipFile(tmp_path / "evidence.wacz") as archive:
        summary = archive.read("evidence/summary.md").decode()
        assert archive.read("indexes/index.cdx") == b""
        assert "mainPageUrl" not in json.loads(archive.read("datapackage.json"))
    assert f"{sha256(PDF).hexdigest()}, {len(PDF)} bytes; its bytes are no longer kept" in summary
