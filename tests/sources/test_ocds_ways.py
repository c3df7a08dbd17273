"""Publishers of the Open Contracting Data Standard that have no listing: indexes, files, questions by POST."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import one_run
import pytest

from sources import registry
from sources.errors import Inconclusive, LayoutChanged, Unavailable
from sources.model import Problem, Record, Unchanged
from sources.options import CatalogError
from sources.procurement.ocds import Ocds
from sources.procurement.ocds_address import Listing
from sources.procurement.ocds_windows import Window, years
from sources.source import Known

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOST = "https://zetland.example"
INDEX = {"url": f"{HOST}/list?from={{from}}", "under": "data", "id": "ocid", "changed": "date"}


def ocds(**options: object) -> Ocds:
    source = registry.build("ocds", {"url": f"{HOST}/one/{{id}}", "ids": "merged", **options}, timezone="America/Santiago")
    assert isinstance(source, Ocds)
    return source


def release(process: str, **more: object) -> dict[str, object]:
    return {"ocid": process, "id": f"{process}-1", "date": "2026-11-19T00:00:00Z", "tag": ["tender"], "tender": {"title": process}, **more}


class Site(httpx.AsyncBaseTransport):
    """Answers by path, and remembers what it was asked."""

    def __init__(self, **answers: httpx.Response) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.sent: list[object] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2]
        self.asked.append(name)
        if content := await request.aread():
            self.sent.append(json.loads(content))
        return self.answers.get(name) or httpx.Response(404)


def index(*rows: tuple[str, str]) -> httpx.Response:
    return httpx.Response(200, json={"data": [{"ocid": process, "date": date} for process, date in rows]})


def one(process: str) -> httpx.Response:
    return httpx.Response(200, json={"releases": [release(process)]})


async def run(source: Ocds, site: Site, known: Known = lambda _: None, days: int = 2) -> one_run.Ended:
    return await one_run.run(source, site, known, now=NOW, back=timedelta(days=days))


async def test_a_process_whose_line_says_the_same_costs_no_request() -> None:
    site = Site(list=index(("a", "1"), ("b", "2")), a=one("a"), b=one("b"))
    items, error = await run(ocds(index=INDEX), site, {"a": "1", "b": "1"}.get)
    assert error is None
    assert site.asked == ["list", "b"]
    assert [(type(item), item.key, item.mark if isinstance(item, Record) else None) for item in items] == [
        (Unchanged, "a", None),
        (Record, "b", "2"),
    ]


async def test_no_more_processes_are_asked_for_than_a_run_may_and_the_next_one_reads_on() -> None:
    names = ("a", "b", "c")
    site = Site(list=index(*((name, "1") for name in names)), **{name: one(name) for name in names})
    source = ocds(index=INDEX, most=2)
    items, error = await run(source, site)
    assert isinstance(error, Inconclusive)
    assert len(items) == 2
    items, error = await run(source, site, {item.key: item.mark for item in items}.get)
    assert error is None
    assert site.asked == ["list", "a", "b", "list", "c"]


async def test_a_process_that_cannot_be_had_keeps_the_others_not_back_and_is_named_in_the_end() -> None:
    site = Site(list=index(("a", "1"), ("b", "1")), a=httpx.Response(500), b=one("b"))
    items, error = await run(ocds(index=INDEX), site)
    assert isinstance(error, Unavailable)
    assert [item.key for item in items] == ["b"]


async def test_after_three_that_cannot_be_had_no_more_are_asked_for() -> None:
    site = Site(list=index(*((str(n), "1") for n in range(9))))
    items, error = await run(ocds(index=INDEX), site)
    assert (items, type(error).__name__, len(site.asked)) == ([], "Gone", 4)


async def test_null_in_place_of_a_list_is_the_end_of_an_index_and_none_is_another_form() -> None:
    paged = {"url": f"{HOST}/{{page}}", "under": "payload.content", "id": "ocid"}
    page = {"payload": {"content": [{"ocid": "a"}]}}
    site = Site(**{"1": httpx.Response(200, json=page), "2": httpx.Response(200, json={"payload": {"content": None}})}, a=one("a"))
    items, error = await run(ocds(index=paged), site)
    assert ([item.key for item in items], error) == (["a"], None)
    assert isinstance((await run(ocds(index=paged), Site(**{"1": httpx.Response(200, json={"payload": {}})})))[1], LayoutChanged)


def zipped(**members: str) -> httpx.Response:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        for name, content in members.items():
            file.writestr(f"{name}.json", content)
    return httpx.Response(200, content=body.getvalue())


FILES = {"url": f"{HOST}/{{from}}", "times": "%Y%m", "by_month": True, "files": True}


async def test_the_file_of_a_month_that_is_not_made_yet_is_passed_over() -> None:
    site = Site(**{"202610": zipped(x=json.dumps({"releases": [release("a")]}))})
    items, error = await run(ocds(**FILES), site, days=30)
    assert error is None
    assert site.asked == ["202610", "202611"]
    assert [item.key for item in items] == ["a"]


async def test_a_record_that_only_refers_to_its_releases_is_a_problem_in_a_file() -> None:
    record = {"ocid": "a", "releases": [{"url": f"{HOST}/a.json"}]}
    site = Site(**{"202611": zipped(x=json.dumps({"records": [record, {"ocid": "b", "compiledRelease": release("b")}]}))})
    items, error = await run(ocds(**FILES), site)
    assert error is None
    assert [type(item) for item in items] == [Problem, Record]


async def test_numbers_and_letters_that_no_database_takes_are_unknown_in_a_file_too() -> None:
    odd = json.dumps(release("a", tender={"title": "x@", "value": {"amount": 1, "currency": "CLP"}})).replace(
        '"amount": 1', '"amount": 1e9999'
    )
    site = Site(**{"202611": zipped(x=f'{{"releases": [{odd}]}}'.replace("@", "\\u0000"))})
    (item,), error = await run(ocds(**FILES), site)
    assert error is None
    assert (item.title, item.amounts[0].value) == ("x\ufffd", None)


async def test_a_question_that_is_posted_has_numbers_as_numbers_and_names_the_window() -> None:
    site = Site(search=httpx.Response(200, json={"payload": {"content": [release("a")]}}))
    body = {"skip": "{offset}", "take": "{limit}", "filter": {"since": "on or after {from}", "open": True}}
    source = ocds(url=f"{HOST}/search", body=body, limit=10, inside="payload.content", times="%Y-%m-%d")
    items, error = await run(source, site)
    assert error is None
    assert [item.key for item in items] == ["a"]
    assert site.sent == [{"skip": 0, "take": 10, "filter": {"since": "on or after 2026-11-18", "open": True}}]


async def test_null_where_the_releases_should_be_is_an_empty_answer_and_no_proof() -> None:
    site = Site(search=httpx.Response(200, json={"payload": {"content": None}}))
    items, error = await run(ocds(url=f"{HOST}/search", inside="payload.content"), site)
    assert (items, type(error)) == ([], Inconclusive)
    site = Site(search=httpx.Response(200, json={"payload": []}))
    assert isinstance((await run(ocds(url=f"{HOST}/search", inside="payload.content"), site))[1], LayoutChanged)


def test_years_begin_with_the_month_of_the_budget() -> None:
    zone = ZoneInfo("Africa/Kampala")
    found = list(years(datetime(2026, 6, 30, 12, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC), zone, 7))
    assert [(each.start.year, each.start.month, each.end.year) for each in found] == [(2025, 7, 2026), (2026, 7, 2027)]


def test_times_may_be_milliseconds() -> None:
    listing = Listing(url=f"{HOST}?offset={{from}}", times="epoch-ms", zone=ZoneInfo("Asia/Yerevan"), limit=None)
    assert listing.address(Window(start=datetime(2026, 11, 20, tzinfo=UTC), end=NOW), "") == f"{HOST}?offset=1795132800000"


@pytest.mark.parametrize(
    "options",
    [
        {"index": {"url": f"{HOST}/list", "only": "("}},
        {"index": {"url": f"{HOST}/{{what}}"}},
        {"body": {"skip": "{skip}"}},
        {"years_from": 13},
    ],
)
def test_an_entry_that_cannot_be_asked_for_is_named_before_it_is(options: dict[str, object]) -> None:
    with pytest.raises(CatalogError):
        ocds(**options)
