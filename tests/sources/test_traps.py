"""The list of traps (docs/procurement-traps.md): each has a test, and each test is there."""

import ast
import re
from pathlib import Path

import pytest
import yaml

TESTS = Path(__file__).parents[1]
LIST = TESTS.parent / "docs" / "procurement-traps.md"
ROWS = [line for line in LIST.read_text().splitlines() if line.startswith("| ") and not line.startswith(("| trap", "|---"))]


def named(row: str) -> list[str]:
    return re.findall(r"`((?:[a-z]\w*/)+[\w.-]+(?:::\w+)?)`", row.rsplit("|", 2)[1])


def is_there(name: str) -> bool:
    file, _, test = name.partition("::")
    if test:
        tree = ast.parse((TESTS / file).read_text())
        return test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    _, platform, tape = file.split("/")
    folders = [found.parent for found in (TESTS / "tapes" / platform).glob(f"*/{tape}")]
    return any(tape in yaml.safe_load((folder / "failures.yml").read_text()) for folder in folders)


@pytest.mark.parametrize("row", ROWS)
def test_every_trap_has_tests_that_are_there(row: str) -> None:
    tests = named(row)
    assert tests
    assert [each for each in tests if not is_there(each)] == []


def test_no_trap_is_named_twice_and_no_test_that_is_not_there_passes() -> None:
    traps = [row.split("|")[1].strip() for row in ROWS]
    assert len(set(traps)) == len(traps)
    assert not is_there("sources/test_traps.py::test_that_nobody_wrote")
    assert not is_there("tapes/ted/fail-nothing.warc")
