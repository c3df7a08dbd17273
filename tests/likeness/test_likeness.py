"""Two files say the same where their words are and their facts are; an agenda of next week says something else."""

import random

import pytest

from monitor.likeness import NOTHING, alike, signature

WORDS = [f"word{letter}{other}" for letter in "abcdefghijklmnopqrst" for other in "abcdefghijklmnopqrst"]
chance = random.Random(7)
PAGES = [" ".join(chance.choices(WORDS, k=400)) + " on May 7, 2026 for $450,000.00" for _ in range(5)]


def same(one: list[str], other: list[str]) -> bool:
    a, b = signature(one), signature(other)
    return bool(a.facts) and a.facts == b.facts and alike(a.sketch, b.sketch)


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page,
        lambda page: page.replace(" ", "\n"),
        lambda page: page.upper(),
        lambda page: page.replace("wordab ", "word-\nab "),
        lambda page: f"Attachment A\n{page}",
        lambda page: f"{page}\nPage 3 of 120\nPrinted on 5/14/2026 3:15 PM",
        lambda page: f"{page}\nPrinted on 14.05.2026",
    ],
)
def test_what_a_printer_changes_does_not_count(change) -> None:  # type: ignore[no-untyped-def]
    assert same(PAGES, [change(page) for page in PAGES])


def test_pages_may_break_elsewhere() -> None:
    words = " ".join(PAGES).split(" ")
    assert same(PAGES, [" ".join(words[:700]), " ".join(words[700:])])


@pytest.mark.parametrize(
    ("fact", "other"),
    [
        ("May 7, 2026", "May 14, 2026"),
        ("May 7, 2026", "June 7, 2026"),
        ("$450,000.00", "$540,000.00"),
    ],
)
def test_one_other_fact_makes_it_another_document(fact: str, other: str) -> None:
    assert not same(PAGES, [*PAGES[:4], PAGES[4].replace(fact, other)])


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("le mardi 7 mai 2024 à", "le mardi 14 mai 2024 à"),
        ("el 7 de mayo de 2024", "el 8 de mayo de 2024"),
        ("am 7. Mai 2024", "am 7. Juni 2024"),
        ("2024年5月7日", "2024年5月8日"),
        ("7/5/24", "8/5/24"),
        ("at 6:30 PM", "at 7:30 PM"),
        ("item 24-0123", "item 24-0124"),
        ("on May 7", "on May 8"),
    ],
)
def test_days_and_numbers_are_facts_in_any_language(here: str, there: str) -> None:
    text = " ".join(WORDS[:100])
    assert same([f"{text} {here}"], [f"{text} {here}"])
    assert not same([f"{text} {here}"], [f"{text} {there}"])


def test_a_tenth_of_other_words_makes_it_another_document() -> None:
    words = PAGES[0].split(" ")
    others = [word if place % 30 else "another" for place, word in enumerate(words)]
    assert not same([PAGES[0]], [" ".join(others)])


def test_where_there_are_no_facts_all_words_count() -> None:
    text = " ".join(WORDS[:200])
    assert same([text], [text.upper()])
    assert not same([text], [f"{text} more"])


def test_too_little_text_is_like_nothing() -> None:
    assert signature(["Page 1", "", "AGENDA"]) == NOTHING


def test_a_large_packet_keeps_as_much_as_a_small_one() -> None:
    large = [" ".join(chance.choices(WORDS, k=400)) for _ in range(200)]
    made = signature(large)
    assert len(made.sketch) == 256 * 8
    assert alike(made.sketch, signature([*large, "one more page of some few words and no number"]).sketch)
