"""What Legistar does that a small tape cannot show: long lists, tenants with ways of their own, words of clerks."""

import json
import re
from collections.abc import Set as AbstractSet
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from sources import registry
from sources.agendas.calendar import Meeting
from sources.agendas.legistar import Legistar
from sources.errors import Blocked, FilterIgnored, LayoutChanged, SourceError, Unavailable
from sources.model import Problem, Record, Stage, Unchanged
from sources.source import Batch, Known
from sources.web import Web

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
SINCE = NOW - timedelta(days=90)
Fields = dict[str, Any]
Ended = tuple[Batch, SourceError | None]


def event(id_: int, day: str = "2026-12-02", **said: object) -> Fields:
    row = {
        "EventId": id_,
        "EventRowVersion": f"v{id_}",
        "EventBodyName": "City Council",
        "EventDate": f"{day}T00:00:00",
        "EventTime": "10:00 AM",
        "EventAgendaStatusName": "Final",
        "EventLocation": None,
        "EventComment": None,
        "EventAgendaFile": None,
        "EventMinutesFile": None,
        "EventInSiteURL": None,
    }
    return row | {f"Event{name}": value for name, value in said.items()}


class Tenant(httpx.AsyncBaseTransport):
    """A tenant of the API that ignores $filter, and $skip too where it is told so; some agendas are broken."""

    def __init__(self, events: list[Fields], *, skips: bool = True, broken: AbstractSet[int] = frozenset()) -> None:
        self.events = events
        self.skips = skips
        self.broken = broken
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if match := re.search(r"/Events/(\d+)/EventItems", request.url.path):
            return httpx.Response(500 if int(match[1]) in self.broken else 200, json=[])
        skip = int(request.url.params.get("$skip", 0)) if self.skips else 0
        return httpx.Response(200, content=json.dumps(self.events[skip : skip + int(request.url.params["$top"])]))

    def lists(self) -> int:
        return sum(request.url.path.endswith("/Events") for request in self.asked)


def legistar(**options: str) -> Legistar:
    source = registry.build(
        "legistar", {"client": "elm", **options}, timezone="America/Chicago", site="https://elm.legistar.com/Calendar.aspx"
    )
    assert isinstance(source, Legistar)
    return source


async def run(tenant: httpx.AsyncBaseTransport, known: Known = lambda _: None, source: Legistar | None = None) -> Ended:
    source = source or legistar()
    web = Web(hosts=source.hosts, transport=tenant, now=lambda: NOW)
    items: Batch = []
    try:
        async with aclosing(source.records(web, SINCE, known)) as batches:
            async for batch in batches:
                items += batch
    except SourceError as error:
        return items, error
    return items, None


async def complete(tenant: httpx.AsyncBaseTransport, known: Known = lambda _: None, source: Legistar | None = None) -> Batch:
    items, error = await run(tenant, known, source)
    assert error is None
    return items


def keys(items: Batch) -> list[str]:
    return [item.key for item in items if not isinstance(item, Problem)]


def read(**said: object) -> Record:
    return legistar().read(Meeting(event=event(1, **said), items=[]))


async def test_a_list_longer_than_a_page_is_read_to_its_end() -> None:
    tenant = Tenant([event(number) for number in range(1, 2102)])
    assert keys(await complete(tenant, lambda key: f"v{key}")) == [str(number) for number in range(1, 2102)]
    assert tenant.lists() == 3


async def test_a_list_that_ends_with_a_full_page_is_read_to_its_end() -> None:
    tenant = Tenant([event(number) for number in range(1, 1001)])
    assert len(await complete(tenant, lambda key: f"v{key}")) == 1000
    assert tenant.lists() == 2


async def test_a_tenant_that_ignores_skip_is_named_after_its_first_page_was_read() -> None:
    tenant = Tenant([event(number) for number in range(1, 1500)], skips=False)
    items, error = await run(tenant, lambda key: f"v{key}")
    assert isinstance(error, FilterIgnored)
    assert "elm ignores $skip" in str(error)
    assert (len(items), tenant.lists()) == (1000, 2)


async def test_meetings_outside_the_window_are_left_out_whatever_the_server_sends() -> None:
    days = {1: "2026-08-21", 2: "2026-08-22", 3: "2027-01-04", 4: "2027-01-05", 5: "1999-12-01"}
    assert keys(await complete(Tenant([event(number, day) for number, day in days.items()]))) == ["2", "3"]


async def test_an_archive_without_a_meeting_in_the_window_is_proof_of_an_empty_window() -> None:
    assert await complete(Tenant([event(1, "1999-12-01")])) == []


async def test_only_meetings_whose_row_version_changed_cost_a_request() -> None:
    tenant = Tenant([event(number) for number in range(1, 11)])
    items = await complete(tenant, lambda key: "v0" if key == "10" else f"v{key}")
    assert [type(item) for item in items] == [Unchanged] * 9 + [Record]
    assert len(tenant.asked) == 2


async def test_a_tenant_without_row_versions_is_read_anew_every_time() -> None:
    row = event(1)
    del row["EventRowVersion"]
    (item,) = await complete(Tenant([row]), {"1": "v1"}.get)
    assert isinstance(item, Record)
    assert item.mark is None


