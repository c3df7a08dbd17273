"""What Prozorro does that a small tape cannot show: long feeds, titles that say nothing, words in every form."""

import json
from datetime import timedelta
from typing import Any

import httpx
import one_run
import pytest
from one_run import Ended

from sources import codec, registry
from sources.model import Record, Stage, Unchanged
from sources.procurement import words
from sources.procurement.detailed import Detailed
from sources.procurement.prozorro import Prozorro
from sources.source import Known

Fields = dict[str, Any]


def prozorro(**options: object) -> Prozorro:
    source = registry.build("prozorro", options, timezone="Europe/Kyiv", site="https://prozorro.gov.ua/")
    assert isinstance(source, Prozorro)
    return source


class Api(httpx.AsyncBaseTransport):
    """A feed of pages, each with its place; then empty."""

    def __init__(self, *pages: list[Fields]) -> None:
        self.pages = pages
        self.asked: list[httpx.URL] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url)
        if request.url.path.count("/") > 3:
            return httpx.Response(200, json={"data": {"id": request.url.path.rpartition("/")[2], "title": "T"}})
        place = request.url.params["offset"]
        number = int(place) if place.isdecimal() else 0
        rows = self.pages[number] if number < len(self.pages) else []
        return httpx.Response(200, json={"data": rows, "next_page": {"offset": str(number + 1)}})

    def offsets(self) -> list[str]:
        return [url.params["offset"] for url in self.asked if "offset" in url.params]

    def details(self) -> list[str]:
        return [url.path.rpartition("/")[2] for url in self.asked if url.path.count("/") > 3]


def row(id_: str, title: str = "Біометрія", **said: object) -> Fields:
    return {"id": id_, "dateModified": "2026-11-20T10:00:00+02:00", "title": title, **said}


async def run(site: httpx.AsyncBaseTransport, source: Prozorro, known: Known = lambda _: None) -> Ended:
    return await one_run.run(source, site, known, back=timedelta(hours=1))


def read(**said: object) -> Record:
    return prozorro().read(Detailed(key="a", mark="m", fields={}, detail={"id": "a", "tenderID": "UA-2026-11-20-000001-a", **said}))


async def test_the_feed_begins_at_a_time_and_goes_on_at_the_places_it_gives_until_a_page_is_empty() -> None:
    api = Api([row("a")], [row("b")])
    items, error = await run(api, prozorro())
    assert error is None
    assert [item.key for item in items if isinstance(item, Record)] == ["a", "b"]
    assert api.offsets() == ["2026-11-20T17:00:00+00:00", "1", "2"]


async def test_a_tender_that_changes_while_the_feed_is_read_comes_once() -> None:
    items, _ = await run(Api([row("a")], [row("a")]), prozorro())
    assert len(items) == 1


async def test_only_tenders_whose_titles_hold_a_word_cost_a_request() -> None:
    api = Api([row("a", "Сіль"), row("b", "БІОМЕТРИЧНІ паспорти"), row("c", "", title_en=""), row("d", "Salt", title_en="Biometric gates")])
    await run(api, prozorro(words=["біометр", "biometric"]))
    assert api.details() == ["b", "c", "d"]  # one without a title is read: what cannot be told is not left out


async def test_a_tender_that_was_read_at_this_change_is_not_read_again() -> None:
    api = Api([row("a")])
    items, _ = await run(api, prozorro(), {"a": "2026-11-20T10:00:00+02:00"}.get)
    assert items == [Unchanged(key="a")]
    assert api.details() == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("draft", Stage.PLANNING),
        ("active.tendering", Stage.TENDER),
        ("active.auction", Stage.TENDER),
        ("active.awarded", Stage.AWARD),
        ("complete", Stage.CONTRACT),
        ("unsuccessful", Stage.CANCELLED),
        ("cancelled", Stage.CANCELLED),
        ("something new", None),
    ],
)
def test_the_stage_is_that_of_the_status(status: str, expected: Stage | None) -> None:
    assert read(status=status).stage is expected


def test_who_signs_and_whom_to_call_are_not_in_the_record() -> None:
    person = {"name": "Ада Приклад", "telephone": "+380"}
    record = read(procuringEntity={"name": "Поліція", "contactPoint": person, "signerInfo": person})
    assert "Ада" not in codec.dumps(record)


def test_awards_and_contracts_that_are_pending_are_neither_sums_nor_suppliers() -> None:
    pending = {"id": "1", "status": "pending", "value": {"amount": 5, "currency": "UAH"}, "suppliers": [{"name": "ТОВ"}]}
    record = read(awards=[pending], contracts=[pending])
    assert (record.amounts, record.parties, record.parts) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Системи  РОЗПІЗНАВАННЯ\nоблич", "розпізнавання облич", True),
        ("цифровий ﬁngerprint", "fingerprint", True),
        ("об’єкт", "об'єкт", True),
        ("Сіль", "біометр", False),
    ],
)
def test_words_are_found_whatever_their_case_spaces_and_form(text: str, word: str, expected: bool) -> None:
    assert words.held(text, [word]) is expected


async def test_an_answer_of_another_form_is_a_changed_layout() -> None:
    for said in ({"data": {}}, {"data": [], "next_page": {}}, {"data": [1], "next_page": {"offset": ""}}):
        body = json.dumps(said).encode()
        _, error = await run(httpx.MockTransport(lambda _, body=body: httpx.Response(200, content=body)), prozorro())  # type: ignore[misc, arg-type]
        assert type(error).__name__ == "LayoutChanged"
