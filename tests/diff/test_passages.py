"""Two versions of a document, passage by passage."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.diff import of_pages, of_terms, of_texts
from monitor.model import ExtractedPage

BEFORE = """AGENDA of the Public Safety Committee

1. Call of the roll
2. Contract with NEC Corporation for a facial recog-
nition system, not to exceed $90,000
3. Minutes of the last meeting
Page 1 of 9"""
AFTER = """AGENDA of the Public Safety Committee

1. Call of the roll
2. Purchase of forty license plate readers
3. Contract with NEC Corporation for a
facial recognition system, not to exceed $120,000
Page 1 of 10"""


def pages(*texts: str) -> list[ExtractedPage]:
    return [ExtractedPage(number=number, text=text, method="text") for number, text in enumerate(texts, start=1)]


def test_what_appeared_went_and_changed_is_said_with_its_page() -> None:
    found = [str(change) for change in of_pages(pages("Cover of the packet", BEFORE), pages("Cover of the packet", AFTER), "Agenda")]
    assert found == [
        "Agenda: the amount in “Contract with NEC Corporation for a facial recognition system, not to exceed …”, page 2 "
        "changed from “$90,000” to “$120,000”",
        "Agenda, page 2 removed: “Minutes of the last meeting”",
        "Agenda, page 2 appeared: “Purchase of forty license plate readers”",
    ]


def test_what_moved_to_another_page_did_not_change() -> None:
    assert of_pages(pages("Item one is here.\n\nItem two is there."), pages("Item one is here.", "Item two is there."), "Agenda") == ()


def test_line_breaks_hyphens_and_case_are_no_changes() -> None:
    assert of_texts("The city buys a facial recog-\nnition system.", "The City buys a FACIAL\nrecognition system.", "x") == ()


def test_a_passage_that_stands_twice_and_then_once_is_removed_once() -> None:
    (change,) = of_texts("See the contract.\n\nSee the contract.", "See the contract.", "x")
    assert str(change) == "x removed: “See the contract.”"


def test_another_text_altogether_is_not_listed_without_end() -> None:
    before = "\n\n".join(f"The first text has a sentence of number {n}" for n in range(3000))
    after = "\n\n".join(f"Quite other words stand in the second one, {n} times" for n in range(3000))
    assert len(of_texts(before, after, "x")) <= 400


def test_terms_that_come_and_go_are_named() -> None:
    found = of_terms({"facial recognition", "ALPR"}, {"alpr", "Clearview AI"}, "the agenda")
    assert [str(change) for change in found] == [
        "in the agenda the term “Clearview AI” appeared",
        "from the agenda the term “facial recognition” removed",
    ]


@given(st.text(max_size=300))
def test_no_text_differs_from_itself(text: str) -> None:
    assert of_texts(text, text, "x") == ()


@given(st.text(max_size=300), st.text(max_size=300))
def test_what_appears_one_way_is_removed_the_other(one: str, other: str) -> None:
    there, back = of_texts(one, other, "x"), of_texts(other, one, "x")
    assert sum(change.what.value == "appeared" for change in there) <= len(back)
    assert bool(there) == bool(back)
