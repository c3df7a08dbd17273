"""The normal form, and the way back from it."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.query.normalise import normalise
from monitor.query.text import Text

ODD = st.text(
    st.sampled_from("aB-\n \t\u00ad\u2011\u200bé\u0301ß\ufb01½…’“.(2²Σ\x01\x85\u2028\ud800İŉ\x7fccDDD123") | st.characters(), max_size=40
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Facial-Recognition", "facial recognition"),
        ("facial‑recognition", "facial recognition"),
        ("recog-\nnition", "recognition"),
        ("recog- nition", "recognition"),
        ("A- or B", "a or b"),
        ("COVID-\n19", "covid 19"),
        ("don’t don't", "don t don t"),
        ("a, b", "a . b"),
        ("", ""),
        ("Ｆｕｌｌ１２", "full12"),
        ("Œuvre ŒUVRE", "œuvre œuvre"),
    ],
)
def test_typesetting_is_taken_away(text: str, expected: str) -> None:
    assert expected == normalise(text)


@settings(max_examples=500, deadline=None)
@given(ODD)
@example("ŉ")
@example("A- ﬁ")
@example("é\u0301\u0301-\nb")
def test_the_normal_form_is_its_own(text: str) -> None:
    assert normalise(text) == normalise(normalise(text))


@settings(max_examples=500, deadline=None)
@given(ODD)
def test_every_word_leads_back_to_the_characters_that_made_it(text: str) -> None:
    made = Text(text)
    places = [word.span() for word in re.finditer(rb"[^ ]+", made.searched)]
    back = made.original(places)
    spans = [back[place] for place in places]
    assert sorted(spans) == spans
    for (low, high), (start, end) in back.items():
        assert made.searched[low:high].decode() in normalise(text[start:end])


def test_a_stored_form_need_not_be_made_again() -> None:
    text = "Facial-\nrecognition"
    assert Text(text).searched == Text(text, Text(text).stored).searched
