"""Says in the end how much of the recordings we read right. Its hooks are named in `tests/conftest.py`: where processes share the
tests, the one that prints collects none and knows no other conftest.
"""

from collections.abc import Iterator
from typing import Protocol

import pytest
from corpus.recordings import all_files

SUMMARY = pytest.StashKey[list[str]]()
ROWS = pytest.StashKey[list[str]]()


class Worker(Protocol):
    """One of the processes that share the tests, as its master sees it."""

    config: pytest.Config
    workeroutput: dict[str, list[str]]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where processes share the tests, hand the summary over to the one that prints."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["corpus"] = session.config.stash.get(SUMMARY, [])
        output["rows"] = session.config.stash.get(ROWS, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Worker) -> None:
    """Take the summary of a process that ended."""
    said = getattr(node, "workeroutput", {})
    node.config.stash.setdefault(SUMMARY, []).extend(said.get("corpus", []))
    node.config.stash.setdefault(ROWS, []).extend(said.get("rows", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if lines := config.stash.get(SUMMARY, []):
        terminalreporter.section("corpus")
        terminalreporter.write_line("\n".join([*lines, *_of_councils(config.stash.get(ROWS, []))]))


def _of_councils(rows: list[str]) -> Iterator[str]:
    """How many rows of the manifest of councils' agendas were read as they must be, of those that were looked at."""
    told = dict(row.split("\t", 1) for row in rows)
    files = all_files("agendas")
    seen = [file for file in files if file in told]
    right = sum(not told[file] for file in seen)
    if seen:
        unseen = f"; {len(files) - len(seen)} more were not looked at" if len(seen) < len(files) else ""
        yield f"manifest of council agendas: {right} of {len(seen)} rows ({right / len(seen):.1%}){unseen}"
