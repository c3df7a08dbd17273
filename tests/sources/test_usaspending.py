"""What USAspending does that a small tape cannot show: long lists, groups of types, names inside of names."""

import json
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import one_run
import pytest
from one_run import NOW, Ended

from sources import codec, registry
from sources.errors import Inconclusive, Unavailable
from sources.model import Amount, AmountKind, Problem, Record, Unchanged
from sources.procurement.detailed import Detailed
from sources.procurement.usaspending import UsaSpending
from sources.procurement.usaspending_groups import GROUPS
from sources.source import Known
from sources.web import Web

Fields = dict[str, Any]


def usaspending(**options: object) -> UsaSpending:
    source = registry.build("usaspending", {"keywords": ["biometric"], "groups": ["contracts"], **options})
    assert isinstance(source, UsaSpending)
    return source


class Api(httpx.AsyncBaseTransport):
    """So many awards, a page after the other; those in `broken` have no detail, and the next page follows the last one before it."""

    def __init__(self, awards: int, *, endless: bool = False, broken: frozenset[int] = frozenset()) -> None:
        self.awards = awards
        self.endless = endless
        self.broken = broken
        self.questions: list[Fields] = []
        self.details: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("last_updated/"):
            return httpx.Response(200, json={"last_updated": "11/19/2026"})
        if "/awards/" in request.url.path:
            self.details.append(request.url.path.split("/")[-2])
            number = int(self.details[-1].rpartition("_")[2])
            return httpx.Response(500 if number in self.broken else 200, json=detail(number))
        question = json.loads(request.content)
        self.questions.append(question)
        first = question.get("last_record_unique_id", 0)
        rows = [listed(number) for number in range(first + 1, min(first + question["limit"], self.awards) + 1)]
        place = {"hasNext": self.endless or first + len(rows) < self.awards, "last_record_unique_id": first + len(rows)}
        return httpx.Response(200, json={"results": rows, "page_metadata": {**place, "last_record_sort_value": "1"}})


def listed(number: int) -> Fields:
    return {
        "internal_id": number,
        "generated_internal_id": f"CONT_AWD_{number}",
        "Award ID": "NOT-UNIQUE",
        "Recipient Name": "ARGOS",
        "Award Amount": 1.0,
        "Last Modified Date": "2026-11-18",
    }


def detail(number: int, **said: object) -> Fields:
    row: Fields = {
        "generated_unique_award_id": f"CONT_AWD_{number}",
        "category": "contract",
        "type_description": "PURCHASE ORDER",
        "description": "BIOMETRIC READERS",
        "date_signed": "2026-11-17",
        "total_obligation": 10,
        "base_and_all_options": None,
        "recipient": {"recipient_name": "ARGOS"},
    }
    return row | said


async def run(api: Api, source: UsaSpending | None = None, known: Known = lambda _: None) -> Ended:
    return await one_run.run(source or usaspending(), api, known, back=timedelta(days=2))


def read(said: Fields) -> Record:
    return usaspending().read(Detailed(key="CONT_AWD_1", mark="m", fields=listed(1), detail=said))


async def test_a_list_is_read_to_its_end_after_the_last_record_of_each_page() -> None:
    api = Api(250)
    items, error = await run(api, known=lambda _: "2026-11-18/1.0")
    assert error is None
    assert items == [Unchanged(key=f"CONT_AWD_{number}") for number in range(1, 251)]
    assert [(each["page"], each.get("last_record_unique_id")) for each in api.questions] == [(1, None), (2, 100), (3, 200)]


async def test_a_list_without_an_end_is_inconclusive() -> None:
    _, error = await run(Api(150, endless=True), known=lambda _: "2026-11-18/1.0")
    assert isinstance(error, Inconclusive)


async def test_each_request_asks_for_the_types_of_one_group() -> None:
    api = Api(0)
    await run(api, usaspending(groups=list(GROUPS), recipients=["ZZ1ARGOS0000"]))
    asked = [tuple(each["filters"]["award_type_codes"]) for each in api.questions]
    assert asked == [codes for codes in GROUPS.values() for _ in ("keywords", "recipient")]


