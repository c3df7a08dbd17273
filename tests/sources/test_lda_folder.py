"""Archives of filings in a folder: read as those that are fetched, named as what they are where they are none."""

from pathlib import Path

import httpx
import pytest
from one_run import Ended, run
from tapes.lda_xml.make import FORM, GOOD, LD2

from sources import registry
from sources.errors import Blocked, LayoutChanged, SourceError
from sources.model import Record, Stage

SITE = "https://register.example/"


async def read(folder: Path) -> Ended:
    source = registry.build("lda_xml", {"folder": folder}, timezone="America/New_York", site=SITE)
    return await run(source, httpx.MockTransport(lambda _: httpx.Response(500)))


async def test_what_people_put_there_is_read_without_asking_anybody(tmp_path: Path) -> None:
    (tmp_path / "2026_3rdQuarter_XML.zip").write_bytes(GOOD)
    (tmp_path / "301700001.XML").write_text(LD2)
    (tmp_path / "notes.txt").write_text("bought in May")
    items, error = await read(tmp_path)
    assert error is None
    assert sorted(item.key for item in items) == [FORM["document_id"], "301700001", "301700002", "700300001"]


async def test_a_form_says_what_its_boxes_say(tmp_path: Path) -> None:
    (tmp_path / "2026_3rdQuarter_XML.zip").write_bytes(GOOD)
    items, _ = await read(tmp_path)
    (form,) = [item for item in items if isinstance(item, Record) and item.key == FORM["document_id"]]
    assert (form.codes, form.stage, form.period) == (("3@",), Stage.AMENDMENT, "2013 Q3")
    assert [(amount.value, amount.note) for amount in form.amounts] == [(None, "less than $5,000, as its box says")]
    assert form.parts[0].bodies == ("U.S. SENATE", "Justice, Dept of (DOJ)")
    assert [(bill.congress, bill.number) for bill in form.parts[0].bills] == [(113, 1280)]


async def test_an_empty_folder_says_where_such_files_are(tmp_path: Path) -> None:
    _, error = await read(tmp_path / "missing")
    assert isinstance(error, Blocked)
    assert SITE in str(error)


@pytest.mark.parametrize("body", ['{"price": 3}', "[" * 200_000, "[]", '{"signature": ', "{" + " " * 2_100_000 + "}"])
async def test_json_that_is_no_form_is_named(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.json").write_text(body)
    _, error = await read(tmp_path)
    assert isinstance(error, SourceError)
    assert type(error) is LayoutChanged


def test_neither_an_address_nor_a_folder_is_said() -> None:
    with pytest.raises(ValueError, match="or else there is a folder"):
        registry.build("lda_xml", {}, timezone="America/New_York", site=SITE)
