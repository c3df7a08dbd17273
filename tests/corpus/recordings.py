"""Real recordings and what a correct reading of them yields: ../shared/corpus beside the project, or MONITOR_CORPUS."""

import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(os.environ.get("MONITOR_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
csv.field_size_limit(2**31 - 1)  # `expected` of a long list is longer than the 128 KiB that csv allows

Report = Callable[[str, Mapping[str, str], int], None]
"""Takes what was read, the reason (or "") why each recording does not match, and how many must match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One recorded answer. `expected` was worked out independently of any parser of ours."""

    file: str
    path: Path
    kind: str
    jurisdiction: str
    expected: dict[str, Any]
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The same list before and after, and the ids that came, went and changed in between."""

    before: Path
    after: Path
    added: frozenset[str]
    removed: frozenset[str]
    changed: frozenset[str]

    @property
    def name(self) -> str:
        """The two recordings, in a few words."""
        return f"{self.before.name} to {self.after.name}"


def recordings(folder: str, platform: str) -> list[Recording]:
    """The recordings of a platform; `folder` is agendas, lobbying or procurement, `platform` its name or the folder of its files."""
    return [
        Recording(
            file=row["file"],
            path=ROOT / folder / row["file"],
            kind=row.get("kind", ""),
            jurisdiction=row.get("jurisdiction", ""),
            expected=json.loads(row.get("expected") or row.get("expected_json") or "{}"),
            notes=row.get("notes") or row.get("note") or "",
        )
        for row in _rows(ROOT / folder / "MANIFEST.tsv")
        if row.get("platform", row["file"].partition("/")[0]) == platform
    ]


def all_files(folder: str) -> list[str]:
    """Every file that the manifest names."""
    return [row["file"] for row in _rows(ROOT / folder / "MANIFEST.tsv")]


def pairs(platform: str) -> list[Pair]:
    """The pairs of a platform of council agendas."""
    folder = ROOT / "agendas"
    return [
        Pair(
            before=folder / row["before"],
            after=folder / row["after"],
            added=_ids(row["added_ids"]),
            removed=_ids(row["removed_ids"]),
            changed=_ids(row["changed (id -> fields)"]),
        )
        for row in _rows(folder / "PAIRS.tsv")
        if row["before"].partition("/")[0] == platform
    ]


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as stream:
        yield from csv.DictReader(stream, delimiter="\t")


def _ids(text: str) -> frozenset[str]:
    return frozenset(str(id_) for id_ in json.loads(text))
