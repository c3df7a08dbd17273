"""What changed between two revisions of a record, in words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from monitor.diff import of_records
from sources.model import Amount, AmountKind, Kind, Link, Part, Party, Record, Role, Stage

FACE = Part(key="7", number="14.", title="Contract with NEC for facial recognition, not to exceed $90,000", thread="55")
ROLL = Part(key="1", number="1.", title="Call of the roll")
AGENDA = Link(url="https://city.example/agenda.pdf", title="Agenda", key="a", stamp="1")
MEETING = Record(
    key="4101",
    kind=Kind.MEETING,
    title="City Council",
    url="https://city.example/4101",
    starts=datetime(2026, 12, 2, 18, tzinfo=UTC),
    stage=Stage.SCHEDULED,
    parts=(ROLL, FACE),
    links=(AGENDA,),
)
AWARD = Amount(kind=AmountKind.AWARD, value=Decimal(90000), currency="USD")
NOTICE = Record(key="n1", kind=Kind.NOTICE, title="Cameras", url="https://city.example/n1", amounts=(AWARD,))


def said(before: Record, after: Record, elsewhere: dict[str, str] | None = None) -> list[str]:
    return [str(change) for change in of_records(before, after, elsewhere)]


def test_the_same_record_has_no_changes() -> None:
    assert said(MEETING, replace(MEETING, mark="another", updated=date(2026, 11, 30))) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"stage": Stage.CANCELLED}, "the meeting is cancelled"),
        ({"withdrawn": True}, "the meeting is withdrawn by its publisher"),
        ({"starts": datetime(2026, 12, 9, 18, tzinfo=UTC)}, "the starts changed from “2026-12-02 18:00 UTC” to “2026-12-09 18:00 UTC”"),
        ({"location": "Room 4"}, "the location appeared: “Room 4”"),
        ({"parts": (ROLL,)}, "item 14. Contract with NEC for facial recognition, not to exceed $90,000 removed"),
        ({"links": ()}, "the document Agenda removed"),
        ({"links": (replace(AGENDA, stamp="2"),)}, "the document Agenda replaced"),
        ({"links": (replace(AGENDA, url="https://city.example/agenda-2.pdf"),)}, "the document Agenda replaced"),
        ({"links": (AGENDA, Link(url="https://city.example/p.pdf", title="Packet"))}, "the document Packet appeared"),
        ({"text": "Public comment is closed."}, "the text of the meeting appeared: “Public comment is closed.”"),
    ],
)
def test_each_change_is_said_once(changed: dict[str, object], expected: str) -> None:
    assert said(MEETING, replace(MEETING, **changed)) == [expected]


def test_a_record_that_comes_back_is_said_to_be_listed_again() -> None:
    assert said(replace(MEETING, withdrawn=True), MEETING) == ["the meeting appeared: “listed again after it was withdrawn”"]


def test_a_new_item_appears_with_its_documents_and_renumbers_nothing() -> None:
    plates = Part(key="8", number="2.", title="Forty license plate readers", links=(Link(url="https://city.example/q.pdf", title="Quote"),))
    after = replace(MEETING, parts=(ROLL, plates, replace(FACE, number="15.")))
    expected = ["item 2. Forty license plate readers appeared", "the document Quote of item 2. Forty license plate readers appeared"]
    assert said(MEETING, after) == expected


def test_an_item_that_is_gone_and_stands_elsewhere_has_moved() -> None:
    expected = "item 14. Contract with NEC for facial recognition, not to exceed $90,000 moved to City Council, 16 Dec"
    assert said(MEETING, replace(MEETING, parts=(ROLL,)), {"55": "City Council, 16 Dec"}) == [expected]


def test_an_amount_in_the_words_of_an_item_changes_from_one_sum_to_another() -> None:
    dearer = replace(FACE, title=FACE.title.replace("$90,000", "$1.2 million"))
    (change,) = of_records(MEETING, replace(MEETING, parts=(ROLL, dearer)))
    assert (change.before, change.after) == ("$90,000", "$1.2 million")


@pytest.mark.parametrize(("thread", "title"), [("55", FACE.title.replace("$90,000", "$80,000")), (None, FACE.title)])
def test_an_item_whose_key_was_made_anew_is_the_same_item(thread: str | None, title: str) -> None:
    anew = replace(FACE, key="9001", thread=thread, title=title)
    assert [change.what.value for change in of_records(MEETING, replace(MEETING, parts=(ROLL, anew)))] == (["changed"] if thread else [])


def test_sums_change_and_unknown_is_not_zero() -> None:
    unknown = replace(NOTICE, amounts=(replace(AWARD, value=None),))
    assert said(NOTICE, replace(NOTICE, amounts=(replace(AWARD, value=Decimal("120000.50")),))) == [
        "the amount (award) changed from “USD 90,000” to “USD 120,000.50”"
    ]
    assert said(NOTICE, unknown) == ["the amount (award) changed from “USD 90,000” to “not stated”"]
    assert said(NOTICE, replace(NOTICE, amounts=())) == ["the amount (award) removed: “USD 90,000”"]


def test_parties_come_and_go() -> None:
    one, other = Party(name="NEC", role=Role.SUPPLIER), Party(name="Clearview AI", role=Role.SUPPLIER)
    before, after = replace(NOTICE, parties=(one,)), replace(NOTICE, parties=(other,))
    assert said(before, after) == ["the supplier Clearview AI appeared", "the supplier NEC removed"]
