"""What the World Bank's search does that a small tape cannot show: long lists, an order that is not kept, odd days."""

from collections.abc import Callable
from datetime import date, timedelta

import httpx
import one_run
import pytest
from one_run import Ended
from tapes.worldbank.make import notice

from sources import codec, registry
from sources.errors import Inconclusive
from sources.model import Problem, Record, Stage, Unchanged
from sources.procurement.worldbank import WorldBank
from sources.source import Known


def worldbank(*terms: str) -> WorldBank:
    source = registry.build("worldbank", {"terms": terms or ("biometric",)})
    assert isinstance(source, WorldBank)
    return source


class Search(httpx.AsyncBaseTransport):
    """Finds the same notices for every term, in the order in which they are given."""

    def __init__(self, *rows: dict[str, object]) -> None:
        self.rows = rows
        self.asked: list[httpx.QueryParams] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.params)
        first = int(request.url.params["os"])
        return httpx.Response(200, json={"total": str(len(self.rows)), "procnotices": list(self.rows[first : first + 100])})


async def run(site: httpx.AsyncBaseTransport, source: WorldBank, known: Known = lambda _: None) -> Ended:
    return await one_run.run(source, site, known, back=timedelta(days=14))


def day(number: int) -> str:
    return f"{date(2026, 11, 20) - timedelta(days=number):%d-%b-%Y}"


async def test_a_list_in_order_is_read_until_its_notices_are_older_than_asked_for() -> None:
    search = Search(*(notice(number, day(number)) for number in range(1, 501)))
    items, error = await run(search, worldbank())
    assert error is None
    assert len(items) == 14
    assert len(search.asked) == 1


async def test_a_list_out_of_order_is_read_to_its_end() -> None:
    search = Search(*(notice(number, day(500 - number)) for number in range(1, 251)), notice(251, day(2)))
    items, _ = await run(search, worldbank())
    assert [item.key for item in items if isinstance(item, Record)] == ["OP00000251"]
    assert len(search.asked) == 3


async def test_a_list_out_of_order_that_is_too_long_is_inconclusive() -> None:
    search = Search(*(notice(number, day(7000 - number)) for number in range(1, 6200)))
    _, error = await run(search, worldbank())
    assert isinstance(error, Inconclusive)
    assert "choose terms that find fewer" in str(error)


async def test_a_notice_that_two_terms_find_comes_once_and_unchanged_where_it_is_known() -> None:
    search = Search(notice(1, day(1)))
    (first,), _ = await run(search, worldbank("biometric", "fingerprint"))
    assert isinstance(first, Record)
    assert await run(search, worldbank("biometric", "fingerprint"), {first.key: first.mark}.get) == ([Unchanged(key="OP00000001")], None)


async def test_a_notice_without_a_day_is_given_and_one_with_an_odd_one_is_a_problem() -> None:
    items, _ = await run(Search(notice(1, ""), notice(2, "soon")), worldbank())
    assert [type(item) for item in items] == [Record, Problem]


def test_the_deadline_is_a_day_and_its_time_is_told_as_it_is_written() -> None:
    record = worldbank().read(notice(1, day(1), submission_deadline_date="2026-08-04T00:00:00Z", submission_deadline_time="09:30"))
    assert record.deadline == date(2026, 8, 4)
    assert "Deadline, local time: 2026-08-04 09:30" in record.text


def test_contact_persons_are_not_in_the_record() -> None:
    assert "Ada" not in codec.dumps(worldbank().read(notice(1, day(1))))
    assert "ada@" not in codec.dumps(worldbank().read(notice(1, day(1))))


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("General Procurement Notice", Stage.PLANNING),
        ("Request for Expression of Interest", Stage.TENDER),
        ("Invitation for Bids", Stage.TENDER),
        ("Contract Award", Stage.AWARD),
        ("Small Contracts", None),
    ],
)
def test_the_stage_is_that_of_the_type(type_: str, expected: Stage | None) -> None:
    assert worldbank().read(notice(1, day(1), notice_type=type_)).stage is expected


def test_without_terms_nothing_is_asked() -> None:
    with pytest.raises(registry.CatalogError, match="there must be terms"):
        registry.build("worldbank", {"terms": [" "]})


@pytest.mark.parametrize("form", [lambda rows: rows, lambda rows: {row["id"]: row for row in rows}])
async def test_notices_may_come_as_a_list_or_by_their_ids(form: Callable[[list[dict[str, object]]], object]) -> None:
    rows = [notice(1, day(1)), notice(2, day(2))]
    site = httpx.MockTransport(lambda _: httpx.Response(200, json={"total": "2", "procnotices": form(rows)}))
    items, error = await run(site, worldbank())
    assert error is None
    assert [item.key for item in items] == [row["id"] for row in rows]
