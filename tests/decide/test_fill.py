"""Which field of a source is hardly filled any more, by its own days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from making import meeting

from monitor.fill import Day, count, returned, shares
from sources.model import Amount, AmountKind, Kind, Party, Record, Role, Stage

FIRST = date(2026, 6, 1)


def days(*counts: tuple[int, int]) -> list[Day]:
    """Days with so many records, of which so many have a place."""
    return [
        Day(day=FIRST + timedelta(days=2 * number), asked={"location": asked}, filled={"location": filled})
        for number, (asked, filled) in enumerate(counts)
    ]


USUAL = [(5, 5), (4, 3)] * 10


def collapsed(counts: Sequence[tuple[int, int]]) -> bool:
    return any(share.collapsed for share in shares(days(*counts)))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([*USUAL, (5, 0), (5, 0), (5, 0)], True),
        ([*USUAL, (6, 0), (5, 1), (6, 0)], True),
        (USUAL, False),
        ([*USUAL, (5, 0), (5, 0)], False),  # two days are no proof
        ([*USUAL, (1, 0), (1, 0), (1, 0), (1, 0)], False),  # nor are four records
        ([*USUAL, (60, 0)], False),  # the calendar of a whole year, without places yet
        ([*USUAL, (60, 0), (2, 2), (3, 3)], False),
        ([*USUAL, (5, 2), (5, 3), (5, 2)], False),  # fewer than usual, and no collapse
        ([(5, 1), (4, 0)] * 10 + [(5, 0), (5, 0), (5, 0)], False),  # always sparse
        ([(5, 5)] * 4 + [(5, 0)] * 3, False),  # a young source
        ([(200, 0), *USUAL, (5, 0), (5, 0), (5, 0)], True),  # one large day does not decide what is usual
    ],
)
def test_a_field_has_collapsed_where_days_and_records_enough_lack_what_they_had(counts: Sequence[tuple[int, int]], expected: bool) -> None:
    assert collapsed(counts) == expected


def test_what_is_said_of_it_is_the_share_before_and_now() -> None:
    (share,) = shares(days(*USUAL, (5, 0), (5, 1), (5, 0)))
    assert (share.field, share.records, share.since) == ("location", 15, FIRST + timedelta(days=40))
    assert (round(share.usual or 0, 2), round(share.now, 2)) == (0.89, 0.07)


def test_it_is_over_where_the_newest_records_have_it_again() -> None:
    broken = [*USUAL, (5, 0), (5, 0), (5, 0)]
    assert not returned(days(*broken), "location", 0.9)
    assert not returned(days(*broken, (2, 2)), "location", 0.9)
    assert returned(days(*broken, (2, 2), (3, 2)), "location", 0.9)
    assert not returned([], "location", 0.9)


def test_chance_is_hardly_ever_taken_for_a_collapse() -> None:
    """Two hundred sources with a field that is there in three of four or more cases, each looked at for half a year."""
    chance, alarms = Random(20261125), 0
    for _ in range(200):
        usual = chance.uniform(0.6, 1)
        counts = [(asked := chance.randint(1, 6), sum(chance.random() < usual for _ in range(asked))) for _ in range(90)]
        alarms += any(collapsed(counts[:until]) for until in range(14, 91))
    assert alarms == 0


def test_each_kind_is_asked_for_what_it_has() -> None:
    bare = replace(meeting(), parts=(), links=(), location="", body="Council")
    asked, filled = count([meeting(location="City Hall"), bare, replace(bare, withdrawn=True), replace(bare, stage=Stage.CANCELLED)])
    assert asked == {"body": 2, "location": 2, "items": 2, "documents": 2}
    assert filled == {"body": 2, "location": 1, "items": 1, "documents": 1}


def test_a_supplier_is_asked_for_in_awards_and_a_deadline_in_tenders() -> None:
    tender = Record(key="1", kind=Kind.NOTICE, title="Cameras", url="https://tenders.example/1", stage=Stage.TENDER)
    unknown = Amount(kind=AmountKind.AWARD, value=None, currency="EUR")
    supplier = Party(name="Axon", role=Role.SUPPLIER)
    award = replace(tender, stage=Stage.AWARD, amounts=(unknown,), parties=(supplier,))
    asked, filled = count([tender, award, replace(award, amounts=(replace(unknown, value=Decimal(0)),), parties=())])
    assert (asked["supplier"], filled["supplier"]) == (2, 1)
    assert (asked["deadline"], filled["deadline"]) == (1, 0)
    assert (asked["amounts"], filled["amounts"]) == (3, 1)
