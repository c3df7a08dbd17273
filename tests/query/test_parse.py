"""What a reporter may type, and what is said when it cannot be read."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Rule, Scope
from monitor.query.errors import QueryError
from monitor.query.explain import explain
from monitor.query.filters import scope
from monitor.query.index import Index
from monitor.query.parse import parse
from sources.model import Kind


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("facial recognition", "facial AND recognition"),
        ('"facial recognition" OR biometr*', '"facial recognition" OR biometr*'),
        ("a b OR c", "a AND b OR c"),
        ("a (b OR c)", "a AND (b OR c)"),
        ("((a AND (b) AND c))", "a AND b AND c"),
        ("a NOT b", "a AND NOT b"),
        ("a NOT (b OR c)", "a AND NOT (b OR c)"),
        ("=NEC NOT NEAR/5 code", "=NEC NOT NEAR/5 code"),
        ("a NEAR b", "a NEAR/10 b"),
        ("“Rank One”", '"Rank One"'),
        ('="Rank One"', '="Rank One"'),
        ('"license plate read*"', '"license plate read*"'),
        ('"and"', '"and"'),
        ("AT&T", '"AT&T"'),
        ("kind:filing NEC country:us", "kind:filing AND country:us AND NEC"),
        ("kind:filing (a OR b)", "kind:filing AND (a OR b)"),
    ],
)
def test_a_query_is_read_and_printed(typed: str, printed: str) -> None:
    assert printed == str(parse(typed))
    assert parse(typed) == parse(printed)


@pytest.mark.parametrize(
    ("typed", "column", "message"),
    [
        ("", 0, "Type a word"),
        ("(face", 0, 'Write ")" where it ends'),
        ("face)", 4, "closes nothing"),
        ("face ()", 6, "closes nothing"),
        ('"face', 0, 'Write " where the phrase ends'),
        ("NOT face", 0, "Say also what must be there"),
        ("face OR NOT voice", 8, "Say also what must be there"),
        ("face AND", 7, "write a word after the operator"),
        ("AND face", 0, 'put it in quotes: "AND"'),
        ("face OR AND voice", 8, 'put it in quotes: "AND"'),
        ("face and voice", 5, "Write AND in capitals"),
        ("fa* voice", 0, "at least 3 letters"),
        ("fa*ce", 0, "stands at the end of a word"),
        ("face NEAR/0 voice", 5, "from 1 to 100"),
        ("face NEAR/x voice", 5, "from 1 to 100"),
        ("face NEAR/3 (a AND b)", 5, "AND and NOT have no place"),
        ("NEAR/3 face", 0, "Write a word before NEAR/3"),
        ("face ---", 5, "no letter or digit"),
        ("vendor:NEC face", 0, "is not there yet"),
        ("colour:red face", 0, "There is no filter colour:"),
        ("kind:party face", 0, "kind:meeting"),
        ("kind:filing", 0, "Say also which words"),
        ("face OR kind:filing", 8, "holds for the whole query"),
        ("face " * 101, 0, "at most 100"),
        ("x" * 2001, 2000, "at most 2,000"),
        ("(" * 13 + "face" + ")" * 13, 12, "nested more than 12"),
        ("a NEAR " * 11 + "a", 2, "at most 10"),
    ],
)
def test_an_error_points_at_its_place_and_says_what_to_write(typed: str, column: int, message: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(typed)
    assert (raised.value.column, message in raised.value.message) == (column, True), raised.value.message


def test_an_error_is_drawn_under_its_line() -> None:
    with pytest.raises(QueryError) as raised:
        parse("face\nvoice and gait")
    assert raised.value.picture().splitlines()[:2] == ["voice and gait", "      ^^^"]
    assert str(raised.value).endswith("(line 2, column 7)")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("face", "Finds texts that have the word “face”."),
        ("facial recognition", "Finds texts that have the word “facial” and the word “recognition”."),
        ('a (b OR "c def*")', "Finds texts that have the word “a” and any of (the word “b”, “c def…”, where the last word may go on)."),
        ("=NEC NOT NEAR/3 code", "Finds texts that have the word “NEC” in exactly these capitals not within 3 words of the word “code”."),
        ("face NOT voice", "Finds texts that have the word “face” and nowhere the word “voice”."),
        (
            "kind:filing state:us-ca a",
            "Finds texts that have the word “a”; looks only at records of the kind filing and from the state us-ca.",
        ),
    ],
)
def test_a_query_is_explained_in_words(typed: str, said: str) -> None:
    assert said == explain(parse(typed))


def test_filters_become_the_scope_of_a_watch() -> None:
    wanted = Scope(kinds=frozenset({Kind.FILING, Kind.MEETING}), sources=frozenset({"us-ca-*", "gb-*", "us-ny-new-york"}))
    assert wanted == scope(parse("kind:filing kind:meeting state:us-ca country:gb source:us-ny-new-york NEC").filters)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab()"*=/: \nANDORTNEAR1“'), max_size=60) | st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_a_place(typed: str) -> None:
    error = _refusal(typed)
    if error is None:
        query = parse(typed)
        assert query == parse(str(query), limits=None)
    else:
        assert 0 <= error.column <= len(typed)
        assert error.picture()


def _refusal(typed: str) -> QueryError | None:
    try:
        parse(typed)
    except QueryError as error:
        return error
    return None


@pytest.mark.parametrize(
    "typed",
    [
        " ".join(["a"] * 100),
        "(" * 12 + "a" + ")" * 12,
        " NEAR/100 ".join(["a"] * 11),
        "a NOT NEAR/100 (" + " OR ".join(["a"] * 99) + ")",
        '"' + "a " * 900 + '"',
        " OR ".join(f'"{"a " * length}"' for length in range(1, 40)),
    ],
)
def test_no_query_takes_more_than_linear_time(typed: str) -> None:
    index = Index([Rule(key="watch:1", query=str(parse(typed)))])
    short, long = (_seconds(index, "a " * words) for words in (500, 4_000))
    assert long < 8 * short * 4 + 0.05  # eight times the text; four times that for a noisy machine


def _seconds(index: Index, text: str) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        index.match(text)
        best = min(best, time.perf_counter() - start)
    return best
