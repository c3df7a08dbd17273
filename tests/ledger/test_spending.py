"""What was spent: each sum once, and every filing behind it named."""

from decimal import Decimal

import pytest
from ledger.reports import report

from monitor.ledger import names
from monitor.ledger.filing import Filing
from monitor.ledger.spending import Total, lines, totals
from monitor.ledger.standing import Standing


def only(*reports: Filing) -> Total:
    (total,) = totals(lines(reports))
    return total


def own(key: str, value: int | None, period: str = "2026 Q1") -> Filing:
    return report(
        key, value, chain=f"elm {period}", period=period, registrant="Elm Street Cameras", client="Elm Street Cameras", in_house=True
    )


def hired(key: str, value: int | None, period: str = "2026 Q1", **more: object) -> Filing:
    return report(key, value, chain=f"oak {period}", period=period, **more)


def test_what_an_organisation_spent_itself_includes_what_it_paid_to_firms() -> None:
    total = only(own("a", 100_000), hired("b", 30_000))
    assert (total.value, total.firms) == (Decimal(100_000), Decimal(30_000))
    assert {line.chain.counted.key: line.standing for line in total.lines} == {
        "a": Standing.COUNTED,
        "b": Standing.IN_HOUSE_INCLUDES_IT,
    }


def test_in_house_or_hired_is_decided_for_each_period() -> None:
    total = only(hired("a", 30_000, "2026 Q1"), own("b", 100_000, "2026 Q2"), hired("c", 30_000, "2026 Q2"))
    assert total.value == Decimal(130_000)


def test_an_own_report_without_a_sum_replaces_nothing() -> None:
    total = only(own("a", None), hired("b", 30_000))
    assert (total.value, total.unknown) == (Decimal(30_000), 1)


def test_unknown_is_not_zero() -> None:
    assert only(hired("a", None)).value is None
    total = only(hired("a", None, "2026 Q1"), hired("b", 15_000, "2026 Q2"))
    assert (total.value, total.unknown) == (Decimal(15_000), 1)
    assert only(hired("a", 0)).value == Decimal(0)


def test_a_report_of_no_activity_carries_its_money_and_is_told_apart() -> None:
    total = only(hired("a", 50_000, "2018 Q1", idle=True), hired("b", 20_000, "2018 Q2"))
    assert (total.value, total.idle) == (Decimal(70_000), Decimal(50_000))


def test_a_subcontract_is_not_counted_and_is_kept_as_a_relation() -> None:
    total = only(hired("a", 30_000, client="FIDELIS GOVERNMENT RELATIONS (ON BEHALF OF MICROSOFT)"))
    assert total.value == Decimal(0)
    assert [(line.standing, line.on_behalf_of) for line in total.lines] == [(Standing.SUBCONTRACT, "MICROSOFT")]


def test_sums_of_different_currencies_are_never_added() -> None:
    found = totals(lines([hired("a", 10), hired("b", 20, "2026 Q2", currency="EUR")]))
    assert {total.currency: total.value for total in found} == {"USD": Decimal(10), "EUR": Decimal(20)}


def test_everything_behind_the_number_is_listed_with_what_was_replaced() -> None:
    total = only(own("a", 5), hired("b", 3), hired("c", 2))
    assert [each.key for each in total.filings] == ["a", "b", "c"]
    assert total.replaced == 1


def test_names_are_compared_as_the_caller_says() -> None:
    curated = {"NEC CORPORATION OF AMERICA": "nec", "NEC USA INC": "nec"}
    reports = [
        report("a", 90, chain="1", client="NEC CORPORATION OF AMERICA", in_house=True),
        report("b", 10, chain="2", client="NEC USA INC"),
    ]
    (total,) = totals(lines(reports, curated.__getitem__))
    assert total.value == Decimal(90)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("MICROSOFT CORP.", "Microsoft Corporation"),
        ("IDEMIA (FORMERLY KNOWN AS MORPHOTRAK)", "IDEMIA, LLC"),
        ("AIR TRANSPORT ASSOCIATION OF AMERICA, INC. (D/B/A AIRLINES FOR AMERICA)", "Air Transport Association of America"),
        ("AT&T", "AT & T, Inc."),
    ],
)
def test_an_organisation_is_the_same_under_its_names(first: str, second: str) -> None:
    assert names.organisation(first) == names.organisation(second)


@pytest.mark.parametrize(("first", "second"), [("NEC", "NECA"), ("MORPHO DETECTION LLC", "MORPHOSYS US INC."), ("THE CO", "THE LLP TRUST")])
def test_names_that_only_look_alike_are_not(first: str, second: str) -> None:
    assert names.organisation(first) != names.organisation(second)


@pytest.mark.parametrize(
    ("name", "principal"),
    [
        ("CORNERSTONE GOVERNMENT AFFAIRS OBO MICROSOFT CORPORATION", "MICROSOFT CORPORATION"),
        ("MABUS GROUP BEHALF OF NATIONAL SECURITY SOLUTIONS IDEMIA", "NATIONAL SECURITY SOLUTIONS IDEMIA"),
        ("OAK GROUP (FOR ELM STREET)", "ELM STREET"),
        ("LAWYERS' COMMITTEE FOR CIVIL RIGHTS UNDER LAW", None),
        ("INTERNATIONAL FRAGRANCE ASSOCIATION", None),
        ("AIR TRANSPORT ASSOCIATION (D/B/A AIRLINES FOR AMERICA)", None),
        ("HOBOKEN", None),
    ],
)
def test_whom_a_go_between_speaks_for_is_read_from_its_name(name: str, principal: str | None) -> None:
    assert names.speaks_for(name) == principal
