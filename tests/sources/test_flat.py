"""Flat rows: forms, keys, sums and dates as publishers write them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sources import flat, flat_record
from sources.flat import AmountColumns, Columns, PartColumns, PartyColumns
from sources.model import AmountKind, Kind, Record, Role, Stage
from sources.money import band, money
from sources.source import Publisher

ELM = Publisher(
    id="us-zz-elm", title="Elm", site="https://elm.example/", division="ocd-division/country:us", timezone=ZoneInfo("America/Chicago")
)


def read(row: dict[str, Any], kind: Kind = Kind.FILING, **columns: Any) -> Record:
    return flat_record.record(row, Columns(**{"key": ("id",), "title": "title", **columns}), ELM, kind)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("a", "one two"),
        ("{a} by {b}", "one two by three"),
        ("{a} ({none})", "one two"),
        ("{none}, {b}", "three"),
        ("{a} — {none}", "one two"),
        ("https://elm.example/{b}", "https://elm.example/three"),
        ("none", ""),
        ("{flag} {link}", "yes https://elm.example/x"),
        ("{day} to {noon}", "2026-07-01 to 2026-09-30T12:00:00"),
    ],
)
def test_a_form_is_filled_and_what_is_empty_leaves_no_trace(form: str, expected: str) -> None:
    row = {"a": " one\n two ", "b": "three", "flag": True, "link": {"url": "https://elm.example/x", "description": "x"}, "none": None}
    row |= {"day": "2026-07-01T00:00:00.000", "noon": "2026-09-30T12:00:00"}
    assert flat.filled(form, row) == expected


def test_a_key_is_made_of_its_columns_and_of_nothing_else() -> None:
    columns = Columns(key=("firm", "client"), title="title")
    assert flat.key({"firm": "Oak", "client": "Elm  Street", "title": "x"}, columns) == "Oak|Elm Street"
    assert flat.key({"firm": "Oak"}, columns) == "Oak|"
    with pytest.raises(LookupError, match="firm, client"):
        flat.key({"title": "x"}, columns)


def test_a_long_key_is_hashed_and_a_row_without_one_is_known_by_all_that_is_read() -> None:
    columns = Columns(title="title", text=("text",))
    keys = {flat.key({"title": "a", "text": text}, columns) for text in ("x", "y", "x")}
    assert len(keys) == 2
    long = Columns(key=("text",), title="title")
    assert len(flat.key({"text": "x" * 500}, long)) == 32


def test_a_mark_moves_with_what_is_read_and_with_nothing_else() -> None:
    first, second, third = (read({"id": "1", "title": title, ":updated_at": stamp}).mark for title, stamp in (("a", 1), ("a", 2), ("b", 1)))
    assert first == second != third


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$9,631.25", Decimal("9631.25")),
        ("1234", Decimal(1234)),
        ("(120.00)", Decimal(-120)),
        ("-3", Decimal(-3)),
        ("€ 1 234", Decimal(1234)),
        ("", None),
    ],
)
def test_a_sum_is_read_as_people_write_it(text: str, expected: Decimal | None) -> None:
    assert money(text) == expected


@pytest.mark.parametrize("text", ["1.234,56", "n/a", "NaN", "1e9", "12,34", "9" * 40, "1e999999999", "Infinity", "٣"])
def test_what_is_no_sum_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no sum of money"):
        money(text)


def test_a_band_is_told_by_its_bounds_and_has_no_value() -> None:
    assert band("10000", "24999", "EUR") == "10,000 to 24,999 EUR"
    assert (band("", "10000", "EUR"), band("10000000", "", "EUR"), band("", "", "EUR")) == ("under 10,000 EUR", "from 10,000,000 EUR", "")
    with pytest.raises(ValueError, match="no sum of money"):
        band("1e999999999", "", "EUR")


def test_an_empty_sum_of_a_filing_is_unknown_and_of_a_notice_is_not_there() -> None:
    amounts = (AmountColumns(kind=AmountKind.AWARD, value="paid"),)
    assert [amount.value for amount in read({"id": "1", "title": "x"}, amounts=amounts).amounts] == [None]
    assert read({"id": "1", "title": "x"}, Kind.NOTICE, amounts=amounts).amounts == ()


def test_times_without_a_zone_are_the_publishers_and_midnight_is_a_day() -> None:
    columns = {"published": "posted", "deadline": "due", "updated": "stamp", "starts": "day"}
    row = {"posted": "2026-11-19T00:00:00.000", "due": "2026-12-11T14:00:00.000", "stamp": "2026-11-19T04:10:00Z", "day": "5/1/2026"}
    record = read({"id": "1", "title": "x", **row}, **columns)
    assert record.published == date(2026, 11, 19)
    assert record.deadline == datetime(2026, 12, 11, 14, tzinfo=ELM.timezone)
    assert isinstance(record.updated, datetime)
    assert record.updated.utcoffset() == timedelta(0)
    assert record.starts == date(2026, 5, 1)


def test_stages_parties_and_parts_are_what_the_mapping_says() -> None:
    record = read(
        {"id": "1", "title": "x", "kind": "AWARD", "who": "Argos", "number": 7, "subject": "Cameras\nin parks"},
        stage_of="kind",
        stages={"award": Stage.AWARD},
        parties=(PartyColumns(role=Role.CLIENT, name="who", id="number"), PartyColumns(role=Role.BUYER, name="nobody")),
        parts=(PartColumns(title="{topic}", text=("subject",)), PartColumns(title="Bills", text=("bills",))),
    )
    assert record.stage is Stage.AWARD
    assert [(party.name, party.ids) for party in record.parties] == [("Argos", (("us-zz-elm-client", "7"),))]
    assert [(part.title, part.text) for part in record.parts] == [("Cameras", "Cameras\nin parks")]


def test_a_row_without_a_title_is_rejected() -> None:
    with pytest.raises(ValueError, match="title"):
        read({"id": "1", "title": " "})


@pytest.mark.parametrize("never", ["2099-12-31T00:00:00.000", "9999-12-31", "12/31/2099"])
def test_a_date_that_stands_for_never_is_none(never: str) -> None:
    assert read({"id": "1", "title": "x", "due": never}, deadline="due").deadline is None


def test_a_zero_in_a_notice_is_not_disclosed_and_one_in_a_filing_is_nothing() -> None:
    columns = {"amounts": (AmountColumns(kind=AmountKind.AWARD, value="sum"),)}
    row = {"id": "1", "title": "x", "sum": "0.00"}
    (notice,), (filing,) = (read(row, kind, **columns).amounts for kind in (Kind.NOTICE, Kind.FILING))
    assert (notice.value, notice.note) == (None, "publisher says 0.00")
    assert filing.value == Decimal("0.00")


@pytest.mark.parametrize("said", ["<p>Face &amp; voice</p><p>eyes</p>", "&lt;p&gt;Face &amp;amp; voice&lt;/p&gt;&lt;p&gt;eyes&lt;/p&gt;"])
def test_a_text_is_read_without_its_mark_up_even_where_that_is_escaped_once_more(said: str) -> None:
    assert read({"id": "1", "title": "x", "body": said}, text=("body",)).text == "Face & voice\neyes"


def test_several_addresses_in_one_cell_are_several_links() -> None:
    cell = "https://elm.example/a.pdf?x=1&amp;y=2,https://elm.example/b,c.pdf, https://elm.example/b,c.pdf"
    links = read({"id": "1", "title": "x", "files": cell}, links=("files",)).links
    assert [link.url for link in links] == ["https://elm.example/a.pdf?x=1&y=2", "https://elm.example/b,c.pdf"]
