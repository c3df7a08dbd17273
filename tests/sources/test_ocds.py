"""What publishers of the Open Contracting Data Standard do that a small tape cannot show."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import one_run
import pytest

from sources import codec, registry
from sources.errors import LayoutChanged, Refused, Unavailable
from sources.model import Problem, Record, Stage, Unchanged
from sources.page import Page
from sources.procurement.ocds import Ocds
from sources.procurement.ocds_package import package, row
from sources.source import Batch, Known

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://tenders.example/releases?from={from}&to={to}"
Fields = dict[str, Any]


def release(number: int, **said: object) -> Fields:
    moment = f"2026-11-20T{number % 24:02}:00:00Z"
    return {"ocid": f"o-{number}", "id": str(number), "date": moment, "tag": ["tender"], "tender": {"title": f"Tender {number}"}, **said}


def ocds(**options: object) -> Ocds:
    source = registry.build("ocds", {"url": URL, **options}, timezone="Europe/London", site="https://tenders.example/")
    assert isinstance(source, Ocds)
    return source


def read(fields: Fields, **options: object) -> Record:
    source = ocds(**options)
    return source.read(row(fields, source.ids))


class Publisher(httpx.AsyncBaseTransport):
    """Answers a window with what was published in it, at most `limit` at a time and with no word of a next page."""

    def __init__(self, releases: list[Fields], limit: int = 1000, status: int = 200) -> None:
        self.releases = releases
        self.limit = limit
        self.status = status
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        said = {name: values[0] for name, values in parse_qs(urlsplit(str(request.url)).query).items()}
        found = [each for each in self.releases if said.get("from", "") <= each["date"] < said.get("to", "9")]
        start = int(said.get("offset", 0))
        return httpx.Response(self.status, json={"releases": found[start : start + self.limit]})


async def run(source: Ocds, transport: httpx.AsyncBaseTransport, known: Known = lambda _: None) -> Batch:
    """The items of a run that half a day ago was read to the end; raises how it ends."""
    items, error = await one_run.run(source, transport, known, now=NOW, back=timedelta(hours=12))
    if error:
        raise error
    return items


def keys(items: Batch) -> list[str]:
    return [item.key for item in items if not isinstance(item, Problem)]


def body(content: bytes | str, content_type: str = "application/json") -> Page:
    sent = content if isinstance(content, bytes) else content.encode()
    return Page(url="https://tenders.example/", status=200, headers={"content-type": content_type}, body=sent, fetched_at=NOW)


async def test_a_full_page_without_a_next_one_is_asked_for_in_halves_until_nothing_is_missing() -> None:
    publisher = Publisher([release(number) for number in range(12)], limit=4)
    assert sorted(map(int, keys(await run(ocds(step="6h", limit=4), publisher)))) == list(range(12))


async def test_windows_are_no_longer_than_the_publisher_bears_and_begin_at_whole_multiples() -> None:
    publisher = Publisher([release(1)])
    await run(ocds(step="6h"), publisher)
    spans = [(url.partition("from=")[2][:19], url.partition("to=")[2][:19]) for url in publisher.asked]
    assert spans == [("2026-11-20T00:00:00", "2026-11-20T06:00:00"), ("2026-11-20T06:00:00", "2026-11-20T12:00:00")]


async def test_numbered_pages_are_asked_for_until_one_is_not_full() -> None:
    publisher = Publisher([release(number) for number in range(5)], limit=2)
    numbered = ocds(url=f"{URL}&offset={{offset}}&size={{limit}}", limit=2)
    assert keys(await run(numbered, publisher)) == ["0", "1", "2", "3", "4"]
    assert len(publisher.asked) == 3


async def test_a_listing_without_an_end_is_asked_for_once_from_where_the_last_run_began() -> None:
    publisher = Publisher([release(5)])
    assert keys(await run(ocds(url="https://tenders.example/releases?since={from}"), publisher)) == ["5"]
    assert publisher.asked == ["https://tenders.example/releases?since=2026-11-20T00:00:00Z"]


async def test_what_was_read_before_and_says_the_same_is_not_read_again_however_the_server_orders_it() -> None:
    first = release(1, parties=[{"id": "a"}, {"id": "b"}])
    mark = row(first, "release").mark
    again = {**first, "parties": [{"id": "b"}, {"id": "a"}]}
    assert await run(ocds(), Publisher([again]), {"1": mark}.get) == [Unchanged(key="1")]


async def test_403_of_a_publisher_that_means_too_many_requests_ends_the_run_without_a_second_try() -> None:
    publisher = Publisher([], status=403)
    with pytest.raises(Unavailable):
        await run(ocds(throttled=[403], tries=1), publisher)
    assert len(publisher.asked) == 1


@pytest.mark.parametrize("sum_", ["1e9999", "-1e9999", "NaN", "Infinity", " 000,", "12345678901234567890"])
def test_a_number_that_is_none_is_an_unknown_sum_and_keeps_no_release_back(sum_: str) -> None:
    text = json.dumps({"releases": [release(1, tender={"title": "T", "value": {"amount": "@", "currency": "GBP"}})]})
    (found,) = package(body(text.replace('"@"', sum_.rstrip(",")))).releases
    (amount,) = ocds().read(found).amounts
    assert (amount.value, amount.currency) == (None, "GBP")
    assert amount.note.startswith("publisher says")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"amount": "184000.50", "currency": "GBP"}, (Decimal("184000.50"), "GBP")),
        ({"amount": 0, "currency": "GBP"}, (None, "GBP")),
        ({"amount": "1,500", "currency": "GBP"}, (None, "GBP")),
        ({"amount": 12}, (Decimal(12), None)),
        ({"amount": True, "currency": "GBP"}, (None, "GBP")),
    ],
)
def test_a_sum_is_what_the_publisher_says_and_zero_or_no_currency_is_unknown(value: Fields, expected: tuple[object, object]) -> None:
    (amount,) = read(release(1, tender={"title": "T", "value": value})).amounts
    assert (amount.value, amount.currency) == expected


@pytest.mark.parametrize(
    "content",
    [
        b'\xef\xbb\xbf{"releases": [{"ocid": "o", "id": "1", "tender": {"title": "Caf\xc3\xa9"}}]}',
        b'{"releases": [{"ocid": "o", "id": "1", "tender": {"title": "Caf\xe9"}}]}',
        b'{"releases": []}\n{"releases": [{"ocid": "o", "id": "1", "tender": {"title": "Caf\xc3\xa9"}}]}\0',
        b'[{"ocid": "o", "id": "1", "tender": {"title": "Caf\xc3\xa9\0"}}]',
    ],
)
def test_bodies_of_every_encoding_and_cut_are_read(content: bytes) -> None:
    (found,) = package(body(content, "application/json; charset=ISO-8859-1")).releases
    assert ocds().read(found).title == "Café"


DEEP = ["[" * 5000 + "]" * 5000, '{"a":' * 900 + "1" + "}" * 900]


@pytest.mark.parametrize("content", ["null", '"releases"', "{}", "[1]", '{"releases": 1}', *DEEP])
def test_what_is_no_package_is_a_changed_layout(content: str) -> None:
    with pytest.raises(LayoutChanged):
        package(body(content))


def test_a_package_may_stand_in_another_object_with_the_next_page_beside_it() -> None:
    found = package(body(json.dumps({"data": {"releases": [release(1)]}, "links": {"next": "https://tenders.example/2"}})))
    assert [each.key for each in found.releases] == ["1"]
    assert found.next == "https://tenders.example/2"


def test_a_release_that_nests_too_deeply_to_be_compared_is_a_changed_layout() -> None:
    deep = '{"releases": [{"ocid": "o", "id": "1", "planning": ' + "[" * 600 + "]" * 600 + "}]}"
    with pytest.raises(LayoutChanged):
        package(body(deep))


def test_releases_without_ids_get_one_of_their_content_so_that_two_changes_of_a_day_are_two() -> None:
    first, second = (row({k: v for k, v in release(1, tender={"title": t}).items() if k != "id"}, "synthetic") for t in ("A", "B"))
    assert first.key != second.key
    assert first.key
    assert first.key.startswith("o-1/2026-11-20T01:00:00Z/")


def test_a_release_without_its_id_is_a_problem_beside_the_others() -> None:
    found = package(body(json.dumps({"releases": [{"ocid": "o"}, release(2), None, 7]}))).releases
    read_ = ocds().read_all(list(found))
    assert [getattr(item, "key", "problem") for item in read_] == ["problem", "2", "problem", "problem"]


def test_contact_persons_are_not_in_the_record() -> None:
    buyer = {"id": "1", "name": "Police", "roles": ["buyer"], "contactPoint": {"name": "Ada Example", "email": "ada@example.org"}}
    assert "Ada" not in codec.dumps(read(release(1, parties=[buyer], buyer={"id": "1"})))


@pytest.mark.parametrize(
    ("tags", "said", "expected"),
    [
        (["award", "contract"], {}, Stage.CONTRACT),
        (["tender"], {"tender": {"title": "T", "status": "withdrawn"}}, Stage.CANCELLED),
        (["tenderUpdate"], {}, Stage.AMENDMENT),
        (["compiled"], {"awards": [{"id": "1"}]}, Stage.AWARD),
        (["implementation"], {}, Stage.CONTRACT),
        ([], {}, Stage.TENDER),
    ],
)
def test_the_stage_is_that_of_the_weightiest_tag_or_of_what_there_is(tags: list[str], said: Fields, expected: Stage) -> None:
    assert read(release(1, tag=tags, **said)).stage is expected


def test_who_was_awarded_what_came_to_nothing_is_no_supplier_and_its_sum_is_only_told() -> None:
    void = {"id": "1", "status": "cancelled", "value": {"amount": 5, "currency": "GBP"}, "suppliers": [{"name": "Nobody Ltd"}]}
    record = read(release(1, awards=[void], parties=[{"id": "n", "name": "Nobody Ltd", "roles": ["supplier"]}]))
    assert record.parties == ()
    assert [(each.value, each.note) for each in record.amounts] == [(None, "cancelled: publisher says 5")]


def test_a_time_without_a_zone_is_the_publishers_and_a_day_stays_a_day() -> None:
    record = read(release(1, date="2026-07-01T09:00:00", tender={"title": "T", "tenderPeriod": {"endDate": "2026-12-01"}}))
    assert record.published == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert record.deadline == date(2026, 12, 1)


def test_an_address_with_a_place_that_is_not_known_is_named_before_it_is_asked() -> None:
    with pytest.raises(registry.CatalogError, match=r"in an address only \{from\}"):
        ocds(url="https://tenders.example/?since={sicne}")


async def test_a_publisher_of_months_is_asked_for_the_month_before_too() -> None:
    publisher = Publisher([release(1)])
    monthly = ocds(url="https://tenders.example/Notices?dateFrom={from}&noticeType={each}", times="%m-%Y", by_month=True, each=["2", "101"])
    await one_run.run(monthly, publisher, now=NOW, back=timedelta(days=31))
    asked = [url.partition("?")[2] for url in publisher.asked]
    assert asked == [f"dateFrom={month}-2026&noticeType={kind}" for month in ("10", "11") for kind in ("2", "101")]


def test_a_number_of_a_registration_is_no_id_of_a_company_and_neither_is_a_number_within_the_release() -> None:
    parties = [{"id": "org-1", "name": "Police", "roles": ["buyer"], "identifier": {"scheme": "GB-CFS", "id": "161309"}}]
    (buyer,) = read(release(1, parties=parties, buyer={"id": "org-1"})).parties
    assert (buyer.name, buyer.ids) == ("Police", ())


def test_awards_contracts_and_estimates_are_kinds_apart_so_that_one_sum_is_not_counted_twice() -> None:
    value = {"value": {"amount": 100, "currency": "GBP"}}
    lots = [{"id": "1", **value}, {"id": "2", **value}]
    said = {
        "tender": {"title": "T", "lots": lots, **value},
        "awards": [{"id": "a", **value}],
        "contracts": [{"id": "c", "awardID": "a", **value}],
    }
    kinds = [(amount.kind.value, amount.value) for amount in read(release(1, **said)).amounts]
    assert kinds == [("estimate", Decimal(100)), ("award", Decimal(100)), ("contract", Decimal(100))]


def test_the_catalog_asks_find_a_tender_and_contracts_finder_as_slowly_as_they_want() -> None:
    catalog = registry.load()
    national, finder = catalog["gb-uk-find-a-tender"], catalog["gb-eng-contracts-finder"]
    assert isinstance(national, Ocds)
    assert isinstance(finder, Ocds)
    assert (national.pace, national.step, national.limit) == (10, timedelta(hours=6), 100)  # 12 requests in 2 minutes
    assert (finder.throttled, finder.tries, finder.rest) == ({403}, 1, 300)


def test_every_publisher_of_the_catalog_answers_without_a_key() -> None:
    assert [id_ for id_, source in registry.load().items() if isinstance(source, Ocds) and source.publisher.needs_key] == []


async def test_a_package_that_refers_to_thousands_of_files_is_refused_before_one_is_asked_for() -> None:
    links = [{"ocid": f"o-{n}", "releases": [{"url": f"https://tenders.example/{n}.json", "tag": ["tender"]}]} for n in range(501)]
    asked: list[str] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, json={"records": links})

    with pytest.raises(Refused, match="refers to 501 other files"):
        await run(ocds(), httpx.MockTransport(answering))
    assert asked == ["/releases"]
