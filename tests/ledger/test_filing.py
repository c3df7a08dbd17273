"""A stored record as the ledger counts it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from monitor.ledger.filing import EARLIEST, filing
from sources.model import Amount, AmountKind, Kind, Party, Record, Role

SOURCE = "us-zz-register"


def record(**more: Any) -> Record:
    base = Record(
        key="0b7c",
        kind=Kind.FILING,
        title="Elm Street Cameras by Oak & Co: 2026 Q1 report",
        url="https://register.example/0b7c",
        thread="1:2:2026 Q1",
        type="1st Quarter - Report (No Activity)",
        period="2026 Q1",
        published=datetime(2026, 4, 20, tzinfo=UTC),
        parties=(Party(name="OAK & CO", role=Role.REGISTRANT), Party(name="ELM", role=Role.CLIENT, ids=(("lda-client", "2"),))),
        amounts=(Amount(kind=AmountKind.INCOME, value=Decimal(50000), currency="USD"),),
    )
    return replace(base, **more)


def test_a_report_says_who_for_whom_when_and_how_much() -> None:
    found = filing(record(), SOURCE)
    assert found is not None
    assert (found.registrant, found.client, found.client_ids) == ("OAK & CO", "ELM", (("lda-client", "2"),))
    assert (found.period, found.year, found.value, found.currency) == ("2026 Q1", 2026, Decimal(50000), "USD")
    assert (found.in_house, found.idle, found.amends, found.doubtful) == (False, True, False, False)


def test_expenses_are_those_of_an_organisation_itself_and_both_kinds_are_in_doubt() -> None:
    expense = Amount(kind=AmountKind.EXPENSE, value=Decimal(90000), currency="USD")
    found = filing(record(amounts=(expense, *record().amounts)), SOURCE)
    assert found is not None
    assert (found.in_house, found.value, found.doubtful) == (True, Decimal(90000), True)


def test_an_unknown_sum_stays_unknown_and_an_unknown_day_is_the_first() -> None:
    found = filing(record(amounts=(Amount(kind=AmountKind.INCOME, value=None, currency="USD"),), published=None), SOURCE)
    assert found is not None
    assert (found.value, found.posted) == (None, EARLIEST)


def test_a_day_without_a_time_counts_as_its_end() -> None:
    found = filing(record(published=date(2026, 4, 20)), SOURCE)
    assert found is not None
    assert datetime(2026, 4, 20, 23, tzinfo=UTC) < found.posted < datetime(2026, 4, 21, tzinfo=UTC)


def test_registrations_contributions_and_other_kinds_are_no_reports() -> None:
    given = Amount(kind=AmountKind.CONTRIBUTION, value=Decimal(500), currency="USD")
    assert filing(record(amounts=()), SOURCE) is None
    assert filing(record(amounts=(given,)), SOURCE) is None
    assert filing(record(kind=Kind.NOTICE), SOURCE) is None
    assert filing(record(period=""), SOURCE) is None
