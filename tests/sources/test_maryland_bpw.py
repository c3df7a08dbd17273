"""What the Board of Public Works of Maryland publishes that would be counted twice, or not at all."""

from datetime import date
from decimal import Decimal

import pytest

from sources import registry
from sources.model import Record, Stage
from sources.procurement.maryland_item import COLUMNS, Row, item, meeting, parents

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
