"""What CivicClerk does that a small tape cannot show: times that end in a false or a true `Z`, agendas that are files alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from corpus.served import Served, run, source

from sources.agendas.civicclerk_record import means_utc
from sources.errors import LayoutChanged
from sources.model import Record

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
Fields = dict[str, Any]


def event(start: str, posted: str, published: str) -> Fields:
    file = {"fileId": 1, "type": "Agenda", "name": "Agenda", "publishOn": published}
    return {
        "id": 7,
        "eventName": "Council",
        "startDateTime": start,
        "agendaId": 3,
        "publishedAgendaTimeStamp": posted,
        "publishedFiles": [file],
    }


POSTED = "Agenda Posted on November 19, 2026 4:12 PM"
LOCAL = event("2026-12-01T19:00:00Z", POSTED, "2026-11-19T16:12:47.7Z")
TRUE = event("2026-12-02T00:00:00Z", POSTED, "2026-11-19T21:12:47.7Z")


class Tenant(Served):
    """A tenant whose agendas are files alone: their items answer 404."""

    def __init__(self, row: Fields) -> None:
        super().__init__(lambda _: b"")
        self.row = row

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "/Meetings/" in request.url.path:
            return httpx.Response(404)
        return httpx.Response(200, json={"value": [self.row]})


async def starts(row: Fields, **options: Any) -> object:
    (found,) = await run(source("civicclerk", {"tenant": "elm", **options}), Tenant(row), now=NOW, since=NOW - timedelta(days=90))
    assert isinstance(found, Record)
    assert found.parts == ()
    return found.starts


async def test_seven_in_the_evening_is_seven_in_the_evening_whatever_the_tenant_means_by_z() -> None:
    evening = datetime.fromisoformat("2026-12-01T19:00:00-05:00")
    assert [await starts(LOCAL), await starts(TRUE, utc=True)] == [evening, evening]


@pytest.mark.parametrize(("row", "utc"), [(TRUE, False), (LOCAL, True)])
async def test_an_option_that_the_list_proves_wrong_stops_the_run_and_says_what_to_set(row: Fields, utc: bool) -> None:
    with pytest.raises(LayoutChanged, match=f"set its option 'utc' to {str(not utc).lower()}"):
        await starts(row, utc=utc)


@pytest.mark.parametrize("posted", ["", "Agenda Posted on November 19, 2026 5:40 PM", "Agenda not posted"])
def test_where_no_file_was_published_at_the_time_that_is_told_nothing_is_proved(posted: str) -> None:
    assert means_utc(LOCAL | {"publishedAgendaTimeStamp": posted}, source("civicclerk", {"tenant": "elm"}).publisher.timezone) is None
