"""An archive of tables about communications: joined, whatever is missing or odd in it, and never taken for news twice."""

import zipfile
from pathlib import Path

import httpx
import pytest
from one_run import Ended, run
from tapes.canada_lobbying.make import PRIMARY, TABLES

from sources import registry
from sources.errors import Blocked, LayoutChanged, Unavailable
from sources.model import Problem, Record, Unchanged
from sources.source import Known

PAGE = "https://register.example/data"


def put(folder: Path, **tables: str | bytes) -> Path:
    """The archive, with other tables in place of some; an empty one is left out."""
    file = folder / "communications.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**TABLES, **{f"{table}.csv": content for table, content in tables.items()}}.items():
            if content:
                archive.writestr(name, content)
    return file


async def read(folder: Path, known: Known = lambda _: None) -> Ended:
    source = registry.build("canada_lobbying", {"folder": folder, "from_page": PAGE}, timezone="America/Toronto")
    return await run(source, httpx.MockTransport(lambda _: httpx.Response(500)), known)


async def test_an_archive_that_says_nothing_new_changes_nothing_and_one_with_another_official_changes_that_communication(
    tmp_path: Path,
) -> None:
    put(tmp_path)
    items, error = await read(tmp_path)
    assert error is None
    marks = {item.key: item.mark for item in items if isinstance(item, Record)}
    again, _ = await read(tmp_path, marks.get)
    assert [type(item) for item in again] == [Unchanged] * 3
    officials = str(TABLES["Communication_DpohExport.csv"], "cp1252").replace("Pat,ADM,null,null", "Pat,Minister,null,null")
    put(tmp_path, Communication_DpohExport=officials)
    changed, _ = await read(tmp_path, marks.get)
    assert [item.key for item in changed if isinstance(item, Record)] == ["501"]


async def test_amendments_of_amendments_are_of_the_thread_of_the_first_and_a_ring_of_them_ends(tmp_path: Path) -> None:
    last = "504,42,Argos Imaging,null,77,Merriweather,Ada,2026-10-04,1,2026-11-09,2026-11-13,502\r\n"
    put(tmp_path, Communication_PrimaryExport=f"{PRIMARY}{last}")
    items, _ = await read(tmp_path)
    assert {item.key: item.thread for item in items if isinstance(item, Record)}["504"] == "communication 499"
    put(tmp_path, Communication_PrimaryExport=PRIMARY.replace("2026-11-05,null\r\n503", "2026-11-05,502\r\n503"))
    items, error = await read(tmp_path)
    assert ([item.key for item in items], error) == (["501", "503"], None)


async def test_an_odd_row_is_a_problem_beside_the_others(tmp_path: Path) -> None:
    put(tmp_path, Communication_PrimaryExport=PRIMARY.replace("2026-11-05,null\r\n502", "soon,null\r\n502").replace("Caméras Orme", "null"))
    items, error = await read(tmp_path)
    assert ([type(item) for item in items], error) == ([Problem, Record, Problem], None)


@pytest.mark.parametrize("table", list(TABLES))
async def test_an_archive_without_one_of_its_tables_is_another_archive(tmp_path: Path, table: str) -> None:
    put(tmp_path, **{table.removesuffix(".csv"): ""})
    _, error = await read(tmp_path)
    assert type(error) is LayoutChanged


async def test_no_archive_and_half_an_archive_are_named(tmp_path: Path) -> None:
    _, error = await read(tmp_path)
    assert isinstance(error, Blocked)
    assert PAGE in str(error)
    file = put(tmp_path)
    file.write_bytes(file.read_bytes()[:-80])
    _, error = await read(tmp_path)
    assert isinstance(error, Unavailable)
