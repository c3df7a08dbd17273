"""What notices and awards say, and what they only seem to say: the words that the field guide to procurement warns of."""

import pytest

from monitor.lexicon import load
from monitor.query.matcher import Matcher

MATCHER = Matcher(load())


def found(text: str) -> set[str]:
    """The topics and vendors of a text, as "facial-recognition" and "NEC"."""
    matches = MATCHER.match(text)
    return {match.rule.removeprefix("topic:") for match in matches} | {match.vendor for match in matches if match.vendor}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Die Gesichtserkennungssoftware der Polizei", "facial-recognition"),
        ("Automatische Kennzeichenerfassungsanlage", "license-plate-readers"),
        ("een gezichtsherkenningssysteem", "facial-recognition"),
        ("kasvojentunnistusjärjestelmä", "facial-recognition"),
    ],
)
def test_compounds_of_german_dutch_and_finnish_are_found(text: str, topic: str) -> None:
    assert topic in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Neches River Municipal Water Authority: pumps",
        "State of Connecticut, maintenance of elevators",
        "Flock Homes, property management",
        "Axonius asset management licences",
        "Axonics implants for the hospital",
    ],
)
def test_names_that_hold_a_vendors_name_are_not_that_vendor(text: str) -> None:
    assert found(text) == set()


def test_a_vendor_who_sells_something_else_is_no_topic() -> None:
    assert "facial-recognition" not in found("Univerge PBX telephone exchange from NEC Corporation of America")
    assert {"NEC", "facial-recognition"} <= found("NEC Corporation of America: facial recognition for the police")


def test_words_of_a_topic_that_mean_something_else_are_not_it() -> None:
    assert found("Surveillance Utilization Review Subsystem for the Medicaid program") == set()
    assert found("Identity management software licences for log-in") == set()


def test_voices_of_youths_that_are_recognised_are_biometrics() -> None:
    assert "voice" in found("Electronic and voice recognition monitoring of youths")


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        ("NeoFace", "NEC"),
        ("MorphoTrust", "IDEMIA"),
        ("IDEMIA", "IDEMIA"),
        ("MBIS", "fingerprint"),
        ("ABIS", "fingerprint"),
        ("Vigilant ALPR", "Vigilant Solutions"),
        ("Fusus", "Fusus"),
        ("BriefCam", "BriefCam"),
        ("Rekognition", "Amazon Rekognition"),
    ],
)
def test_products_name_their_maker_where_a_reseller_is_paid(product: str, expected: str) -> None:
    assert expected in found(f"Carahsoft: {product} licences for the police")
