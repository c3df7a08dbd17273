"""What the LDA API does that a small tape cannot show: long lists, tokens, names that are part of other names."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from one_run import run
from register import Register, filing

from sources import registry
from sources.errors import Inconclusive, LayoutChanged, Unavailable
from sources.lobbying.lda import Lda
from sources.lobbying.lda_query import questions
from sources.model import Problem, Record
from sources.options import CatalogError

Fields = dict[str, Any]


def lda(**options: Any) -> Lda:
    source = registry.build("lda", options, timezone="America/New_York", site="https://lda.gov/")
    assert isinstance(source, Lda)
    return source


async def test_a_list_of_many_pages_is_read_to_its_end_by_number_and_on_our_host_alone() -> None:
    register = Register([filing(number) for number in range(60)])
    items, error = await run(lda(), register)
    assert (len(items), error) == (60, None)
    assert {request.url.host for request in register.asked} == {"lda.gov"}
    assert [request.url.params.get("page") for request in register.asked] == [None, "2", "3"]


async def test_a_list_whose_pages_moved_while_they_were_read_is_read_again_by_the_next_run() -> None:
    items, error = await run(lda(), Register([filing(number) for number in range(60)], shift=3))
    assert len(items) == 54
    assert isinstance(error, Inconclusive)


async def test_the_token_goes_in_a_header_and_into_no_message() -> None:
    asked = []

    def refusing(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(401, json={"detail": f"Invalid token: {request.headers['authorization']}"})

    _, error = await run(lda(token="made-up-token"), httpx.MockTransport(refusing))
    assert asked[0].headers["authorization"] == "Token made-up-token"
    assert "correct the option 'token'" in str(error)
    assert "made-up-token" not in str(error)


async def test_a_token_makes_it_faster() -> None:
    assert lda().pace > 60 / 15
    assert 60 / 120 < lda(token="made-up").pace < 1


async def test_a_name_that_is_part_of_another_is_not_what_was_asked_for() -> None:
    names = ["AXONICS, INC.", "Axon Enterprise, Inc. (formerly TASER)", "AXONIUS FEDERAL", "SAXON AXON"]
    items, error = await run(lda(clients=["axon"]), Register([filing(place, name) for place, name in enumerate(names)]))
    assert error is None
    assert [item.key for item in items if isinstance(item, Record)] == ["uuid-1", "uuid-3"]


async def test_a_row_that_is_no_filing_is_a_problem_and_keeps_none_back() -> None:
    rows = [filing(1), {"filing_uuid": "uuid-2"}, filing(3, filing_type="Q9"), filing(4, dt_posted="yesterday"), filing(5)]
    items, error = await run(lda(phrases=["cameras"]), Register(rows))
    assert error is None
    assert [type(item) for item in items] == [Record, Problem, Problem, Problem, Record]


async def test_a_refusal_whose_body_asks_for_longer_than_its_header_is_believed() -> None:
    said = {"detail": "Request was throttled. Expected available in 3600 seconds."}
    _, error = await run(lda(), httpx.MockTransport(lambda _: httpx.Response(429, headers={"Retry-After": "10"}, json=said)))
    assert isinstance(error, Unavailable)
    assert error.retry_after is not None
    assert timedelta(seconds=10) < error.retry_after <= timedelta(hours=1)


def test_each_phrase_is_a_question_of_its_own_in_quotes() -> None:
    asked = [question.filters for question in questions(["facial recognition", "S. 847"], ["NEC"], ["Oak & Co"])]
    assert asked == [
        {"filing_specific_lobbying_issues": '"facial recognition"'},
        {"filing_specific_lobbying_issues": '"S. 847"'},
        {"client_name": "NEC"},
        {"registrant_name": "Oak & Co"},
    ]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("bio-metric", "Biometrics policy"),
        ("biometric", "BIOMETRICS"),
        ("S. 847", "S.847/H.R.3907"),
        ("face recognition", "face-\nrecognition"),
    ],
)
def test_a_phrase_is_found_with_other_signs_between_its_words_and_in_the_plural(phrase: str, text: str) -> None:
    (question,) = questions([phrase], [], [])
    row = filing(1)
    row["lobbying_activities"][0]["description"] = text
    assert question.passed_by(row)
    row["lobbying_activities"][0]["description"] = "S. 8471, biometry and interface recognitions"
    assert not question.passed_by(row)


@pytest.mark.parametrize(
    "options",
    [{"lists": "clients"}, {"lists": "registrants", "clients": ["x"]}, {"lists": "contributions", "phrases": ["x"]}, {"phrases": ['"x"']}],
)
def test_options_that_cannot_be_asked_are_refused(options: Fields) -> None:
    with pytest.raises(CatalogError):
        lda(**options)


async def test_watched_registrants_are_read_as_the_register_knows_them() -> None:
    row = {"id": 9, "house_registrant_id": 8, "name": "ARGOS IMAGING", "description": "Cameras", "dt_updated": "2026-11-01T10:00:00-04:00"}
    (record,), error = await run(lda(lists="registrants", registrants=["argos"]), Register([row]))
    assert error is None
    assert isinstance(record, Record)
    assert (record.key, record.title, record.text) == ("registrant-9", "ARGOS IMAGING", "Cameras")
    assert record.parties[0].ids == (("lda-registrant", "9"), ("house-registrant", "8"))


async def test_html_in_place_of_json_and_a_half_body_are_named() -> None:
    whole = json.dumps({"count": 1, "next": None, "results": [filing(1)]})
    endings = {}
    for body in ("<html>Back soon</html>", whole[:-9]):
        _, error = await run(lda(), httpx.MockTransport(lambda _, said=body: httpx.Response(200, text=said)))  # type: ignore[misc]
        endings[body[:6]] = type(error)
    assert endings == {"<html>": LayoutChanged, '{"coun': Unavailable}
