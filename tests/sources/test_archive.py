"""Zip files as they come: whole, cut off, damaged, swollen, or none at all."""

import io
import struct
import zipfile
from datetime import UTC, datetime

import pytest

from sources import archive
from sources.errors import LayoutChanged, Refused, SourceError, Unavailable
from sources.file import File

URL = "https://files.example/all.zip"


def zipped(members: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return body.getvalue()


def file(body: bytes) -> File:
    return File(url=URL, status=200, headers={}, head=body[:100], stream=io.BytesIO(body), fetched_at=datetime(2026, 11, 20, tzinfo=UTC))


def contents(body: bytes, **more: int) -> dict[str, bytes]:
    return {member.name: member.stream.read() for member in archive.members(file(body), suffix=".csv", **more)}


def test_the_members_of_a_kind_are_read_in_order() -> None:
    assert contents(zipped({"b.csv": b"1", "readme.txt": b"x", "A.CSV": b"2"})) == {"b.csv": b"1", "A.CSV": b"2"}


def test_a_file_that_is_no_archive_is_its_one_member() -> None:
    assert contents(b"id,name\n") == {"all.zip": b"id,name\n"}


GOOD = zipped({"a.csv": b"id\n" * 5000, "b.csv": b"x" * 100})
PLACE = GOOD.rindex(b"PK\x01\x02")
SMALLER = GOOD[: PLACE + 24] + struct.pack("<I", 50) + GOOD[PLACE + 28 :]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (GOOD[:-30], Unavailable),
        (GOOD[:60], Unavailable),
        (GOOD.replace(b"PK\x01\x02", b"PK\x01\x03", 1), Unavailable),
        (GOOD[:50] + bytes([GOOD[50] ^ 0xFF]) + GOOD[51:], Unavailable),
        (SMALLER, Unavailable),
        (zipped({"a.txt": b"x"}), LayoutChanged),
        (zipped({}), LayoutChanged),
        (GOOD[: PLACE + 24] + struct.pack("<I", 0xFFFFFFF0) + GOOD[PLACE + 28 :], Refused),
    ],
)
def test_what_is_wrong_with_an_archive_is_named(body: bytes, expected: type[SourceError]) -> None:
    with pytest.raises(SourceError) as raised:
        contents(body)
    assert type(raised.value) is expected


def test_a_bomb_is_refused_by_what_it_says_of_itself_before_it_has_grown() -> None:
    with pytest.raises(Refused, match="inflates to more than"):
        contents(zipped({"a.csv": bytes(3_000_000)}), largest=1_000_000)