async def test_one_agenda_that_fails_keeps_no_other_meeting_back() -> None:
    tenant = Tenant([event(number) for number in range(1, 6)], broken={2})
    items, error = await run(tenant)
    assert isinstance(error, Unavailable)
    assert [(item.key, item.mark) for item in items if isinstance(item, Record)] == [
        ("1", "v1"),
        ("2", None),
        ("3", "v3"),
        ("4", "v4"),
        ("5", "v5"),
    ]


async def test_a_known_meeting_whose_agenda_fails_stays_as_it_was() -> None:
    items, error = await run(Tenant([event(1), event(2)], broken={1}), {"1": "v0"}.get)
    assert isinstance(error, Unavailable)
    assert keys(items) == ["2"]


async def test_after_three_failures_in_a_row_no_agenda_is_asked_for_but_all_meetings_are_listed() -> None:
    tenant = Tenant([event(number) for number in range(1, 11)], broken=set(range(1, 11)))
    items, error = await run(tenant)
    assert isinstance(error, Unavailable)
    assert keys(items) == [str(number) for number in range(1, 11)]
    agendas = {request.url.path for request in tenant.asked if "EventItems" in request.url.path}
    assert agendas == {f"/v1/elm/Events/{number}/EventItems" for number in (1, 2, 3)}


@pytest.mark.parametrize(
    ("missing", "error"),
    [("EventId", "KeyError: 'EventId'"), ("EventDate", "KeyError: 'EventDate'"), ("EventAgendaFile", "KeyError: 'EventAgendaFile'")],
)
async def test_a_meeting_without_a_mandatory_field_is_a_problem_beside_the_others(missing: str, error: str) -> None:
    source, odd = legistar(), event(3)
    del odd[missing]
    read = source.read_all([Meeting(event=odd, items=[]), Meeting(event=event(4), items=[])])
    assert [item.error if isinstance(item, Problem) else item.key for item in read] == [error, "4"]


@pytest.mark.parametrize(
    "body",
    [
        b"<html><head><title>Error</title></head></html>",
        b"<!DOCTYPE lolz [<!ENTITY a 'b'>]><ArrayOfGranicusEvent/>",
        b"<ArrayOfGranicusEvent><GranicusEvent></ArrayOfGranicusEvent>",
        b'["EventId"]',
        b'{"Message": "An error has occurred."}',
    ],
)
async def test_an_answer_of_another_form_is_a_changed_layout(body: bytes) -> None:
    _, error = await run(httpx.MockTransport(lambda _: httpx.Response(200, content=body)))
    assert type(error) is LayoutChanged


async def test_the_token_goes_with_every_request_and_into_no_message() -> None:
    class Closed(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200 if request.url.params.get("token") == "hush" else 403, json=[event(1, "1999-01-01")])

    assert await complete(Closed(), source=legistar(token="hush")) == []
    _, error = await run(Closed())
    assert isinstance(error, Blocked)
    assert "elm may answer only with a token" in str(error)
    assert "hush" not in repr(legistar(token="hush"))


@pytest.mark.parametrize(
    ("status", "comment", "expected"),
    [
        ("Final", None, Stage.SCHEDULED),
        ("Draft", "REVISED AGENDA", Stage.SCHEDULED),
        ("Cancelled", None, Stage.CANCELLED),
        ("Canceled - no quorum", None, Stage.CANCELLED),
        ("Deferred", "jointly with the Committee on Health", Stage.POSTPONED),
        ("Final-revised", "CANCELLED", Stage.CANCELLED),
        ("Final", "This meeting has been cancelled.", Stage.CANCELLED),
        ("Final", "NO MEETING - holiday", Stage.CANCELLED),
        ("Final", "Postponed until further notice", Stage.POSTPONED),
        ("Final", "Cancelled and rescheduled to May 12", Stage.RESCHEDULED),
        ("Final", "Meeting rescheduled to 3 PM", Stage.RESCHEDULED),
        ("Final", "Item 4 was deferred by the applicant", Stage.SCHEDULED),
        ("Final", "Room 2. Refunds for cancelled permits are item 7.", Stage.SCHEDULED),
    ],
)
def test_the_stage_is_what_is_said_of_the_meeting_and_not_of_an_item(status: str, comment: str | None, expected: Stage) -> None:
    assert read(AgendaStatusName=status, Comment=comment).stage == expected


def test_a_body_may_carry_the_cancellation_in_its_name() -> None:
    assert read(BodyName="CANCELLED - Zoning Board").stage == Stage.CANCELLED


def test_a_draft_is_told_and_shown_as_one() -> None:
    assert read(AgendaStatusName="Draft").type == "Draft"


def test_a_meeting_without_a_page_of_its_own_points_to_the_calendar() -> None:
    assert read(InSiteURL=None).url == "https://elm.legistar.com/Calendar.aspx"


def test_an_uncertain_time_leaves_the_date() -> None:
    assert read(Time="TBD").starts == date(2026, 12, 2)
