"""The page on the query language says what is so."""

import re
from pathlib import Path

import pytest

from monitor.model import Rule
from monitor.query.explain import explain
from monitor.query.filters import FIELDS
from monitor.query.index import Index
from monitor.query.parse import STRANGER, parse

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")
SHOWN = [typed for row in re.findall(r"^\| (`.*?`) \|", PAGE, re.MULTILINE) for typed in re.findall(r"`([^`]+)`", row)]


@pytest.mark.parametrize("typed", SHOWN)
def test_every_query_shown_can_be_read_and_explained(typed: str) -> None:
    assert explain(parse(typed)).startswith("Finds texts that have ")


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ('"license plate"', "License‑Plate", True),
        ("cafe", "Café", True),
        ("live-scan", "live scan", True),
        ("live-scan", "livescan", False),
        ("alpr", "malpractice", False),
        ("idemia", "epidemia", False),
        ('"facial recognition"', "facial, recognition", False),
        ("recognition", "recog-\nnition", True),
        ('"facial recognition"', "facial-\nrecognition", True),
        ("ALPR", "forALPR", True),
    ],
)
def test_what_the_page_calls_the_same_is_the_same(query: str, text: str, expected: bool) -> None:
    assert expected == bool(Index([Rule(key="watch:1", query=query)]).match(text))


def test_the_limits_are_those_of_the_parser() -> None:
    for number in (f"{STRANGER.length:,} characters", f"{STRANGER.terms} words", f"{STRANGER.nears} `NEAR`", f"{STRANGER.depth} deep"):
        assert number in PAGE


def test_every_filter_is_shown() -> None:
    for field in FIELDS:
        assert any(f"{field}:" in typed for typed in SHOWN), field
