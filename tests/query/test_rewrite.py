"""Filters added to what was typed and taken away again, with the rest left as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from query.strategies import queries

from monitor.query.nodes import Filter, Query
from monitor.query.parse import STRANGER, parse
from monitor.query.rewrite import narrowed, widened

KIND = Filter(field="kind", value="filing")
YEAR = (Filter(field="after", value="2025"), Filter(field="before", value="2026"))
VENDOR = Filter(field="vendor", value="flock safety")


@pytest.mark.parametrize(
    ("typed", "added", "expected"),
    [
        ("facial recognition", (KIND,), "facial recognition kind:filing"),
        ("face OR iris", (KIND,), "(face OR iris) kind:filing"),
        (" face ", YEAR, "face after:2025 before:2026"),
        ("topic:drones", (VENDOR,), 'topic:drones vendor:"flock safety"'),
        ("kind:meeting (face OR iris)", (VENDOR,), 'kind:meeting (face OR iris) vendor:"flock safety"'),
        ("x" * 1995, (KIND,), None),
    ],
)
def test_a_filter_is_added_behind_what_was_typed(typed: str, added: tuple[Filter, ...], expected: str | None) -> None:
    assert narrowed(typed, added) == expected


@pytest.mark.parametrize(
    ("typed", "taken", "expected"),
    [
        ("facial recognition kind:filing", KIND, "facial recognition"),
        ("kind:filing AND face", KIND, "face"),
        ("face AND kind:filing AND iris", KIND, "face AND iris"),
        ("NOT kind:filing (face OR iris)", Filter(field="kind", value="filing", absent=True), "(face OR iris)"),
        ('face vendor:"Flock  Safety" iris', VENDOR, "face iris"),
        ("kind:filing kind:filing face", KIND, "face"),
        ("kind:filing NOT kind:filing face", KIND, "NOT kind:filing face"),
        ("topic:drones", Filter(field="topic", value="drones"), None),
        ("topic:drones kind:filing", Filter(field="topic", value="drones"), None),
    ],
)
def test_a_filter_is_taken_away_where_something_is_left_to_look_for(typed: str, taken: Filter, expected: str | None) -> None:
    assert widened(typed, taken) == expected


readable = queries.filter(lambda query: str(query).count("NEAR") <= STRANGER.nears)


@given(readable, st.lists(st.sampled_from([KIND, VENDOR, *YEAR]), min_size=1, max_size=3, unique=True))
def test_whatever_was_typed_says_the_same_with_the_filters_added_and_taken_away(query: Query, added: list[Filter]) -> None:
    typed = str(query)
    narrower = narrowed(typed, added)
    assert narrower is not None
    assert parse(narrower) == Query(root=parse(typed).root, filters=tuple(added))
    for one in added:
        narrower = widened(narrower or "", one)
    assert parse(narrower or "") == parse(typed)