async def test_it_asks_for_what_was_modified_and_never_before_october_2007() -> None:
    api = Api(0)
    await run(api)
    (window,) = api.questions[0]["filters"]["time_period"]
    assert window == {"start_date": "2026-11-18", "end_date": "2026-11-20", "date_type": "last_modified_date"}
    web = Web.of(usaspending(), transport=api, now=lambda: NOW)
    async with aclosing(usaspending().rows(web, datetime(1990, 1, 1, tzinfo=UTC), lambda _: None)) as rows:
        assert [row async for row in rows] == []
    assert api.questions[-1]["filters"]["time_period"][0]["start_date"] == "2007-10-01"


async def test_an_award_whose_detail_fails_is_told_by_its_list_and_asked_for_again() -> None:
    items, error = await run(Api(3, broken=frozenset({2})))
    assert isinstance(error, Unavailable)
    assert [(item.key, item.mark) for item in items if isinstance(item, Record)] == [
        ("CONT_AWD_1", "2026-11-18/1.0"),
        ("CONT_AWD_2", None),
        ("CONT_AWD_3", "2026-11-18/1.0"),
    ]


async def test_after_three_failures_in_a_row_no_detail_is_asked_for() -> None:
    api = Api(9, broken=frozenset(range(1, 10)))
    items, error = await run(api)
    assert isinstance(error, Unavailable)
    assert (len(items), len(set(api.details))) == (9, 3)


def test_an_obligation_of_nothing_is_zero_and_one_that_is_not_said_is_unknown() -> None:
    assert read(detail(1, total_obligation=Decimal("0.0"))).amounts == (
        Amount(kind=AmountKind.OBLIGATION, value=Decimal(0), currency="USD"),
    )
    assert read(detail(1, total_obligation=None)).amounts[0].value is None


def test_the_ceiling_of_an_idv_is_another_kind_of_sum_than_what_its_orders_obligate() -> None:
    kinds = {amount.kind: amount.value for amount in read(detail(1, category="idv", base_and_all_options=900)).amounts}
    assert kinds == {AmountKind.OBLIGATION: Decimal(10), AmountKind.CEILING: Decimal(900)}


def test_a_loan_is_what_it_lends_and_not_an_obligation_of_nothing() -> None:
    (amount,) = read(detail(1, category="loans", total_obligation=0.0, total_loan_value=717)).amounts
    assert (amount.kind, amount.value) == (AmountKind.AWARD, Decimal(717))


def test_officers_are_not_in_the_record() -> None:
    assert "ADA" not in codec.dumps(read(detail(1, executive_details={"officers": [{"name": "ADA EXAMPLE", "amount": 1}]})))


def test_an_award_without_its_id_is_a_problem_beside_the_others() -> None:
    row = Detailed(key=None, mark=None, fields={"internal_id": 7, "Award ID": "X"}, detail=None)
    assert [type(item) for item in usaspending().read_all([row])] == [Problem]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"keywords": ["ab"]}, "at least 3 characters, and 'ab' has not"),
        ({"groups": ["contract"]}, "there is no contract; there are contracts, idvs"),
        ({"keywords": []}, "there must be keywords or recipients"),
    ],
)
def test_what_the_api_would_refuse_is_named_before_it_is_asked(options: Fields, words: str) -> None:
    with pytest.raises(registry.CatalogError, match=words):
        usaspending(**options)


def test_the_first_run_reads_as_far_back_as_the_others_so_that_the_second_tells_nothing_old() -> None:
    ours = [source for source in registry.load().values() if isinstance(source, UsaSpending)]
    assert ours
    assert [source.publisher.id for source in ours if source.publisher.backfill < source.overlap] == []


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ({"state_code": "CA", "location_country_code": "USA"}, "us-ca"),
        ({"state_code": "BY", "location_country_code": "DEU"}, ""),
        ({"state_code": "CA", "location_country_code": "AGO"}, ""),
        ({"state_code": None, "location_country_code": None}, ""),
        (None, ""),
    ],
)
def test_the_state_is_that_of_the_place_of_performance_and_the_day_that_of_the_signature(place: object, region: str) -> None:
    record = read(detail(1, place_of_performance=place, date_signed="2021-05-04"))
    assert (record.region, record.signed) == (region, date(2021, 5, 4))
