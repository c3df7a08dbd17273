"""Searching the archive, on both databases: what is found, in which order, and where the filters look."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from making import NOW, meeting, part
from search.archive import attach, keep, register
from sqlalchemy import Connection

from monitor.archive import Portion, Search
from monitor.lexicon import load
from monitor.query.errors import QueryError
from monitor.store.database import Database
from sources.model import Amount, AmountKind, Kind, Party, Record, Role

LEXICON = load()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A transaction in a database with two sources and no records."""
    with database.engine.begin() as opened:
        register(opened)
        yield opened


def notice(key: str, **more: Any) -> Record:
    return Record(key=key, kind=Kind.NOTICE, title="Cameras", url=f"https://example.org/{key}", **more)


def found(connection: Connection, typed: str) -> list[tuple[str, str]]:
    """Record and matched text of every passage."""
    return pairs(portion(connection, typed))


def portion(connection: Connection, typed: str, last: str | None = None, limit: int = 50) -> Portion:
    return Search(typed, lexicon=LEXICON).portion(connection, last, limit=limit)


def pairs(some: Portion) -> list[tuple[str, str]]:
    return [(answer.record.key, shown.match.text) for answer in some.answers for shown in answer.passages]


def test_title_text_parties_parts_and_pages_are_searched_and_the_place_is_said(connection: Connection) -> None:
    record = meeting(title="Budget hearing", text="Opens with a prayer", parts=(part("7", "Gunshot sensors", text="for the harbour"),))
    keep(connection, record)
    keep(connection, notice("2", parties=(Party(name="Acme Optics", role=Role.SUPPLIER),)))
    attach(connection, 1, "Nothing here.", "A list of drones.")
    assert found(connection, "prayer") == [("1", "prayer")]
    assert found(connection, '"acme optics"') == [("2", "Acme Optics")]
    [[of_part]] = [answer.passages for answer in portion(connection, "harbour").answers]
    assert (of_part.title, of_part.page, of_part.url) == ("7 Gunshot sensors", None, record.url)
    [[of_page]] = [answer.passages for answer in portion(connection, "drones").answers]
    assert (of_page.title, of_page.page, of_page.url) == ("Agenda", 2, "https://springhaven.legistar1.com/agenda.pdf#page=2")
    assert of_page.passage.text == "A list of drones."


def test_all_words_of_a_query_must_stand_in_one_text_as_they_must_for_an_alert(connection: Connection) -> None:
    keep(connection, meeting(parts=(part("1", "A camera"), part("2", "A drone"), part("3", "A camera on a drone"))))
    assert found(connection, "camera drone") == [("1", "camera")]
    assert [shown.title for answer in portion(connection, "camera drone").answers for shown in answer.passages] == ["3 A camera on a drone"]


SET_IN_TYPE = [
    ('"facial recognition"', "Facial-\nrecognition"),
    ("recognition", "facial-\nrecognition"),
    ("recognition", "recog-\nnition"),
    ("cognition", "re-\ncog-\nnition"),
    ("cafe", "CAFÉ"),
    ("αναγνώριση", "ΑΝΑΓΝΏΡΙΣΗ"),
    ("распознавание", "РАСПОЗНАВАНИЕ лиц"),
    ("ALPR", "forALPR"),
    ("biometr*", "Biometrics"),
    ('"u.s. customs"', "the U.S. Customs"),
    ("AT&T", "an AT & T line"),
    ("fingerprint", "ﬁngerprint"),
    ("drone NOT camera", "a drone"),
    ("drone NEAR/2 police", "police drone"),
    ("=NEC NOT NEAR/3 code", "NEC"),
    ("x" * 300, "x" * 300),
    ("顔認証", "顔認証"),
]


def test_however_a_word_is_set_the_database_does_not_lose_it(connection: Connection) -> None:
    for key, (_, text) in enumerate(SET_IN_TYPE):
        keep(connection, meeting(str(key), title=text, parts=()))
    lost = [typed for key, (typed, _) in enumerate(SET_IN_TYPE) if str(key) not in dict(found(connection, typed))]
    assert lost == []


def test_the_newest_come_first_and_those_without_a_date_last(connection: Connection) -> None:
    for key, starts in (("1", None), ("2", date(2026, 3, 1)), ("3", date(2026, 9, 1)), ("4", date(2025, 9, 1))):
        keep(connection, meeting(key, starts=starts, parts=()), notes="Minutes of the committee")
    assert [key for key, _ in found(connection, '"public safety"')] == ["3", "2", "4", "1"]


