"""A folder of downloaded exports: which file counts, what is missing, what waits to be downloaded."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from one_run import Ended, run

from sources import registry
from sources.errors import Blocked, Inconclusive, Refused
from sources.model import Problem, Record

CATALOG = "https://open.example/api/action/package_show?id=x"


def put(folder: Path, name: str, text: str, day: int) -> None:
    (folder / name).write_text(text, encoding="utf-8-sig")
    moment = datetime(2026, 11, day, 12, tzinfo=UTC).timestamp()
    os.utime(folder / name, (moment, moment))


async def read(folder: Path, changed: str = "", **options: Any) -> Ended:
    given = {"folder": folder, "from_page": "https://register.example/data", "columns": {"key": ["ID"], "title": "NAME"}, **options}
    source = registry.build("drop", {**given, "catalog": CATALOG} if changed else given)
    return await run(source, httpx.MockTransport(lambda _: httpx.Response(200, json={"result": {"metadata_modified": changed}})))


async def test_what_the_newest_export_says_counts(tmp_path: Path) -> None:
    put(tmp_path, "old.csv", "ID,NAME\n1,Elm\n2,Oak\n", 3)
    put(tmp_path, "new.csv", "ID,NAME\n1,Elm & Co\n3,Ash\n", 10)
    put(tmp_path, "half.csv.part", "ID,NAME\n9,never\n", 11)
    items, error = await read(tmp_path)
    assert error is None
    assert [(item.key, item.title) for item in items] == [("1", "Elm & Co"), ("3", "Ash"), ("2", "Oak")]


async def test_an_empty_folder_says_where_to_download(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        items, error = await read(folder)
        assert items == []
        assert isinstance(error, Blocked)
        assert "https://register.example/data" in str(error)


async def test_a_newer_export_than_the_folders_is_told_after_what_is_there_was_read(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "ID,NAME\n1,Elm\n", 10)
    items, error = await read(tmp_path, changed="2026-11-12T00:00:00")
    assert len(items) == 1
    assert isinstance(error, Inconclusive)
    assert "2026-11-12" in str(error)
    assert (await read(tmp_path, changed="2026-11-09T00:00:00"))[1] is None


async def test_a_row_whose_columns_are_shifted_or_that_has_no_key_is_a_problem_and_keeps_none_back(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "ID,NAME\n1,Elm\n2,Oak, and sons\n3\n,Nobody\n4,Ash\n", 10)
    items, error = await read(tmp_path)
    assert error is None
    assert [type(item) for item in items] == [Record, Problem, Problem, Problem, Record]


async def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "ID,NAME\n" + "1,Elm\n" * 100, 10)
    _, error = await read(tmp_path, limit=100)
    assert isinstance(error, Refused)
