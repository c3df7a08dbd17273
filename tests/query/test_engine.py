"""The engine against a slow and obvious matcher, on random queries and texts."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from query.slow import outermost, spots
from query.strategies import queries, texts

from monitor.model import Rule
from monitor.query.index import Index
from monitor.query.nodes import Query
from monitor.query.parse import parse


def expected(query: Query, text: str) -> list[tuple[int, int]]:
    """Offsets of what the slow matcher finds."""
    spans = [token.span() for token in re.finditer(r"\S+", text)]
    return [(spans[first][0], spans[last][1]) for first, last in outermost(spots(query.root, text) or [])]


@settings(max_examples=400, deadline=None)
@given(queries, texts)
def test_the_engine_finds_what_the_obvious_matcher_finds(query: Query, text: str) -> None:
    found = Index([Rule(key="watch:1", query=str(query))]).match(text)
    assert expected(query, text) == [(match.start, match.end) for match in found]


@settings(max_examples=150, deadline=None)
@given(st.lists(queries, min_size=2, max_size=6), texts)
def test_many_rules_find_together_what_each_finds_alone(several: list[Query], text: str) -> None:
    rules = [Rule(key=f"watch:{number}", query=str(query)) for number, query in enumerate(several)]
    alone = [match for rule in rules for match in Index([rule]).match(text)]
    assert sorted(alone, key=lambda match: (match.start, match.rule, match.end)) == Index(rules).match(text)


@settings(max_examples=150, deadline=None)
@given(queries)
def test_a_printed_query_parses_to_itself(query: Query) -> None:
    assert query == parse(str(query), limits=None)
