"""How contracts are added up: each once, at its last stated sum, and nothing that was called off."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from monitor.ledger.award import Award, award
from monitor.ledger.contracts import Contract, contracts, totals
from monitor.ledger.standing import Standing
from sources.model import Amount, AmountKind, Kind, Party, Record, Role, Stage

AWARD, CONTRACT, CEILING, ESTIMATE = AmountKind.AWARD, AmountKind.CONTRACT, AmountKind.CEILING, AmountKind.ESTIMATE


def notice(
    key: str, *sums: tuple[AmountKind, str | int | None, str], to: str | tuple[str, ...] = "Argos Imaging, Inc.", **more: Any
) -> Award:
    names = (to,) if isinstance(to, str) else to
    ids = more.pop("ids", ())
    record = Record(
        key=key,
        kind=Kind.NOTICE,
        title=key,
        url=f"https://portal.example/{key}",
        parties=(Party(name="Town", role=Role.BUYER), *(Party(name=name, role=Role.SUPPLIER, ids=ids) for name in names)),
        amounts=tuple(
            Amount(kind=kind, value=None if value is None else Decimal(value), currency=currency) for kind, value, currency in sums
        ),
        **{"thread": "P-1", "published": date(2026, 3, 1), "stage": Stage.AWARD, **more},
    )
    found = award(record, more.pop("source", "us-zz-portal"))
    assert found is not None
    return found


def elsewhere(each: Award, source: str) -> Award:
    return Award(
        **{name: getattr(each, name) for name in Award.__dataclass_fields__} | {"source_id": source, "process": f"{source} {each.key}"}
    )


def summed(*notices: Award) -> dict[tuple[str, str | None], Decimal | None]:
    return {(str(total.kind), total.currency): total.value for total in totals(contracts(notices))}


def standings(*notices: Award) -> list[Standing]:
    return [each.standing for each in contracts(notices)]


def test_an_award_and_its_contract_are_one_sum_and_the_contract_counts() -> None:
    assert summed(notice("a", (AWARD, 100, "USD")), notice("c", (CONTRACT, 110, "USD"), stage=Stage.CONTRACT)) == {
        ("contract", "USD"): Decimal(110)
    }


def test_an_amendment_replaces_what_was_stated_before_also_downwards() -> None:
    later = notice("b", (AWARD, 80, "USD"), published=date(2026, 6, 1))
    (found,) = contracts([later, notice("a", (AWARD, 100, "USD"))])
    assert (found.counted.key, [each.key for each in found.others]) == ("b", ["a"])
    assert summed(later, notice("a", (AWARD, 100, "USD"))) == {("award", "USD"): Decimal(80)}


def test_a_later_notice_without_a_sum_does_not_take_the_sum_away() -> None:
    assert summed(notice("a", (AWARD, 100, "USD")), notice("b", (AWARD, None, "USD"), published=date(2026, 6, 1))) == {
        ("award", "USD"): Decimal(100)
    }


def test_a_process_with_several_awards_is_several_contracts() -> None:
    assert summed(notice("a", (AWARD, 100, "USD")), notice("b", (AWARD, 50, "USD"), to="Bell & Co")) == {("award", "USD"): Decimal(150)}


def test_one_supplier_under_two_spellings_is_one() -> None:
    assert len(contracts([notice("a", (AWARD, 100, "USD")), notice("b", (AWARD, 100, "USD"), to="ARGOS IMAGING INC")])) == 1


def test_what_is_withdrawn_or_cancelled_does_not_count_at_all() -> None:
    last = notice("b", (AWARD, 100, "USD"), stage=Stage.CANCELLED, published=date(2026, 6, 1))
    assert standings(notice("a", (AWARD, 100, "USD")), last) == [Standing.CALLED_OFF]
    assert summed(notice("a", (AWARD, 100, "USD")), last) == {("award", "USD"): None}
    assert standings(notice("a", (AWARD, 100, "USD"), withdrawn=True)) == [Standing.CALLED_OFF]


def test_a_sum_that_several_suppliers_share_is_added_to_none() -> None:
    shared = notice("a", (AWARD, 100, "USD"), to=("Argos Imaging, Inc.", "Bell & Co"))
    assert standings(shared) == [Standing.SHARED]
    assert summed(shared) == {("award", "USD"): None}


def test_lots_are_added_up_and_a_ceiling_beside_them_is_not() -> None:
    assert summed(notice("a", (AWARD, 60, "EUR"), (AWARD, 40, "EUR"), (CEILING, 500, "EUR"), (ESTIMATE, 90, "EUR"))) == {
        ("award", "EUR"): Decimal(100)
    }


def test_currencies_and_kinds_are_never_added_together() -> None:
    found = summed(
        notice("a", (AWARD, 60, "EUR"), (AWARD, 7, "IDR")),
        notice("b", (CEILING, 500, "EUR"), thread="P-2"),
        notice("c", (AWARD, 5, "EUR"), thread="P-3"),
    )
    assert found == {("award", "EUR"): Decimal(65), ("award", "IDR"): Decimal(7), ("ceiling", "EUR"): Decimal(500)}


def test_unknown_is_counted_beside_the_sum_and_is_not_zero() -> None:
    found = totals(contracts([notice("a", (AWARD, None, "USD")), notice("b", (AWARD, 5, "USD"), thread="P-2"), notice("c", thread="P-3")]))
    assert [(total.kind, total.value, total.unknown) for total in found] == [(AWARD, Decimal(5), 1), (None, None, 1)]


def test_what_two_portals_tell_of_one_contract_counts_once_where_the_supplier_has_its_number() -> None:
    national = notice("a", (AWARD, 184000, "EUR"))
    union = elsewhere(notice("b", (AWARD, 184000, "EUR"), ids=(("national-EST", "14000001"),), published=date(2026, 4, 1)), "eu-all-ted")
    assert standings(national, union) == [Standing.TWIN, Standing.COUNTED]
    (total,) = totals(contracts([national, union]))
    assert (total.value, total.range) == (Decimal(184000), (Decimal(184000), Decimal(368000)))


@pytest.mark.parametrize(
    "other",
    [
        notice("b", (AWARD, 184001, "EUR")),
        notice("b", (AWARD, 184000, "EUR"), published=date(2027, 3, 1)),
        notice("b", (AWARD, 184000, "EUR"), to="Bell & Co"),
        notice("b", (AWARD, None, "EUR")),
    ],
    ids=["another sum", "a year later", "another supplier", "no sum"],
)
def test_what_differs_is_no_twin(other: Award) -> None:
    assert Standing.TWIN not in standings(notice("a", (AWARD, 184000, "EUR")), elsewhere(other, "eu-all-ted"))


def test_a_process_that_has_one_name_everywhere_is_one_on_two_portals() -> None:
    procedure = "9b2c4d00-0000-4000-8000-000000000002"
    german = notice("a", (AWARD, 100, "EUR"), thread=procedure)
    assert german.process == procedure
    assert notice("b", thread="P-1").process == "us-zz-portal P-1"
    assert len(contracts([german, Award(**{**_fields(german), "source_id": "eu-all-ted", "key": "1-2026"})])) == 1


def test_who_is_paid_by_nobody_is_no_award() -> None:
    tender = Record(key="t", kind=Kind.NOTICE, title="t", url="https://portal.example/t", parties=(Party(name="Town", role=Role.BUYER),))
    assert award(tender, "us-zz-portal") is None
    filing = Record(key="f", kind=Kind.FILING, title="f", url="https://x.example/f", parties=(Party(name="A", role=Role.SUPPLIER),))
    assert award(filing, "us-zz-portal") is None


def test_a_notice_that_comes_twice_is_one() -> None:
    same = notice("a", (AWARD, 100, "USD"))
    (found,) = contracts([same, same])
    assert isinstance(found, Contract)
    assert found.others == ()
    assert found.counted.posted == datetime(2026, 3, 1, tzinfo=UTC)


def _fields(each: Award) -> dict[str, Any]:
    return {name: getattr(each, name) for name in Award.__dataclass_fields__}


def test_the_day_of_a_contract_is_that_of_its_signature_however_late_it_changes() -> None:
    first = notice("a", (AWARD, 100, "USD"), signed=date(2019, 7, 1), published=date(2019, 9, 1))
    later = notice("b", (AWARD, 180, "USD"), published=date(2026, 6, 1), updated=date(2026, 7, 1))
    (found,) = contracts([later, first])
    assert (found.counted.key, found.day) == ("b", date(2019, 7, 1))
    assert contracts([notice("a", (AWARD, 100, "USD"), published=None, updated=date(2026, 7, 1))])[0].day is None
