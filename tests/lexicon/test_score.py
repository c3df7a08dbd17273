"""Subject or mention, with the reason."""

import pytest

from monitor.lexicon import load
from monitor.query.matcher import Matcher

MATCHER = Matcher(load())
FILLER = "The committee met on Tuesday and heard the public. " * 20


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("Contract for facial recognition software", "topic:facial-recognition", "subject"),
        (FILLER + "They bought automated license plate readers.", "topic:license-plate-readers", "subject"),
        (FILLER + "AI has many uses, such as facial recognition and chatbots.", "topic:facial-recognition", "mention"),
        ("Applicants shall be fingerprinted for a criminal background check.", "topic:fingerprint", "mention"),
        ("Biometric data. Tenants' biometric identifiers may not be sold.", "topic:biometrics", "subject"),
        (FILLER + "One member spoke of biometrics.", "topic:biometrics", "mention"),
        (
            "Personal information: name, social security number, account number, biometric identification data.",
            "topic:biometrics",
            "mention",
        ),
        ("No equipment of Hikvision, Hytera or ZTE shall be used.", "topic:vendors", "mention"),
        ("Purchase of Hikvision cameras", "topic:vendors", "subject"),
    ],
)
def test_a_text_is_about_what_it_names_but_not_what_it_mentions(text: str, rule: str, expected: str) -> None:
    assert {match.sense.value for match in MATCHER.match(text) if match.rule == rule} == {expected}


def test_every_match_says_why() -> None:
    [match] = MATCHER.match(FILLER + "Uses such as facial recognition exist.")
    assert match.why == "Facial recognition: as an example"
