"""A report and its amendments: which counts, and when that is in doubt."""

from datetime import timedelta
from decimal import Decimal

import pytest
from ledger.reports import POSTED, report

from monitor.ledger.chains import Chain, Doubt, chains
from monitor.ledger.filing import Filing

LATER, YEARS_LATER = POSTED + timedelta(minutes=24), POSTED + timedelta(days=1700)


def only(*reports: Filing) -> Chain:
    (chain,) = chains(reports)
    return chain


def test_the_last_posting_replaces_the_others_up_and_down() -> None:
    chain = only(report("b", 2_220_000, posted=LATER, amends=True), report("a", 222_000))
    assert (chain.value, [each.key for each in chain.replaced], chain.doubts) == (Decimal(2_220_000), ["a"], ())
    assert only(report("a", 70_000), report("b", 60_000, posted=YEARS_LATER, amends=True)).value == Decimal(60_000)


def test_an_amendment_withdraws_a_sum_by_giving_none() -> None:
    chain = only(report("a", 15_000), report("b", None, posted=LATER, amends=True, idle=True))
    assert (chain.value, chain.doubts, chain.range) == (None, (), None)


def test_an_amendment_stands_alone_where_nothing_else_is_known() -> None:
    assert only(report("a", 30_000, amends=True)).value == Decimal(30_000)


def test_a_report_that_comes_twice_is_one() -> None:
    chain = only(report("a", 20_000), report("a", 20_000))
    assert chain.replaced == ()


def test_the_same_sum_filed_twice_counts_once_and_is_in_no_doubt() -> None:
    chain = only(report("a", 20_000), report("b", 20_000, posted=LATER))
    assert (chain.value, chain.doubts) == (Decimal(20_000), ())


@pytest.mark.parametrize(
    ("last", "more", "doubt", "span"),
    [
        (None, {"posted": LATER}, Doubt.EMPTY_AFTER_AMOUNT, (20_000, 20_000)),
        (30_000, {"posted": LATER}, Doubt.TWO_REPORTS, (20_000, 30_000)),
        (30_000, {"posted": POSTED, "amends": True}, Doubt.SAME_MOMENT, (20_000, 30_000)),
    ],
)
def test_what_is_ambiguous_is_flagged_with_its_range_and_not_guessed(
    last: int | None, more: dict[str, object], doubt: Doubt, span: tuple[int, int]
) -> None:
    chain = only(report("a", 20_000), report("b", last, **more))
    assert chain.doubts == (doubt,)
    assert chain.value == (None if last is None else Decimal(last))
    assert chain.range == span


def test_a_report_of_income_and_expenses_is_in_doubt() -> None:
    assert only(report("a", 20_000, doubtful=True)).doubts == (Doubt.BOTH_KINDS,)


def test_a_report_without_a_day_counts_as_the_first() -> None:
    from monitor.ledger.filing import EARLIEST

    assert only(report("b", 1), report("a", 2, posted=EARLIEST)).counted.key == "b"


def test_chains_come_in_the_order_of_periods_whatever_the_order_of_reports() -> None:
    reports = [report("b", 1, chain="2", period="2026 Q2"), report("a", 1), report("c", 1, chain="3", period="2025 Q4")]
    assert [chain.counted.key for chain in chains(reports)] == ["c", "a", "b"]
    assert chains(reports) == chains(reversed(reports))
