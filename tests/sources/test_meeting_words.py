"""What clerks write into titles, statuses and names of files, and what it means."""

from datetime import date

import pytest

from sources import days
from sources.agendas import meeting_words
from sources.model import LinkKind, Stage


@pytest.mark.parametrize(
    ("status", "title", "expected"),
    [
        ("", "City Council", Stage.SCHEDULED),
        ("Cancelled", "City Council", Stage.CANCELLED),
        ("", "City Council - CANCELED", Stage.CANCELLED),
        ("", "Planning Commission Meeting- Cancelled", Stage.CANCELLED),
        ("", "Cancellation Notice", Stage.CANCELLED),
        ("", "Board of Library Trustees - Dark Meeting", Stage.CANCELLED),
        ("", "Cancelled and rescheduled to 12 May", Stage.RESCHEDULED),
        ("", "Library Board - Rescheduled to December 10", Stage.RESCHEDULED),
        ("Deferred", "Committee on Technology", Stage.POSTPONED),
        ("", "REVISED AGENDA of the Committee on Public Works and Streets: item 4, the sewer study, was deferred", Stage.SCHEDULED),
        ("", "Hearing: contract of the cancelled tender of 2019 for cameras", Stage.SCHEDULED),
    ],
)
def test_a_state_is_read_where_it_is_said_of_the_meeting(status: str, title: str, expected: Stage) -> None:
    assert meeting_words.stage(status, title) is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("City Council", "City Council"),
        ("City Council - CANCELLED", "City Council"),
        ("Planning Commission (Rescheduled to June 4)", "Planning Commission"),
        ("Zoning Board - REVISED - Canceled", "Zoning Board"),
        ("Cancellation Notice", "Cancellation Notice"),
    ],
)
def test_who_meets_is_the_title_without_the_state(title: str, expected: str) -> None:
    assert meeting_words.body(title) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Agenda", LinkKind.AGENDA),
        ("HTML Agenda", LinkKind.AGENDA),
        ("Board Agenda Packet", LinkKind.PACKET),
        ("Summary Minutes", LinkKind.MINUTES),
        ("Notice of Cancellation", LinkKind.NOTICE),
        ("Zoning map", LinkKind.OTHER),
    ],
)
def test_a_document_is_what_its_name_says(name: str, expected: LinkKind) -> None:
    assert meeting_words.kind(name) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Jan 5, 2026",
        "January 5th, 2026",
        "MONDAY, JANUARY 5, 2026 1:00 PM",
        "1/5/2026",
        "01/05/26",
        "5 Jan 2026",
        "2026-01-05",
        "Jan 5, 26",
    ],
)
def test_a_day_is_read_in_the_ways_of_american_pages(text: str) -> None:
    assert days.read(text) == date(2026, 1, 5)


def test_where_the_day_comes_first_it_is_read_so() -> None:
    assert days.read("13/01/2026", day_first=True) == date(2026, 1, 13)


@pytest.mark.parametrize("text", ["", "In Progress", "13/45/2026", "June 31, 2026", "Monday, 8 June"])
def test_what_names_no_day_is_none(text: str) -> None:
    assert days.find(text) is None
