"""What SAM.gov does that a small tape cannot show: a file that has not changed, a key that is spent, odd rows and words."""

import gc
import json
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import one_run
import pytest
from one_run import Ended
from tapes.sam.make import HEADER, row, table
from tapes.sam_api.make import notice

from sources import codec, registry
from sources.errors import Blocked, Inconclusive, Unavailable
from sources.model import Problem, Record, Stage, Unchanged
from sources.procurement.sam import Sam
from sources.procurement.sam_api import SamApi
from sources.source import Batch, Known, Source
from sources.web import Web

Answering = Any


def sam() -> Sam:
    source = registry.build("sam", {}, timezone="America/New_York")
    assert isinstance(source, Sam)
    return source


def sam_api(**options: object) -> SamApi:
    source = registry.build("sam_api", {"key": "hush", **options}, timezone="America/New_York")
    assert isinstance(source, SamApi)
    return source


class Server(httpx.AsyncBaseTransport):
    """Answers as it is told to, and remembers what it was asked."""

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        found = self.answering(request)
        return found if isinstance(found, httpx.Response) else httpx.Response(200, content=found)


async def run(source: Source[Any], server: Server, known: Known = lambda _: None, days: int = 2) -> Ended:
    return await one_run.run(source, server, known, back=timedelta(days=days))


async def file(rows: list[dict[str, str]], known: Known = lambda _: None, short: str = "") -> Batch:
    items, error = await run(sam(), Server(lambda _: table(rows, short=short)), known)
    assert error is None
    return items


async def only(**said: str) -> Record:
    (item,) = await file([row(1, **said)])
    assert isinstance(item, Record)
    return item


def listing(notices: list[dict[str, object]], total: int | None = None) -> bytes:
    return json.dumps({"totalRecords": len(notices) if total is None else total, "opportunitiesData": notices}).encode()


async def test_a_file_that_has_not_changed_since_the_last_run_is_not_downloaded() -> None:
    server = Server(lambda _: httpx.Response(304))
    assert await run(sam(), server) == ([], None)
    assert server.asked[0].headers["if-modified-since"] == "Wed, 18 Nov 2026 18:00:00 GMT"


async def test_an_old_file_that_is_sent_all_the_same_is_not_read() -> None:
    headers = {"last-modified": "Wed, 18 Nov 2026 02:00:00 GMT"}
    assert await run(sam(), Server(lambda _: httpx.Response(200, content=table([row(1)]), headers=headers))) == ([], None)


async def test_every_row_of_a_long_file_is_read_in_order() -> None:
    items = await file([row(number) for number in range(1, 1302)])
    assert [item.key for item in items if isinstance(item, Record)] == [f"{number:032x}" for number in range(1, 1302)]


async def test_a_row_that_was_read_before_is_unchanged_though_its_contacts_changed() -> None:
    (before,) = await file([row(1)])
    assert isinstance(before, Record)
    after = await file([row(1, PrimaryContactFullname="Bob Example", ArchiveDate="2027-01-01")], {before.key: before.mark}.get)
    assert after == [Unchanged(key=before.key)]


async def test_a_row_whose_deadline_moved_is_read_again() -> None:
    (before,) = await file([row(1)])
    assert isinstance(before, Record)
    (after,) = await file([row(1, ResponseDeadLine="2027-01-15T17:00:00-05:00")], {before.key: before.mark}.get)
    assert isinstance(after, Record)


async def test_what_was_over_long_before_the_last_run_is_left_out_unless_it_is_known() -> None:
    rows = [
        row(1, Active="No", PostedDate="2019-03-01"),
        row(2, PostedDate="2026-06-01", ResponseDeadLine=""),  # an award of long ago
        row(3, PostedDate="2026-06-01", ResponseDeadLine="2026-07-01T12:00:00-04:00"),
        row(4, Active="No", PostedDate="2026-11-01"),  # may have come late
        row(5, PostedDate="2026-06-01", ResponseDeadLine="2026-12-01T12:00:00-05:00"),  # still open
        row(6, PostedDate="2026-06-01", ResponseDeadLine="soon"),  # cannot tell
    ]
    assert [getattr(item, "key", "odd") for item in await file(rows)] == [f"{4:032x}", f"{5:032x}", "odd"]
    assert len(await file(rows, lambda _: "another mark")) == 6


