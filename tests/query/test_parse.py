"""What a reporter may type, and what is said when it cannot be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.query.errors import QueryError
from monitor.query.explain import explain
from monitor.query.parse import parse


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
        ("Kind:filing a", "kind:filing AND a"),
        ("a NOT source:us-ca-*", "NOT source:us-ca-* AND a"),
        ("topic:drones", "topic:drones"),
        ("vendor:“Flock Safety” amount:>=100K", 'vendor:"flock safety" AND amount:>=100k'),
        ("https://example.org", '"https://example.org"'),
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
        ("face near/5 voice", 5, "Write NEAR/5 in capitals"),
        ("face NEAR 5 voice", 5, "Write NEAR/5 in one piece"),
        ("face -voice", 5, "write NOT voice"),
        ("*face", 0, "stands at the end of a word"),
        ("fa* voice", 0, "at least 3 letters"),
        ("fa*ce", 0, "stands at the end of a word"),
        ("face NEAR/0 voice", 5, "from 1 to 100"),
        ("face NEAR/x voice", 5, "from 1 to 100"),
        ("face NEAR/3 (a AND b)", 5, "AND and NOT have no place"),
        ("NEAR/3 face", 0, "Write a word before NEAR/3"),
        ("face ---", 5, "no letter or digit"),
        ("face amount:lots", 5, "amount:>100000"),
        ("face before:2026-02-30", 5, "before:2026-11-24"),
        ("face after:yesterday", 5, "a day, a month or a year"),
        ("face body:", 5, 'body:"public safety"'),
        ("face state:california", 5, "state:us-ca"),
        ("face topic:Faces?", 5, "topic:facial-recognition"),
        ("NOT topic:drones", 0, "Say also which words"),
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
        ("topic:drones vendor:nec", "Finds texts that have the topic drones and the vendor nec."),
        (
            "a NOT topic:dna body:council amount:>100k amount:<1m after:2026 NOT kind:filing",
            "Finds texts that have the word “a” and nowhere the topic dna; looks only at records of the body “council”, with an amount "
            "above 100k and below 1m, dated 2026 or later and not of the kind filing.",
        ),
    ],
)
def test_a_query_is_explained_in_words(typed: str, said: str) -> None:
    assert said == explain(parse(typed))


PIECES = [
    *("face", '"live scan"', "=NEC", "biometr*", "(", ")", "AND", "OR", "NOT", "NEAR/3", "NEAR", "NOT NEAR/2", "kind:filing", "kind:x"),
    *(
        "source:us-ca-*",
        "state:us-ca",
        'place:"los angeles"',
        "platform:legistar",
        "body:Council",
        "vendor:nec",
        "topic:drones",
        "Topic:dna",
    ),
    *("amount:>1.5m", "amount:1..2eur", "amount:", "before:2026-13", "after:2026-1", "country:us"),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
    | st.text(st.sampled_from('ab()"*=/: \nANDORTNEAR1“>.-k'), max_size=60)
    | st.text(max_size=60)
)
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
