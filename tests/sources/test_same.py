"""The digest of a listing: only of one whole page, and of all that its reading depends on."""

from datetime import UTC, datetime

import pytest

from sources.page import Page
from sources.same import Listing, Same


def page(body: bytes = b"a list", status: int = 200) -> Page:
    return Page(url="https://a.example/", status=status, headers={}, body=body, fetched_at=datetime(2026, 11, 20, tzinfo=UTC))


def digest(question: str = "GET /", body: bytes = b"a list", under: str = "") -> str:
    listing = Listing(under=under)
    listing.add(question, page(body))
    return listing.digest


def test_the_same_answer_to_the_same_question_stops_the_reading() -> None:
    with pytest.raises(Same):
        Listing(before=digest()).add("GET /", page())


@pytest.mark.parametrize("other", [digest(question="GET /2"), digest(body=b"another"), digest(under="another day"), ""])
def test_another_question_answer_or_reading_does_not(other: str) -> None:
    listing = Listing(before=other)
    listing.add("GET /", page())
    assert listing.digest == digest()


def test_a_listing_of_two_pages_has_no_digest_since_the_second_may_change_behind_the_first() -> None:
    listing = Listing()
    listing.add("GET /", page())
    listing.add("GET /2", page())
    assert listing.digest == ""


def test_a_second_page_is_not_compared_with_the_first_of_before() -> None:
    listing = Listing(before=digest())
    listing.add("GET /other", page())
    listing.add("GET /", page())


@pytest.mark.parametrize("answer", [page(status=304), None])
def test_what_is_not_in_memory_has_no_digest(answer: Page | None) -> None:
    listing = Listing()
    listing.add("GET /", answer)
    assert listing.digest == ""