def test_pages_of_results_leave_nothing_out_and_give_nothing_twice(connection: Connection) -> None:
    for key in range(1, 12):
        keep(connection, meeting(str(key), starts=date(2026, 1, 1 + key // 3), parts=(part("1", "drone"), part("2", "drones and a drone"))))
    whole = found(connection, "drone")
    assert len(whole) == 22
    pieces, last = [], None
    for _ in range(3):
        page = portion(connection, "drone", last, limit=5)
        pieces += pairs(page)
        last = page.last
    assert (pieces, last) == (whole, None)


FILTERED = {
    "": [1, 2, 3],
    "kind:notice": [2, 3],
    "NOT kind:notice": [1],
    "source:us-zz-springhaven": [1, 2],
    "country:gb": [3],
    "state:us-zz": [1, 2],
    "state:us-zz country:gb": [],
    "source:us-zz-springhaven source:gb-*": [1, 2, 3],
    "place:springhaven": [1, 2, 3],
    'place:"springhaven 2"': [3],
    'place:"spring haven"': [],
    "platform:ocds": [3],
    'body:"public safety"': [1],
    "body:safe": [],
    "amount:>100000": [2],
    "amount:>100000 amount:<200000": [],
    "amount:250k": [2],
    "amount:1..1000": [3],
    "amount:1..1000usd": [],
    "before:2026-12": [2],
    "after:2026-12-02": [1],
    "before:2026 after:2024": [2],
    "vendor:cognitec": [2],
    "vendor:facevacs topic:facial-recognition": [2],
    "topic:drones": [3],
    "NOT topic:drones NOT vendor:cognitec": [1],
}


def test_filters_look_where_they_say(connection: Connection) -> None:
    def euro(value: int | None) -> tuple[Amount, ...]:
        return (Amount(kind=AmountKind.AWARD, value=None if value is None else Decimal(value), currency="EUR"),)

    keep(connection, meeting(title="On cameras", parts=(), amounts=euro(None)))
    keep(connection, notice("2", text="by Cognitec", published=date(2025, 6, 1), amounts=euro(250_000)))
    keep(connection, notice("3", text="on police drones", amounts=euro(500)), source="gb-eng-springhaven-2")
    assert {filters: sorted(int(key) for key, _ in found(connection, f"{filters} cameras")) for filters in FILTERED} == FILTERED


def test_a_topic_can_be_asked_for_without_words(connection: Connection) -> None:
    keep(connection, meeting(parts=(part("1", "Face recognition at the port"), part("2", "Contract with Cognitec"))))
    assert found(connection, "topic:facial-recognition") == [("1", "Face recognition"), ("1", "Cognitec")]
    assert found(connection, "vendor:cognitec kind:meeting") == [("1", "Cognitec")]
    assert found(connection, "vendor:cognitec kind:filing") == []


def test_a_revision_takes_the_place_of_the_record_s_own_text_and_keeps_the_parts_it_had(connection: Connection) -> None:
    keep(connection, meeting(title="On drones", parts=(part("1", "Old words"),)))
    keep(connection, meeting(title="On balloons", parts=(part("1", "New words"),)))
    assert found(connection, "drones") == []
    assert found(connection, "balloons") == [("1", "balloons")]
    assert found(connection, "words") == [("1", "words"), ("1", "words")]


def test_a_page_read_again_is_found_once(connection: Connection) -> None:
    keep(connection, meeting())
    attach(connection, 1, "drones")
    attach(connection, 1, "drones and balloons")
    assert found(connection, "drones") == [("1", "drones")]


def test_a_page_is_found_for_each_record_that_attaches_it(connection: Connection) -> None:
    keep(connection, meeting("1"))
    keep(connection, meeting("2", starts=NOW + timedelta(days=30)))
    attach(connection, 1, "drones")
    assert found(connection, "drones") == [("2", "drones"), ("1", "drones")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("topic:faces", "There is no topic faces"),
        ("camera vendor:cognitech", r"no vendor cognitech \(do you mean cognitec"),
        ("(", "parenthesis is open"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_write(typed: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        Search(typed, lexicon=LEXICON)


def test_results_go_on_only_from_a_place_of_ours(connection: Connection) -> None:
    with pytest.raises(ValueError, match="cannot go on from"):
        portion(connection, "drone", "2026-01-01.1.1")
