"""No query takes more than linear time: what is counted are steps, since a clock says more of the machine than of the query."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from monitor.model import Rule
from monitor.query.index import Index
from monitor.query.parse import STRANGER, parse

COSTLY = [
    " ".join(["a"] * 100),
    "(" * 12 + "a" + ")" * 12,
    " NEAR/100 ".join(["a"] * 11),
    "a NOT NEAR/100 (" + " OR ".join(["a"] * 99) + ")",
    '"' + "a " * 900 + '"',
    " OR ".join(f'"{"a " * length}"' for length in range(1, 40)),
    " OR ".join(f"={'a' * length}*" for length in range(3, 60)),
    "NOT " * 300 + "a",
    "kind:filing " * 150 + "a",
    '"' * 2_000,
    "(" * 2_000,
    "a NEAR/" + "9" * 1_900,
]


def readable(typed: str) -> bool:
    try:
        parse(typed)
    except ValueError:
        return False
    return True


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python run, and calls are made, until the work is done: the same every time, on any machine."""
    count = 0

    def counting(_: FrameType, __: str, ___: object) -> Callable[..., object]:
        nonlocal count
        count += 1
        return counting

    before = sys.gettrace()
    sys.settrace(counting)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("typed", [typed for typed in COSTLY if readable(typed)])
def test_matching_takes_no_more_than_linear_time_in_the_text(typed: str) -> None:
    index = Index([Rule(key="watch:1", query=typed)])
    index.match("a " * 10)  # what is made once
    some, more = (steps(lambda words=words: index.match("a " * words)) for words in (2_000, 8_000))  # type: ignore[misc]
    assert more <= 4 * some * 1.5


@pytest.mark.parametrize("typed", COSTLY)
def test_reading_a_query_takes_no_more_steps_than_so_many_for_each_character(typed: str) -> None:
    readable("a")  # what is made once
    assert steps(lambda: readable(typed)) <= 10_000 + 400 * len(typed)


@pytest.mark.parametrize("typed", COSTLY)
def test_a_query_is_refused_that_is_longer_than_a_stranger_may_write(typed: str) -> None:
    assert not readable(typed + " a" * STRANGER.length)
