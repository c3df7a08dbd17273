"""What one pass over a text finds."""

import pytest

from monitor.model import Match, Rule
from monitor.query.index import Index


def found(query: str, text: str, cap: int | None = 100) -> list[str]:
    matches = Index([Rule(key="watch:1", query=query)], cap).match(text)
    assert [text[match.start : match.end] for match in matches] == [match.text for match in matches]
    return [match.text for match in matches]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("alpr", "malpractice and ALPR", ["ALPR"]),
        ("idemia", "epidemia, IDEMIA.", ["IDEMIA"]),
        ('"facial recognition"', "Facial-Recognition", ["Facial-Recognition"]),
        ('"facial recognition"', "facial‑recognition", ["facial‑recognition"]),
        ('"facial-recognition"', "facial \n\t recognition", ["facial \n\t recognition"]),
        ('"facial recognition"', "facial recog-\nnition", ["facial recog-\nnition"]),
        ('"facial recognition"', "facial-\r\n   recognition", ["facial-\r\n   recognition"]),
        ('"facial recognition"', "FACIAL RECOG-\nNITION", ["FACIAL RECOG-\nNITION"]),
        ("recognition", "facial-\nrecognition", ["recognition"]),
        ("facial OR recognition", "facial-\nrecognition", ["facial", "recognition"]),
        ('"facial recognition"', "facial reco\u00adgnition", ["facial reco\u00adgnition"]),
        ('"facial recognition"', "facial, recognition", []),
        ("fingerprint", "ﬁngerprint", ["ﬁngerprint"]),
        ("cafe", "CAFÉ cafe\u0301!", ["CAFÉ", "cafe\u0301"]),
        ("café", "cafe", ["cafe"]),
        ("strasse", "Straße", ["Straße"]),
        ("2026", "２０２６", ["２０２６"]),
        ("adn", "analyse d’ADN, l'ADN", ["ADN", "ADN"]),
        ("biometr*", "Biometrics, biometric", ["Biometrics", "biometric"]),
        ('"license plate read*"', "license plate readers", ["license plate readers"]),
        ("=NEC", "nec NEC Nec", ["NEC"]),
        ("=CLEAR*", "clear CLEARing clearly", ["CLEARing"]),
        ('="Rank One"', "rank one, Rank\nOne", ["Rank\nOne"]),
        ("αναγνώριση", "ΑΝΑΓΝΏΡΙΣΗ πινακίδων", ["ΑΝΑΓΝΏΡΙΣΗ"]),
        ("ALPR", "a lease forALPR units", ["ALPR"]),
        ('"social security number"', "a\n3\n\nb\n4\nc\n5\nsocial\n6\n\nsecurity\n7\nnumber\n8", ["social\n6\n\nsecurity\n7\nnumber"]),
        ("recognition", "\n1 a\n 2 b\n 3 c\n 4 recog-\n 5 nition\n 6 d", ["recog-\n 5 nition"]),
        ('"U.S. Customs"', "the U.S. Customs", ["U.S. Customs"]),
    ],
)
def test_a_phrase_is_found_however_it_is_set(query: str, text: str, expected: list[str]) -> None:
    assert expected == found(query, text)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("face voice", "voice or face", ["voice", "face"]),
        ("face voice", "only face", []),
        ("face NOT voice", "face", ["face"]),
        ("face NOT voice", "face, voice", []),
        ("face OR voice gait", "voice, face", ["face"]),
        ("(face OR voice) gait", "voice gait", ["voice", "gait"]),
        ("nec NEAR/2 code", "the NEC, a code", ["NEC", "code"]),
        ("nec NEAR/1 code", "the NEC, a code", []),
        ("nec NOT NEAR/2 code", "NEC of code; two three NEC", ["NEC"]),
        ('facial OR "facial recognition"', "facial recognition", ["facial recognition"]),
    ],
)
def test_operators_join_words(query: str, text: str, expected: list[str]) -> None:
    assert expected == found(query, text)


def test_a_match_says_which_words_of_the_query_it_is() -> None:
    [match] = Index([Rule(key="topic:x", query='face OR "Live Scan"')]).match("a live-scan")
    assert (match.rule, match.term, match.why) == ("topic:x", '"Live Scan"', 'the text has "Live Scan"')


def test_a_rule_gives_no_more_than_the_cap() -> None:
    assert len(found("face", "face " * 500)) == 100
    assert len(found("face", "face " * 500, None)) == 500


def test_rules_come_and_go_without_reading_the_others_again() -> None:
    first = Index([Rule(key="a", query="face"), Rule(key="b", query="voice")])
    second = first.with_rules([Rule(key="b", query="gait")], ["a"])
    text = "face voice gait"
    assert (_texts(first.match(text)), _texts(second.match(text))) == (["face", "voice"], ["gait"])


def test_an_index_without_rules_finds_nothing() -> None:
    assert Index([]).match("anything") == []


def _texts(matches: list[Match]) -> list[str]:
    return [match.text for match in matches]
