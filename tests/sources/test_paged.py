"""Lists in pages that move, end early or never, or answer something else than was asked."""

from typing import Any

import httpx
import pytest
from one_run import Ended, run

from sources import registry
from sources.errors import FilterIgnored, Inconclusive, LayoutChanged, Unavailable
from sources.lobbying.congress import ordinal
from sources.model import Problem, Record, Unchanged
from sources.options import CatalogError
from sources.source import Known

Fields = dict[str, Any]


def bill(number: int, title: str = "On elms", action: str = "Referred") -> Fields:
    last = {"actionDate": "2026-11-18", "text": action}
    return {"congress": 119, "type": "HR", "number": str(number), "title": title, "latestAction": last, "updateDate": "2026-11-19"}


class Congress(httpx.AsyncBaseTransport):
    """Lists its bills 250 a page; `lacks` pages answer 404, and with `says` it counts otherwise."""

    def __init__(self, bills: list[Fields], *, lacks: int = 0, says: int | None = None) -> None:
        self.bills = bills
        self.lacks = lacks
        self.says = len(bills) if says is None else says
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        offset = int(request.url.params.get("offset", 0))
        if self.lacks and offset >= 250 * self.lacks:
            return httpx.Response(404, json={"error": "Not found"})
        more = {"next": "https://elsewhere.example/"} if offset + 250 < len(self.bills) else {}
        return httpx.Response(200, json={"bills": self.bills[offset : offset + 250], "pagination": {"count": self.says, **more}})


async def read(site: httpx.AsyncBaseTransport, known: Known = lambda _: None) -> Ended:
    return await run(registry.build("congress", {"key": "made-up-key"}), site, known)


async def test_a_long_list_is_read_to_its_end_on_our_host_with_a_key_that_is_shown_nowhere() -> None:
    site = Congress([bill(number) for number in range(600)])
    items, error = await read(site)
    assert (len(items), error) == (600, None)
    assert {request.url.host for request in site.asked} == {"api.congress.gov"}
    assert {request.url.params["api_key"] for request in site.asked} == {"made-up-key"}
    assert "made-up-key" not in repr(registry.build("congress", {"key": "made-up-key"}))


async def test_a_list_that_counts_more_than_it_gives_is_inconclusive() -> None:
    items, error = await read(Congress([bill(1)], says=2))
    assert len(items) == 1
    assert isinstance(error, Inconclusive)


async def test_a_page_that_is_gone_is_a_list_that_grew_shorter() -> None:
    items, error = await read(Congress([bill(number) for number in range(600)], lacks=1))
    assert len(items) == 250
    assert isinstance(error, Unavailable)


async def test_a_server_that_gives_its_first_page_again_and_again_is_named() -> None:
    page = {"bills": [bill(1), bill(2)], "pagination": {"count": 900, "next": "https://api.congress.gov/more"}}
    items, error = await read(httpx.MockTransport(lambda _: httpx.Response(200, json=page)))
    assert len(items) == 2
    assert isinstance(error, FilterIgnored)


async def test_a_bill_that_was_only_processed_again_is_as_we_know_it() -> None:
    before, _ = await read(Congress([bill(1), bill(2)]))
    marks = {record.key: record.mark for record in before}
    touched = [{**bill(1), "updateDate": "2026-11-20"}, bill(2, action="Passed")]
    after, _ = await read(Congress(touched), marks.get)
    assert [type(item) for item in after] == [Unchanged, Record]


async def test_an_odd_row_is_a_problem_and_another_answer_is_named() -> None:
    items, error = await read(Congress([bill(1), {"congress": 119}, bill(3)]))
    assert ([type(item) for item in items], error) == ([Record, Problem, Record], None)
    for said in ({}, {"bills": []}, {"bills": [1], "pagination": {"count": 1}}, {"bills": [bill(1)], "pagination": {"count": 0}}):
        _, error = await read(httpx.MockTransport(lambda _, body=said: httpx.Response(200, json=body)))  # type: ignore[misc]
        assert isinstance(error, LayoutChanged)


@pytest.mark.parametrize(("number", "expected"), [(1, "1st"), (102, "102nd"), (103, "103rd"), (111, "111th"), (112, "112th")])
def test_a_congress_is_numbered_as_people_write_it(number: int, expected: str) -> None:
    assert ordinal(number) == expected


@pytest.mark.parametrize(("platform", "options"), [("open_states", {"key": "x", "terms": []}), ("lobbyregister", {"terms": []})])
def test_a_list_of_everything_is_refused_where_it_is_too_long(platform: str, options: Fields) -> None:
    with pytest.raises(CatalogError, match="terms"):
        registry.build(platform, options)
