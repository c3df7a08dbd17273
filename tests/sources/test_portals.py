"""What portals with a page, a feed or a list do that their tapes cannot show."""

from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from sources import registry
from sources.errors import Blocked, Inconclusive, SourceError, Unavailable
from sources.model import Problem, Record, Unchanged
from sources.source import Batch, Known, Source
from sources.web import Web

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
Answering = Callable[[httpx.Request], httpx.Response]
GETS = registry.build("gets", {}, timezone="Pacific/Auckland")
BIDS = registry.build("civicplus_bids", {"host": "www.elm.example.gov"}, timezone="America/Chicago")
SBIR = registry.build("sbir", {"what": "awards"}, timezone="America/New_York")


async def run(source: Source, answering: Answering, known: Known = lambda _: None) -> tuple[Batch, SourceError | None]:  # type: ignore[type-arg]
    items: Batch = []
    web = Web(hosts=source.hosts, transport=httpx.MockTransport(answering), now=lambda: NOW)
    try:
        async with aclosing(source.records(web, NOW - timedelta(days=90), known)) as batches:
            async for batch in batches:
                items += batch
    except SourceError as error:
        return items, error
    return items, None


def bonfire(form: str) -> Source:  # type: ignore[type-arg]
    return registry.build("bonfire", {"tenant": "elm", "read_from": form}, timezone="America/New_York", title="Elm County")


def feed(text: str, link: str = "https://elm.bonfirehub.com/opportunities/7") -> str:
    item = f"<item><title>Reference #: R-7. Name: Cameras</title><description>{text}</description><link>{link}</link></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Open Opportunities</title>{item}</channel></rss>'


def projects(**said: str) -> dict[str, object]:
    project = {"ProjectID": "7", "ReferenceID": "R-7", "ProjectName": "Cameras", "ProjectStatusID": "2", "DateClose": "", **said}
    return {"success": 1, "payload": {"projects": {"7": project}, "departments": []}}


async def test_a_project_closes_at_one_moment_whether_it_is_told_in_utc_or_in_local_time() -> None:
    (listed,), _ = await run(bonfire("list"), lambda _: httpx.Response(200, json=projects(DateClose="2026-06-01 14:00:00")))
    said = feed("Project closes Jun 01, 2026 10:00 AM EDT.")
    (fed,), _ = await run(bonfire("feed"), lambda _: httpx.Response(200, text=said))
    assert isinstance(listed, Record)
    assert isinstance(fed, Record)
    assert listed.deadline == fed.deadline == datetime(2026, 6, 1, 14, tzinfo=UTC)
    assert listed.key == fed.key == "7"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Project closes Dec 17, 2026 2:00 PM PST.", datetime(2026, 12, 17, 22, tzinfo=UTC)),
        ("Project closes Dec 17, 2026 2:00 PM.", datetime(2026, 12, 17, 19, tzinfo=UTC)),
        ("Project closes Dec 17, 2026 2:00 PM QQT.", date(2026, 12, 17)),
        ("Project closes when it closes.", None),
    ],
)
async def test_a_closing_time_in_an_unknown_zone_is_a_day(said: str, expected: datetime | date | None) -> None:
    (item,), _ = await run(bonfire("feed"), lambda _: httpx.Response(200, text=feed(said)))
    assert isinstance(item, Record)
    assert item.deadline == expected


async def test_an_empty_array_in_place_of_projects_is_proof_and_an_empty_feed_is_none() -> None:
    empty = {"success": 1, "payload": {"projects": [], "departments": []}}
    assert await run(bonfire("list"), lambda _: httpx.Response(200, json=empty)) == ([], None)
    _, error = await run(bonfire("feed"), lambda _: httpx.Response(200, text=feed("").replace("item>", "no>")))
    assert isinstance(error, Inconclusive)


async def test_a_feed_item_without_a_guid_and_without_a_number_is_a_problem() -> None:
    (item,), _ = await run(bonfire("feed"), lambda _: httpx.Response(200, text=feed("", link="https://elm.bonfirehub.com/")))
    assert isinstance(item, Problem)


