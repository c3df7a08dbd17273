"""Marks what is in this folder, skips it where there is no corpus, and says in the end how much of it we read right."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest
from corpus.recordings import ROOT, Report, all_files

SUMMARY = pytest.StashKey[list[str]]()
ROWS = pytest.StashKey[list[str]]()
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    absent = pytest.mark.skip(reason=f"no recordings at {ROOT}: set MONITOR_CORPUS to the folder that has them")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.corpus)
            if not ROOT.is_dir():
                item.add_marker(absent)


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    """Takes what was read, the recordings that do not match with the reason, and how many must match."""
    lines, rows = request.config.stash.setdefault(SUMMARY, []), request.config.stash.setdefault(ROWS, [])

    def reported(what: str, reasons: Mapping[str, str], least: int) -> None:
        if "platforms of pages" not in what:  # another question to the same files
            rows.extend(f"{file}\t{reason}" for file, reason in reasons.items())
        wrong = {file: reason for file, reason in reasons.items() if reason}
        lines.append(f"{what}: {len(reasons) - len(wrong)} of {len(reasons)} recordings match")
        lines.extend(f"    {file}: {reason}" for file, reason in sorted(wrong.items()))
        assert len(reasons) - len(wrong) >= least, wrong

    return reported


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
