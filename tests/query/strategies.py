"""Random queries and texts over a small alphabet, so that they meet."""

from hypothesis import strategies as st

from monitor.query.nodes import All, Any, Literal, Near, Node, Not, Query, all_of, any_of, triggers

WORDS = ["face", "Face", "facial", "alpr", "malpractice", "iris", "Irish", "NEC", "nec", "code", "dna", "recognition"]

literals = st.builds(
    Literal,
    text=st.lists(st.sampled_from(list(WORDS)), min_size=1, max_size=3).map(" ".join),
    prefix=st.booleans(),
    exact=st.booleans(),
)
places: st.SearchStrategy[Node] = st.recursive(
    literals,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(any_of),
        st.builds(Near, left=inner, right=inner, words=st.integers(1, 4), absent=st.booleans()),
    ),
    max_leaves=5,
)
nodes: st.SearchStrategy[Node] = st.recursive(
    places,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(any_of),
        st.lists(inner, min_size=2, max_size=3).map(all_of),
        inner.map(lambda item: Not(item=item)),
    ),
    max_leaves=8,
)
queries = nodes.filter(lambda node: triggers(node) is not None).map(lambda node: Query(root=node))
texts = st.lists(st.sampled_from([*WORDS, "."]), max_size=30).map(" ".join)

__all__ = ["All", "Any", "literals", "nodes", "queries", "texts"]