async def test_a_row_that_is_too_short_or_too_long_is_read_as_far_as_it_goes() -> None:
    short = f"{2:032x},Award of scanners,,,,,,,,2026-11-19,Award Notice,,,,,,\r\n"
    long = ",".join(['"' + row(3).get(name, "") + '"' for name in HEADER]) + ",more,and more\r\n"
    items = await file([row(1)], short=short + long)
    assert [item.title for item in items if isinstance(item, Record)] == ["Notice 1", "Award of scanners", "Notice 3"]


@pytest.mark.parametrize(
    "said", [{"NoticeId": "17"}, {"Title": " "}, {"PostedDate": ""}, {"PostedDate": "soon"}, {"ResponseDeadLine": "soon"}]
)
async def test_an_odd_row_is_a_problem_beside_the_others(said: dict[str, str]) -> None:
    items = await file([row(1, **said), row(2)])
    assert [type(item) for item in items] == [Problem, Record]


@pytest.mark.parametrize(
    ("said", "expected"),
    [("$1,234,500.00", Decimal("1234500.00")), ("184000.5", Decimal("184000.5")), ("0.00", None), ("see contract", None)],
)
async def test_the_sum_of_an_award_is_read_and_zero_is_unknown(said: str, expected: Decimal | None) -> None:
    (amount,) = (await only(**{"Award$": said})).amounts
    assert (amount.value, amount.currency) == (expected, "USD")


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("Presolicitation", Stage.PLANNING),
        ("Combined Synopsis/Solicitation", Stage.TENDER),
        ("Justification", Stage.AWARD),
        ("Special Notice", None),
    ],
)
async def test_the_stage_is_that_of_the_type(type_: str, expected: Stage | None) -> None:
    assert (await only(Type=type_)).stage is expected


async def test_times_keep_their_offset_and_days_stay_days() -> None:
    record = await only(PostedDate="2026-11-19", ResponseDeadLine="2026-12-01T09:00:00+09:00")
    assert record.published == date(2026, 11, 19)
    assert record.deadline == datetime(2026, 12, 1, 0, 0, tzinfo=UTC)


async def test_contact_persons_are_not_in_the_record() -> None:
    assert "Ada" not in codec.dumps(await only())
    (item,), _ = await run(sam_api(), Server(lambda _: listing([notice(1)])), days=0)
    assert isinstance(item, Record)
    assert "Ada" not in codec.dumps(item)
    assert "ada@" not in codec.dumps(item)


async def test_versions_of_one_solicitation_share_a_thread_in_the_file_and_in_the_api() -> None:
    (from_api,), _ = await run(sam_api(), Server(lambda _: listing([notice(1)])), days=0)
    assert isinstance(from_api, Record)
    assert from_api.thread == (await only()).thread == "99SOL26R0001 099.9901.W99XYZ"


async def test_429_is_never_tried_again_and_rests_until_midnight_utc() -> None:
    server = Server(lambda _: httpx.Response(429, json={"message": "throttled out"}))
    _, error = await run(sam_api(), server)
    assert isinstance(error, Unavailable)
    assert error.retry_after == timedelta(hours=6, minutes=5)
    assert len(server.asked) == 1


async def test_the_key_goes_with_every_request_and_into_no_record_page_or_error() -> None:
    server = Server(lambda request: httpx.Response(403, text=f"An invalid api_key was supplied: {request.url}"))
    _, error = await run(sam_api(), server)
    assert isinstance(error, Blocked)
    assert server.asked[0].url.params["api_key"] == "hush"
    assert "hush" not in f"{error} {error.url} {sam_api()!r}"


async def test_a_redirect_with_the_key_is_not_followed() -> None:
    server = Server(lambda _: httpx.Response(302, headers={"location": "https://elsewhere.example/?api_key=hush"}))
    _, error = await run(sam_api(), server)
    assert type(error).__name__ == "Moved"
    assert "hush" not in str(error)
    assert len(server.asked) == 1


