"""A record survives the way to JSON and back."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import codec
from sources.model import Amount, AmountKind, Bill, Kind, Link, LinkKind, Part, Party, Record, Role, Stage

TEXT = st.text(max_size=20)
TIMES = st.none() | st.dates() | st.datetimes(timezones=st.timezones(), allow_imaginary=False)
LINKS = st.lists(
    st.builds(Link, url=TEXT, title=TEXT, kind=st.sampled_from(LinkKind), key=st.none() | TEXT, stamp=st.none() | TEXT), max_size=2
).map(tuple)
WORDS = st.lists(TEXT, max_size=2).map(tuple)
BILLS = st.lists(st.builds(Bill, congress=st.integers(1, 200), type=TEXT, number=st.integers(1, 9999)), max_size=2).map(tuple)
PARTS = st.builds(
    Part, key=TEXT, title=TEXT, number=TEXT, text=TEXT, thread=st.none() | TEXT, links=LINKS, codes=WORDS, bodies=WORDS, bills=BILLS
)
IDS = st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple)
PARTIES = st.builds(Party, name=TEXT, role=st.sampled_from(Role), ids=IDS, note=TEXT)
AMOUNTS = st.builds(
    Amount,
    kind=st.sampled_from(AmountKind),
    value=st.none() | st.decimals(allow_nan=False, allow_infinity=False),
    currency=st.none() | TEXT,
    note=TEXT,
)
RECORDS = st.builds(
    Record,
    key=TEXT,
    kind=st.sampled_from(Kind),
    title=TEXT,
    url=TEXT,
    thread=st.none() | TEXT,
    mark=st.none() | TEXT,
    stage=st.none() | st.sampled_from(Stage),
    language=st.none() | TEXT,
    starts=TIMES,
    published=TIMES,
    updated=TIMES,
    deadline=TIMES,
    codes=WORDS,
    parts=st.lists(PARTS, max_size=2).map(tuple),
    links=LINKS,
    parties=st.lists(PARTIES, max_size=2).map(tuple),
    amounts=st.lists(AMOUNTS, max_size=2).map(tuple),
    withdrawn=st.booleans(),
)
PLAIN = Record(key="1", kind=Kind.MEETING, title="Council", url="https://example.org/1")


@given(RECORDS)
def test_a_record_comes_back_as_it_left(record: Record) -> None:
    # Compared as JSON: a time in the hour that a clock change repeats never equals the same time with a fixed offset.
    assert codec.as_dict(record) == codec.as_dict(codec.loads(codec.dumps(record)))


def test_it_comes_back_equal_and_of_the_same_types() -> None:
    starts = datetime(2026, 12, 2, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
    amount = Amount(kind=AmountKind.AWARD, value=Decimal("1200000.50"), currency="USD")
    party = Party(name="A", role=Role.SUPPLIER, ids=(("uei", "X1"),))
    part = Part(key="7", title="Item", links=(Link(url="https://example.org/a.pdf", title="A", kind=LinkKind.AGENDA),))
    record = Record(
        key="1", kind=Kind.NOTICE, title="T", url="https://example.org", stage=Stage.AWARD, starts=starts, published=date(2026, 1, 2),
        parts=(part,), parties=(party,), amounts=(amount,),
    )  # fmt: skip
    back = codec.loads(codec.dumps(record))
    assert record == back
    assert isinstance(back.starts, datetime)
    assert type(back.published) is date
    assert type(back.parties[0].ids[0]) is tuple
    assert hash(record) == hash(back)


def test_times_keep_the_offset_of_the_publisher() -> None:
    starts = datetime(2026, 7, 2, 10, tzinfo=ZoneInfo("America/New_York"))
    record = Record(key="1", kind=Kind.MEETING, title="T", url="https://example.org", starts=starts)
    assert codec.as_dict(record)["starts"] == "2026-07-02T10:00:00-04:00"


def test_every_field_is_written_and_unknown_stays_null() -> None:
    data = codec.as_dict(PLAIN)
    assert [field.name for field in fields(Record)] == list(data)
    assert data["starts"] is None


def test_a_record_is_one_line_and_its_letters_are_readable() -> None:
    record = Record(key="1", kind=Kind.MEETING, title="Ville de\nMontréal", url="https://example.org")
    assert "\n" not in codec.dumps(record)
    assert "Montréal" in codec.dumps(record)


def test_what_an_older_version_wrote_is_read_with_defaults() -> None:
    assert codec.loads('{"key":"1","kind":"meeting","title":"Council","url":"https://example.org/1"}') == PLAIN


def test_a_field_that_we_do_not_know_is_an_error() -> None:
    data = {**codec.as_dict(PLAIN), "colour": "red"}
    with pytest.raises(TypeError, match="colour"):
        codec.loads(json.dumps(data))


def test_a_time_without_zone_is_refused() -> None:
    naive = datetime(2026, 12, 2, 10, tzinfo=UTC).replace(tzinfo=None)
    record = Record(key="1", kind=Kind.MEETING, title="T", url="https://example.org", starts=naive)
    with pytest.raises(ValueError, match="no zone"):
        codec.dumps(record)
