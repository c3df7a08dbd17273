"""Every topic and vendor against its own examples, and the loader against files with mistakes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.lexicon import LexiconError, files, load
from monitor.lexicon.lexicon import HERE
from monitor.query.matcher import Matcher

LEXICON = load()
MATCHER = Matcher(LEXICON)
_, VENDOR_HITS, VENDOR_MISSES = files.vendors(HERE / "vendors.yml")


def rules(text: str) -> set[str]:
    return {match.rule for match in MATCHER.match(text)}


def examples(kind: str) -> Iterator[tuple[str, str]]:
    for topic in LEXICON.topics.values():
        for text in getattr(topic, kind):
            yield f"topic:{topic.key}", text


@pytest.mark.parametrize(("rule", "text"), [*examples("hits"), *(("topic:vendors", text) for text in VENDOR_HITS)])
def test_a_topic_finds_its_examples(rule: str, text: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(("rule", "text"), [*examples("misses"), *(("topic:vendors", text) for text in VENDOR_MISSES)])
def test_a_topic_leaves_what_only_looks_like_it(rule: str, text: str) -> None:
    assert rule not in rules(text)


def test_every_topic_has_examples_of_both_kinds() -> None:
    assert [topic.key for topic in LEXICON.topics.values() if not (topic.hits and topic.misses)] == []


def test_at_least_eighty_vendors_are_known() -> None:
    assert len(LEXICON.vendors) >= 80


def test_what_can_be_followed_has_a_title() -> None:
    assert LEXICON.titles["vendors"] == "Vendors"
    assert LEXICON.titles["gait"] == "Gait recognition"
    assert len(LEXICON.titles) == 20


def test_vendors_sell_what_is_a_topic() -> None:
    unknown = {topic for vendor in LEXICON.vendors.values() for topic in vendor.topics} - set(LEXICON.topics)
    assert unknown == set()


@pytest.mark.parametrize("vendor", LEXICON.vendors.values(), ids=lambda vendor: vendor.name)
def test_a_vendor_is_found_under_each_unmistakable_name(vendor: files.Vendor) -> None:
    for name in vendor.names:
        text = f"Agreement with {name.removeprefix('=').replace('*', '')} of 2026"
        assert vendor.name in {match.vendor for match in MATCHER.match(text)}, name


@pytest.mark.parametrize(
    "word", ["clear", "axon", "iris", "flock", "morpho", "cogent", "vigilant", "NEC", "Thales", "Motorola", "aware", "ring"]
)
def test_a_name_that_is_a_word_is_no_vendor_by_itself(word: str) -> None:
    for form in (word, word.upper(), word.title()):
        assert rules(f"It was {form} that the council met.") & {"topic:vendors"} == set()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("title: X", "mine.yml: terms: is missing"),
        ("title: X\nterms: [a]\nterm: [b]", "mine.yml: term: there is no such key"),
        ("title: X\nterms: face", "mine.yml: terms: write a list of texts"),
        ("title: X\nterms: ['(face']", "mine.yml: terms: A parenthesis is open"),
        ("title: [X]\nterms: [face]", "mine.yml: title: write a text"),
        ("title: X\n  terms: [", "mine.yml: is not YAML"),
        ("- a", "mine.yml: write keys and values"),
    ],
)
def test_a_mistake_in_a_topic_is_named_with_file_and_key(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "mine.yml").write_text(content)
    with pytest.raises(LexiconError) as raised:
        load(tmp_path)
    assert message in str(raised.value)


def test_a_vendor_stands_for_what_it_sells_where_the_text_does_not_say_it() -> None:
    found = {(match.rule, match.text, match.why) for match in MATCHER.match("A contract with Cognitec")}
    assert found == {
        ("topic:vendors", "Cognitec", "the vendor Cognitec: named as such"),
        ("topic:facial-recognition", "Cognitec", "Facial recognition: what Cognitec sells"),
    }
    named = {(match.rule, match.text) for match in MATCHER.match("Cognitec face recognition")}
    assert named == {("topic:vendors", "Cognitec"), ("topic:facial-recognition", "face recognition")}


def test_an_operator_adds_topics_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "water-meters.yml").write_text("title: Smart meters\nterms: ['\"smart meter*\"']\n")
    found = Matcher(load(tmp_path)).match("Smart meters for all")
    assert [match.rule for match in found] == ["topic:water-meters"]