def gets(request: httpx.Request) -> httpx.Response:
    if "rss" not in request.url.params:
        return httpx.Response(200, text="<!DOCTYPE html><html><body>Welcome</body></html>")
    link = "https://www.gets.govt.nz/T/ExternalTenderDetails.htm?id=5"
    item = f"<item><title>Readers</title><link>{link}</link><description>none</description><guid>{link}</guid></item>"
    return httpx.Response(200, text=f'<?xml version="1.0"?><rss version="2.0"><channel><title>GETS</title>{item}</channel></rss>')


async def test_a_feed_that_is_answered_with_a_page_is_asked_for_once_more_with_rss() -> None:
    items, error = await run(GETS, gets)
    assert error is None
    assert [item.key for item in items if isinstance(item, Record)] == ["5"]


def row(number: int, block: str = "<span>Open</span><br><span>12/3/2026 3:00 PM</span>") -> str:
    labels = "<div><span>Status:</span><br><span>Closes:</span></div>"
    title = f"<span><a href='bids.aspx?bidID={number}'>BID {number}</a></span><span>DUE MONDAY, DECEMBER 1, 2026</span>"
    return f"<div class='listItemsRow bid'><div class='bidTitle'>{title}</div><div class='bidStatus'>{labels}<div>{block}</div></div></div>"


def town(rows: str, detail: int = 200) -> Answering:
    def answer(request: httpx.Request) -> httpx.Response:
        if "bidID" not in request.url.params:
            return httpx.Response(200, text=f"<html><body>{rows}</body></html>")
        told = "".join(
            f"<span class='BidListHeader'>{label}</span><span class='BidDetail'>{text}</span>"
            for label, text in (("Description:", "Readers."), ("Contact Person:", "Pat Buyer"), ("Submitted by", "P. Buyer"))
        )
        return httpx.Response(detail, text=f"<html><body>{told}</body></html>")

    return answer


async def test_status_and_closing_time_are_paired_by_their_place_and_dates_in_the_text_do_not_count() -> None:
    items, _ = await run(BIDS, town(row(1) + row(2, "<span>Closed</span><br><span>Open Until Contracted</span>")))
    assert [(item.type, item.deadline) for item in items if isinstance(item, Record)] == [
        ("Open", datetime(2026, 12, 3, 21, tzinfo=UTC)),
        ("Closed", None),
    ]


async def test_the_person_to_ask_is_not_in_the_record_of_a_bid() -> None:
    items, _ = await run(BIDS, town(row(1)))
    assert "Buyer" not in repr(items)


async def test_a_bid_that_is_listed_as_before_costs_no_request() -> None:
    items, _ = await run(BIDS, town(row(1)))
    marks = {item.key: item.mark for item in items if isinstance(item, Record)}
    again, error = await run(BIDS, town(row(1) + row(2), detail=503), marks.get)
    assert isinstance(error, Unavailable)
    assert [(type(item), item.key) for item in again if not isinstance(item, Problem)] == [(Unchanged, "1"), (Record, "2")]
    assert [item.mark for item in again if isinstance(item, Record)] == [None]


async def test_after_three_pages_that_fail_no_more_are_asked_for_and_all_bids_are_listed() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params.get("bidID", ""))
        return town("".join(row(number) for number in range(1, 8)), detail=500)(request)

    items, _ = await run(BIDS, answer)
    assert len(items) == 7
    assert set(asked) == {"", "1", "2", "3"}


def award(number: int, day: str) -> dict[str, str]:
    names = "firm award_title agency branch phase program contract solicitation_number topic_code duns uei award_amount abstract award_link"
    blank = dict.fromkeys(names.split(), "x")
    return {
        **blank,
        "award_amount": "1.00",
        "agency_tracking_number": str(number),
        "proposal_award_date": day,
        "award_link": "https://www.sbir.gov/1",
    }


