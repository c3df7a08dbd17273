"""The sentence that is shown as evidence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.query.passages import MOST, passage


def around(text: str, term: str) -> str:
    start = text.index(term)
    found = passage(text, start, start + len(term))
    assert " ".join(term.split()) == found.text[found.start : found.end]
    return found.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing. Buy FACE now. Then go.", "Buy FACE now."),
        (
            "Pay Acme Inc. for FACE at No. 5 Main St. N of the U.S. border. End.",
            "Pay Acme Inc. for FACE at No. 5 Main St. N of the U.S. border.",
        ),
        ("6. Minutes\n7. Buy FACE from\nAcme\n8. Adjourn", "7. Buy FACE from Acme"),
        ("Agenda\n\nBuy FACE\n\nAdjourn", "Buy FACE"),
        ("• one\n• FACE two\n• three", "• FACE two"),
        ("FACE", "FACE"),
        ("Is it FACE? Yes. It is.", "Is it FACE?"),
        ("It costs $3.5 million for FACE. Fine", "It costs $3.5 million for FACE."),
        ('He said "FACE." Then he left.', 'He said "FACE."'),
    ],
)
def test_a_passage_is_the_sentence(text: str, expected: str) -> None:
    assert expected == around(text, "FACE")


def test_a_long_sentence_is_cut_between_words_around_the_term() -> None:
    shown = around("word " * 300 + "FACE " + "other " * 300, "FACE")
    assert len(shown) <= MOST
    assert shown.startswith("word ")
    assert shown.endswith(" other")


def test_a_passage_has_one_digest_however_it_is_set() -> None:
    versions = [
        "7. Buy facial-recognition tools.\n",
        "Intro.\nBuy FACIAL\nrecog-\nnition tools.",
        "12. Buy facial  recognition tools. Next",
    ]
    digests = {passage(text, text.lower().index("facial"), text.lower().index("tools")).digest for text in versions}
    assert len(digests) == 1


def test_other_words_have_another_digest() -> None:
    assert passage("Buy FACE.", 4, 8).digest != passage("Sell FACE.", 5, 9).digest


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab. \n7)•-A,"), max_size=900), st.integers(0, 900), st.integers(1, 30))
def test_a_passage_always_holds_its_term(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    found = passage(text, start, end)
    assert " ".join(text[start:end].split()) == found.text[found.start : found.end]
    assert len(found.text) <= MOST
