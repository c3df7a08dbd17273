"""A long list that was broken off is read on from its last page, and from the beginning where that page is not where it was."""

from contextlib import aclosing
from datetime import timedelta
from typing import Any

import httpx
import pytest
from one_run import NOW
from register import Register, posted

from sources import registry
from sources.errors import SourceError, Unavailable
from sources.lobbying.lda import Lda
from sources.model import Record
from sources.web import Web


def lda(**options: Any) -> Lda:
    source = registry.build("lda", options, timezone="America/New_York", site="https://lda.gov/")
    assert isinstance(source, Lda)
    return source


class Breaking(Register):
    """Answers so many questions, and then none."""

    def __init__(self, rows: list[dict[str, Any]], answers: int = 1_000) -> None:
        super().__init__(rows)
        self.answers = answers

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if len(self.asked) >= self.answers:
            self.asked.append(request)
            return httpx.Response(503)
        return await super().handle_async_request(request)

    @property
    def pages(self) -> list[str]:
        return [request.url.params.get("page", "1") for request in self.asked]


async def read(source: Lda, register: Breaking) -> tuple[list[str], str, SourceError | None]:
    """The keys that came, the last cursor, and how it ended."""
    keys: list[str] = []
    last = source.cursor
    web = Web.of(source, transport=register, now=lambda: NOW)
    try:
        async with aclosing(source.steps(web, NOW - timedelta(days=9), lambda _: None)) as steps:
            async for batch, cursor in steps:
                keys += [item.key for item in batch if isinstance(item, Record)]
                last = cursor or last
    except SourceError as error:
        return keys, last, error
    return keys, last, None


async def broken_off(rows: list[dict[str, Any]], answers: int = 3, **options: Any) -> tuple[list[str], Lda]:
    """What a run read before the server fell silent, and the source that goes on from there."""
    keys, cursor, error = await read(lda(**options), Breaking(rows, answers))
    assert isinstance(error, Unavailable)
    return keys, lda(**options).resumed(cursor)


async def test_a_run_goes_on_where_the_last_one_came_to_and_nothing_is_lost() -> None:
    first, resumed = await broken_off(posted(120))
    register = Breaking(posted(120))
    second, _, error = await read(resumed, register)
    assert error is None
    assert register.pages == ["3", "4", "5"]
    assert (len(first), set(first) | set(second)) == (75, {f"uuid-{number}" for number in range(120)})


async def test_what_was_posted_meanwhile_is_at_the_end_and_is_read() -> None:
    _, resumed = await broken_off(posted(120))
    second, _, error = await read(resumed, Breaking(posted(140)))
    assert error is None
    assert second[-1] == "uuid-139"


async def test_a_list_that_lost_rows_ahead_of_the_page_is_read_from_the_beginning() -> None:
    _, resumed = await broken_off(posted(120))
    register = Breaking(posted(90, first=30))
    second, _, error = await read(resumed, register)
    assert (register.pages, len(second), error) == (["3", "1", "2", "3", "4"], 90, None)


async def test_a_list_that_has_fewer_pages_now_is_read_from_the_beginning() -> None:
    _, resumed = await broken_off(posted(120))

    class Shorter(Breaking):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answer = await super().handle_async_request(request)
            return httpx.Response(404, json={"detail": "Invalid page."}) if request.url.params.get("page") == "3" else answer

    second, _, error = await read(resumed, Shorter(posted(40)))
    assert (len(second), error) == (40, None)


async def test_of_several_questions_those_that_were_answered_to_the_end_are_not_asked_again() -> None:
    rows = posted(60)
    _, resumed = await broken_off(rows, answers=4, phrases=["cameras"], clients=["elm street"])
    register = Breaking(rows)
    _, _, error = await read(resumed, register)
    assert error is None
    assert {"client_name": "elm street"}.items() <= dict(register.asked[0].url.params).items()
    assert [request.url.params.get("filing_specific_lobbying_issues") for request in register.asked] == [None] * 3


@pytest.mark.parametrize("cursor", ["", "{}", "no JSON", '{"since": "2026-11-11T00:00:00+00:00", "done": ["x"], "place": null}'])
async def test_a_cursor_that_is_none_or_of_other_questions_begins_at_the_beginning(cursor: str) -> None:
    register = Breaking(posted(60))
    keys, _, error = await read(lda().resumed(cursor), register)
    assert (len(keys), error) == (60, None)


async def test_the_window_stays_that_of_the_run_that_was_broken_off() -> None:
    _, resumed = await broken_off(posted(120))
    register = Breaking(posted(120))
    later = Web.of(resumed, transport=register, now=lambda: NOW + timedelta(days=30))
    async with aclosing(resumed.steps(later, NOW + timedelta(days=28), lambda _: None)) as steps:
        async for _ in steps:
            pass
    assert {request.url.params["filing_dt_posted_after"] for request in register.asked} == {"2026-11-11"}
