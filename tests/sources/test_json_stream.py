"""JSON that is too large for memory."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal

import pytest

from sources.json_stream import objects

PACKAGE = {"uri": "https://zetland.example/", "releases": [{"ocid": "a", "sum": 1.5}, {"ocid": "b", "name": "Café"}]}
LINES = "\n".join(json.dumps(each) for each in PACKAGE["releases"])
EXPECTED = [{"ocid": "a", "sum": Decimal("1.5")}, {"ocid": "b", "name": "Café"}]


def read(content: str | bytes) -> list[object]:
    sent = content if isinstance(content, bytes) else content.encode()
    return list(objects(io.BytesIO(sent), "records", "releases"))


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(PACKAGE),
        json.dumps(PACKAGE, indent=1),
        json.dumps([PACKAGE]),
        "\ufeff" + json.dumps(PACKAGE, ensure_ascii=False),
        LINES,
        LINES.replace("\n", "\r\n\r\n") + "\n",
        json.dumps(PACKAGE).replace("{", "\0{", 1),
    ],
)
def test_the_objects_of_a_package_and_of_lines_are_read_one_after_the_other(content: str) -> None:
    assert read(content) == EXPECTED


def test_packages_one_behind_the_other_are_read_to_the_last() -> None:
    assert read(json.dumps(PACKAGE) * 2) == EXPECTED * 2


@pytest.mark.parametrize("content", [json.dumps(PACKAGE)[:-20], f'{LINES}\n{{"ocid": "c', '{"releases": [{"a": NaN}]}'])
def test_what_ends_too_early_or_is_not_json_is_named(content: str) -> None:
    with pytest.raises(ValueError, match=r"EOF|invalid|Incomplete|incomplete"):
        read(content)


@pytest.mark.parametrize("content", ["{}", '{"features": []}', "<html></html>"])
def test_another_object_is_named_by_what_it_lacks(content: str) -> None:
    with pytest.raises(LookupError, match="neither records nor releases"):
        read(content)


class Endless(io.RawIOBase):
    """A package of so many releases, made as it is read."""

    def __init__(self, number: int) -> None:
        self._pieces = self._made(number)
        self._rest = b""

    def _made(self, number: int) -> Iterator[bytes]:
        yield b'{"uri": "x", "releases": ['
        for each in range(number):
            yield json.dumps({"ocid": str(each), "text": "services " * 200}).encode() + (b"]}" if each == number - 1 else b",")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._rest = self._rest or next(self._pieces, b"")
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def test_a_large_file_is_read_in_a_fraction_of_its_size() -> None:
    tracemalloc.start()
    count = sum(1 for _ in objects(io.BufferedReader(Endless(5_000)), "releases"))  # 9 MB
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 1_000_000
