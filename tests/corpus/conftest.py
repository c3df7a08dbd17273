"""Marks what is in this folder, skips it where there is no corpus, and notes how much of it we read right."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from corpus.recordings import ROOT, Report
from corpus.summary import ROWS, SUMMARY

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
