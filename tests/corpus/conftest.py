"""Marks what is in this folder, skips it where there is no corpus, and says in the end how much of it we read right."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest
from corpus.recordings import ROOT, Report

SUMMARY = pytest.StashKey[list[str]]()
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
    lines = request.config.stash.setdefault(SUMMARY, [])

    def reported(what: str, reasons: Mapping[str, str], least: int) -> None:
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


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Worker) -> None:
    """Take the summary of a process that ended."""
    node.config.stash.setdefault(SUMMARY, []).extend(getattr(node, "workeroutput", {}).get("corpus", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if lines := config.stash.get(SUMMARY, []):
        terminalreporter.section("corpus")
        terminalreporter.write_line("\n".join(lines))