async def test_awards_are_read_page_by_page_until_a_page_has_only_old_ones() -> None:
    starts: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        starts.append(int(request.url.params["start"]))
        day = "2026-11-01" if starts[-1] < 200 else "2024-01-01"
        return httpx.Response(200, json=[award(starts[-1] + place, day) for place in range(100)])

    items, error = await run(SBIR, answer)
    assert (error, len(items), starts) == (None, 300, [0, 100, 200])


async def test_a_challenge_is_a_refusal_that_is_reported_and_not_got_round() -> None:
    page = "<html><head><title>Just a moment...</title></head></html>"
    _, error = await run(bonfire("feed"), lambda _: httpx.Response(403, text=page, headers={"cf-mitigated": "challenge"}))
    assert isinstance(error, Blocked)


def test_sources_whose_robots_are_forbidden_ship_switched_off_and_say_why() -> None:
    found = [source.publisher for source in registry.load().values() if type(source) is type(bonfire("feed"))]
    assert found
    assert {(publisher.enabled, "robots.txt" in publisher.note) for publisher in found} == {(False, True)}


@pytest.mark.parametrize(
    ("url", "platform", "options"),
    [
        ("https://elmcounty.bonfirehub.com/portal/?tab=openOpportunities", "bonfire", {"tenant": "elmcounty"}),
        ("https://elmcounty.bonfirehub.com/opportunities/880001", "bonfire", {"tenant": "elmcounty"}),
        ("https://vendor.bonfirehub.com/agencies/search", "bonfire", None),
        ("https://www.elm.example.gov/bids.aspx?bidID=7", "civicplus_bids", {"host": "www.elm.example.gov"}),
        ("https://www.elm.example.gov/AgendaCenter", "civicplus_bids", None),
    ],
)
def test_an_address_of_a_portal_is_recognised(url: str, platform: str, options: dict[str, str] | None) -> None:
    assert registry.platforms()[platform].recognise(urlsplit(url)) == options


def test_what_may_be_a_number_of_a_persons_identity_card_is_not_asked_for() -> None:
    secop = [source for source in registry.load().values() if source.publisher.id.startswith("co-federal-secop")]
    assert len(secop) == 2
    assert [name for source in secop for name in source.columns.names if "documento" in name or "tipodoc" in name] == []  # type: ignore[attr-defined]


async def test_a_project_of_another_form_is_a_problem_beside_the_others() -> None:
    listed = {"1": [], "2": {"ProjectID": {}}, "3": {"ProjectID": "3", "ProjectName": "Cameras", "DateClose": "soon"}}
    good = {"4": {"ProjectID": "4", "ProjectName": "Cameras"}}
    answer = {"success": 1, "payload": {"projects": listed | good}}
    items, error = await run(bonfire("list"), lambda _: httpx.Response(200, json=answer))
    assert error is None
    assert [type(item) for item in items] == [Problem, Problem, Problem, Record]


@pytest.mark.parametrize("odd", [[], "award", {"agency_tracking_number": {}}, award(7, "soon"), {**award(8, ""), "firm": ["a"]}])
async def test_an_award_of_another_form_is_a_problem_beside_the_others(odd: object) -> None:
    items, error = await run(SBIR, lambda _: httpx.Response(200, json=[odd, award(1, "2026-11-01")]))
    assert error is None
    assert [type(item) for item in items] == [Problem, Record]


def test_a_notice_of_the_city_record_that_is_published_again_belongs_to_the_same_thread() -> None:
    source = registry.load()["us-ny-new-york-city-record"]
    said = {"agency_name": "Police Department", "pin": "05626B0001", "start_date": "2026-11-02T00:00:00.000", "short_title": "Cameras"}
    first, again = (source.read({":id": "x", "request_id": number, **said}) for number in ("20261102001", "20261109001"))
    assert first.key != again.key
    assert first.thread == again.thread == "Police Department 05626B0001"


@pytest.mark.parametrize("platform", ["gets", "bonfire", "civicplus_bids", "feed"])
def test_what_leaves_a_feed_of_open_tenders_has_closed_and_is_not_withdrawn(platform: str) -> None:
    assert registry.platforms()[platform].ahead is None  # by which a source says that what it lists no more was taken back
