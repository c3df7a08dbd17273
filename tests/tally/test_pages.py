"""The ledger on pages: every figure opens into its records, downloads are harmless, and nothing of a record is markup."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import httpx
import pytest
from making import NOW
from tally.archive import LEXICON, PORTAL, REGISTER, booked, notice, report, store

from monitor.store.database import Database
from monitor.store.migrate import migrate
from monitor.web.pages import application

HOSTILE = "=HYPERLINK(1)<script>alert(1)</script>"


class Service:
    """What the pages need, with an archive and nothing else."""

    lexicon = LEXICON

    def __init__(self, database: Database) -> None:
        self.database = database

    @staticmethod
    def clock() -> datetime:
        return NOW

    def __getattr__(self, name: str) -> Any:
        return None


@pytest.fixture
def pages(tmp_path: Any) -> Iterator[httpx.AsyncClient]:
    """A browser, on an archive with contracts and lobbying of a vendor."""
    database = Database(f"sqlite:///{tmp_path / 'monitor.db'}")
    migrate(database)
    with database.engine.begin() as connection:
        store(connection, REGISTER, report("a", "50000"))
        given = [notice("1", "100", buyer=HOSTILE, title=HOSTILE), notice("2", "7", on=date(2024, 1, 1)), notice("3", "-5")]
        store(connection, PORTAL, *given, topical=["1"])
    booked(database)
    yield httpx.AsyncClient(transport=httpx.ASGITransport(application(Service(database))), base_url="http://localhost")  # type: ignore[arg-type]
    database.close()


async def test_each_page_answers_and_renders_text_as_text(pages: httpx.AsyncClient) -> None:
    for path in (
        "/ledger",
        "/ledger?by=buyer",
        "/ledger?by=bill&year=2026",
        "/ledger?by=year&year=&place=",
        "/ledger/vendor?name=nec",
        "/ledger/records?vendor=NEC",
    ):
        answer = await pages.get(path)
        assert answer.status_code == 200, path
        assert "<script>" not in answer.text
        assert "Content-Security-Policy" in answer.headers


async def test_the_page_of_a_vendor_has_plots_with_the_same_as_a_table_and_says_what_is_missing(pages: httpx.AsyncClient) -> None:
    html = (await pages.get("/ledger/vendor?name=NEC")).text
    for said in ("Spent on lobbying, by year (USD)", "Contracts awarded, by buyer (USD)", "S 847 (116th Congress)", "What happened when"):
        assert f"{said}</" in html
    assert html.count("<svg") == html.count("The same as a table") == 5
    assert "outside the topics" in html
    assert "gave no record yet" in html


async def test_a_line_opens_into_the_records_that_make_it(pages: httpx.AsyncClient) -> None:
    html = (await pages.get("/ledger/records?vendor=NEC&by=year&line=2024")).text
    assert "https://portal.example/2" in html
    assert "https://portal.example/3" not in html


async def test_downloads_have_every_record_with_its_link_and_no_formula(pages: httpx.AsyncClient) -> None:
    rows = list(csv.DictReader(io.StringIO((await pages.get("/ledger/records.csv?vendor=NEC")).text)))
    assert {row["url"] for row in rows} == {"https://register.example/a", *(f"https://portal.example/{n}" for n in (1, 2, 3))}
    assert {row["title"] for row in rows if row["key"] == "1"} == {f"'{HOSTILE}"}
    assert {row["value"] for row in rows} == {"50000", "100", "7", "-5"}
    as_json = (await pages.get("/ledger/records.json?vendor=NEC")).json()
    assert sorted(row["key"] for row in as_json) == ["1", "2", "3", "a"]


async def test_the_api_says_what_the_command_says(pages: httpx.AsyncClient) -> None:
    [line] = (await pages.get("/ledger.json?vendor=NEC")).json()["lines"]
    assert (line["vendor"], line["watched"], line["records"]) == ("NEC", True, 4)


async def test_what_there_is_not_is_said(pages: httpx.AsyncClient) -> None:
    for path, status in (("/ledger/vendor?name=nobody", 404), ("/ledger/records.xml", 404), ("/ledger?by=x", 404), ("/ledger?year=1", 404)):
        assert (await pages.get(path)).status_code == status, path
