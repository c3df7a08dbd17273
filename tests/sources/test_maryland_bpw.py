"""What the Board of Public Works of Maryland publishes that would be counted twice, or not at all."""

import csv
import os
from contextlib import aclosing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from sources import registry
from sources.errors import Blocked
from sources.model import Record, Stage
from sources.options import CatalogError
from sources.procurement.maryland_item import COLUMNS, Row, item, meeting, parents
from sources.web import Web

AGENDA = "https://bpw.maryland.gov/MeetingDocs/2020-Mar-4-Agenda.pdf"
SOURCE = registry.build("maryland_bpw", {"url": "https://data.example.gov/export.csv"}, timezone="America/New_York", title="The Board")


def row(number: str, sum_: str = "100.00", agenda: str = AGENDA, **said: str) -> Row:
    given = {"Agenda Item Number": number, "Amount": sum_, "Agenda Link": agenda, "Description": f"Item {number}", **said}
    return {**dict.fromkeys(COLUMNS, "Not applicable"), **given}


def read(*rows: Row) -> list[Record]:
    return [SOURCE.read(item(each, parents(rows))) for each in rows]


def counted(*rows: Row) -> Decimal:
    return sum((amount.value or Decimal(0) for record in read(*rows) for amount in record.amounts), Decimal(0))


def test_a_parent_and_its_parts_are_not_counted_twice() -> None:
    assert counted(row("30-IT", "300.00"), row("30-IT 1.1", "100.00"), row("30-IT 2.1", "200.00")) == Decimal("300.00")
    assert read(row("30-IT", "300.00"), row("30-IT 1.1"))[0].amounts[0].note == "the sum of its parts: 300.00"


def test_a_parent_that_still_holds_a_withdrawn_part_counts_what_was_approved() -> None:
    withdrawn = row("51-IT 5.1", "40.00", Description="WITHDRAWN: telephones")
    assert counted(row("51-IT", "140.00"), row("51-IT 4.1", "100.00"), withdrawn) == Decimal("100.00")
    assert [(record.stage, record.withdrawn) for record in read(withdrawn)] == [(Stage.CANCELLED, True)]


def test_the_same_number_on_another_agenda_is_another_item() -> None:
    other = "https://bpw.maryland.gov/MeetingDocs/2020-Mar-18-Agenda.pdf"
    assert counted(row("30-IT", "300.00"), row("30-IT 1.1", "100.00", agenda=other)) == Decimal("400.00")


def test_items_without_a_number_are_told_apart_by_their_words() -> None:
    first, second, again = read(row("", Recipient="A"), row("", Recipient="B"), row("", Recipient="A", Amount="200.00"))
    assert first.key == again.key
    assert first.mark != again.mark
    assert first.key != second.key


@pytest.mark.parametrize(
    ("said", "value", "note"),
    [
        ("-5123.75", Decimal("-5123.75"), "a reversion: money that comes back"),
        ("$0.00", None, "publisher says 0.00"),
        ("$1,250", Decimal(1250), ""),
    ],
)
def test_a_reversion_is_negative_and_a_zero_is_no_price(said: str, value: Decimal | None, note: str) -> None:
    (record,) = read(row("SEC 3", said))
    assert [(amount.value, amount.note) for amount in record.amounts] == [(value, note)]


@pytest.mark.parametrize("name", ["2017-Jul-5-Agenda.pdf", "2017-July-5-Summary.pdf", "2017-july-5-agenda-revised.pdf"])
def test_the_day_of_the_meeting_is_read_from_a_name_and_no_name_is_made_of_a_day(name: str) -> None:
    assert meeting(row("1", agenda=f"https://bpw.maryland.gov/MeetingDocs/{name}")) == date(2017, 7, 5)


def test_an_agenda_whose_name_says_no_day_leaves_it_open() -> None:
    assert meeting(row("1", agenda="http://bpw/agenda.pdf")) is None
    assert read(row("1", agenda="http:/bpw.maryland.gov/x.pdf"))[0].links == ()


async def given(folder: Path) -> list[str]:
    source = registry.build("maryland_bpw", {"folder": str(folder)}, timezone="America/New_York")
    web = Web(
        hosts=source.hosts, transport=httpx.MockTransport(lambda _: httpx.Response(404)), now=lambda: datetime(2020, 3, 20, tzinfo=UTC)
    )
    async with aclosing(source.records(web, datetime(2020, 1, 1, tzinfo=UTC), lambda _: None)) as batches:
        return [item.title async for batch in batches for item in batch if isinstance(item, Record)]


def put(folder: Path, name: str, *rows: Row, age: int = 0) -> None:
    with (folder / name).open("w", newline="") as stream:
        table = csv.DictWriter(stream, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    os.utime(folder / name, (1_600_000_000 - age, 1_600_000_000 - age))


async def test_of_the_exports_in_a_folder_the_newest_is_read(tmp_path: Path) -> None:
    put(tmp_path, "BPW.csv", row("1"), age=100)
    put(tmp_path, "BPW (1).csv", row("1"), row("2"))
    assert await given(tmp_path) == ["Item 1", "Item 2"]


async def test_an_empty_folder_says_what_to_download_and_from_where(tmp_path: Path) -> None:
    with pytest.raises(Blocked, match="Export CSV on https://interactive"):
        await given(tmp_path)


@pytest.mark.parametrize("options", [{}, {"url": "https://data.example.gov/x.csv", "folder": "/data/drop"}])
def test_it_must_be_said_where_the_export_is(options: dict[str, str]) -> None:
    with pytest.raises(CatalogError, match="a url, or a folder"):
        registry.build("maryland_bpw", options)
