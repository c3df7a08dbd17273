"""The rules of the house that no linter knows: sizes, names, docstrings and where a broad except may stand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("monitor/**/*.py"), *ROOT.glob("sources/**/*.py")])
LONGEST_FILE, LONGEST_FUNCTION = 300, 60
NAMELESS = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
BROAD = {"monitor/collect.py", "monitor/read.py", "monitor/deliver.py", "monitor/cli.py"}
"""The three loops; and the command line, which makes one line of an error that is expected and raises the others again."""

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def defined(tree: ast.AST) -> Iterator[Defined]:
    return (node for node in ast.walk(tree) if isinstance(node, Defined))


def public(tree: ast.Module) -> Iterator[Defined]:
    """What a module offers: functions and classes without underscore, and the methods of classes that have no base to say it."""
    for node in tree.body:
        if isinstance(node, Defined) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef) and not node.bases:
                yield from (inner for inner in node.body if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef))


def inherited(node: Defined) -> bool:
    """Dunders, overloads and stubs of a protocol say nothing of their own."""
    stub = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and ast.unparse(node.body[-1]) == "..."
    return stub or node.name.startswith("_")


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_file_is_short_is_named_for_what_it_does_and_says_it(file: Path) -> None:
    text = file.read_text()
    assert text.count("\n") <= LONGEST_FILE
    assert file.stem not in NAMELESS
    assert not text.strip() or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_function_is_short(file: Path) -> None:
    functions = [node for node in defined(ast.parse(file.read_text())) if not isinstance(node, ast.ClassDef)]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION] == []


@pytest.mark.parametrize("file", FILES, ids=name)
def test_what_is_public_has_a_docstring(file: Path) -> None:
    tree = ast.parse(file.read_text())
    assert [node.name for node in public(tree) if not inherited(node) and not ast.get_docstring(node)] == []


def test_a_broad_except_stands_in_the_loops_alone() -> None:
    broad = re.compile(r"except(?: \(?(?:Base)?Exception\)?(?: as \w+)?)?:")
    assert {name(file) for file in FILES if broad.search(file.read_text())} <= BROAD


def test_nothing_is_left_for_later() -> None:
    stubs = re.compile(r"raise NotImplementedError|\b(?:TODO|FIXME|XXX)\b")
    assert [name(file) for file in FILES if stubs.search(file.read_text())] == []
