"""Which words a database is asked for: alternatives lose nothing and add nothing."""

from hypothesis import given
from hypothesis import strategies as st
from query.strategies import WORDS, queries

from monitor.query.narrow import alternatives, needed
from monitor.query.nodes import All, Any, Literal, Node, Query
from monitor.query.normalise import normalise

vocabulary = sorted({word for text in WORDS for word in normalise(text).split()})


def holds(node: Node, words: frozenset[str]) -> bool:
    match node:
        case Literal():
            return any(word.startswith(node.text) if node.prefix else word == node.text for word in words)
        case Any():
            return any(holds(item, words) for item in node.items)
        case All():
            return all(holds(item, words) for item in node.items)
    raise AssertionError(node)


@given(queries, st.frozensets(st.sampled_from(vocabulary)))
def test_one_of_the_alternatives_holds_wherever_all_that_is_needed_is_there_and_nowhere_else(query: Query, words: frozenset[str]) -> None:
    assert query.root is not None
    need = needed(query.root)
    assert need is not None
    assert any(holds(one, words) for one in alternatives(need)) == holds(need, words)


def test_a_word_beside_a_long_or_stands_in_each_alternative() -> None:
    choices = tuple(Literal(text=word) for word in "abcde")
    need = All(items=(Literal(text="contract"), Any(items=choices)))
    assert alternatives(need) == [All(items=(Literal(text="contract"), one)) for one in choices]