@pytest.mark.parametrize("counts", ["pages", "records"])
async def test_a_day_with_more_than_a_page_is_read_whole_whether_offset_counts_pages_or_records(counts: str) -> None:
    every = [notice(number) for number in range(1, 1501)]

    def answering(request: httpx.Request) -> bytes:
        start = int(request.url.params["offset"]) * (1000 if counts == "pages" else 1)
        return listing(every[start : start + 1000], total=1500)

    items, error = await run(sam_api(), Server(answering), days=0)
    assert error is None
    assert len({item.key for item in items if isinstance(item, Record)}) == 1500


async def test_a_run_spends_no_more_calls_than_it_may() -> None:
    server = Server(lambda request: listing([notice(int(request.url.params["postedFrom"][3:5]))]))
    _, error = await run(sam_api(calls=3), server, days=6)
    assert isinstance(error, Inconclusive)
    assert len(server.asked) == 3


async def test_404_means_that_nothing_was_posted_that_day() -> None:
    server = Server(lambda request: httpx.Response(404) if "19" in request.url.params["postedFrom"] else listing([notice(1)]))
    items, error = await run(sam_api(), server, days=1)
    assert error is None
    assert len(items) == 1


async def test_attachments_come_without_the_query_that_wants_a_key() -> None:
    url = "https://sam.gov/api/prod/opps/v3/opportunities/resources/files/0c4d/download"
    (item,), _ = await run(sam_api(), Server(lambda _: listing([notice(1, resourceLinks=[f"{url}?api_key=null&token="])])), days=0)
    assert isinstance(item, Record)
    assert [(link.url, link.key) for link in item.links] == [(url, "0c4d")]


async def test_an_award_section_without_an_awardee_is_no_award() -> None:
    (item,), _ = await run(sam_api(), Server(lambda _: listing([notice(1, award={"awardee": {}})])), days=0)
    assert isinstance(item, Record)
    assert item.amounts == ()
    assert [party.role.value for party in item.parties] == ["buyer"]


async def test_a_deadline_is_read_as_the_documentation_misspells_it_too() -> None:
    odd = notice(1, responseDeadLine=None, reponseDeadLine="2026-12-15T17:00:00-05:00")
    (item,), _ = await run(sam_api(), Server(lambda _: listing([odd])), days=0)
    assert isinstance(item, Record)
    assert item.deadline == datetime(2026, 12, 15, 22, tzinfo=UTC)


def test_the_api_ships_switched_off_and_says_which_key_it_needs_and_where_it_is_given() -> None:
    publisher = registry.load()["us-federal-opportunities-api"].publisher
    assert (publisher.enabled, publisher.needs_key) == (False, "SAM_API_KEY")
    assert publisher.register_at.startswith("https://sam.gov/")


async def test_a_reader_who_stops_in_the_middle_of_a_long_file_leaves_nothing_behind() -> None:
    web = Web.of(sam(), transport=Server(lambda _: table([row(number) for number in range(1, 1302)])), now=lambda: one_run.NOW)
    async with aclosing(sam().rows(web, one_run.NOW - timedelta(days=2), lambda _: None)) as rows:
        async for _ in rows:
            break
    gc.collect()  # what is left would complain here, and complaints are errors


async def test_the_day_of_the_award_and_the_state_of_performance_are_read_and_an_odd_day_loses_no_notice() -> None:
    said = await only(AwardDate="2026-10-05", PopState="Maryland", PopCountry="UNITED STATES")
    assert (said.signed, said.region) == (date(2026, 10, 5), "us-md")
    odd = await only(AwardDate="soon", PopState="MD", PopCountry="USA")
    assert (odd.signed, odd.region) == (None, "us-md")


async def test_the_file_is_in_windows_1252_with_line_breaks_in_cells_and_its_columns_in_any_order() -> None:
    said = row(1, Title="Cameras – “smart” ones", Description="The vendor’s staff.\r\n\r\nIs vetted.")
    body = table([said], HEADER[::-1])
    assert b"Cameras \x96 \x93smart\x94 ones" in body
    (item,), error = await run(sam(), Server(lambda _: body))
    assert error is None
    assert (item.title, item.text) == ("Cameras – “smart” ones", "The vendor’s staff.\nIs vetted.")
