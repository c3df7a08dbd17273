"""Names that may be a vendor's: listed with their evidence, decided, undone. And the tally that follows."""

import pytest
from commands.conftest import Tell
from tally.archive import PORTAL, notice, store

from monitor.store.database import Database


@pytest.fixture
def awards(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An award to a name that resembles a vendor's, and one to a vendor."""
    with database.engine.begin() as connection:
        store(connection, PORTAL, notice("1", "100", "Axon Enterprises Inc"), notice("2", "7", "Axon Enterprise, Inc."))
    monkeypatch.setenv("MONITOR_DATABASE", database_url)


def total(tell: Tell) -> str:
    [line] = tell("tally", "--vendor", "Axon", "--json").json["lines"]
    [figure] = line["figures"]
    return str(figure["total"])


def test_a_decision_is_remembered_followed_and_undone(tell: Tell, place: object, awards: None) -> None:
    assert total(tell) == "7"
    [question] = tell("vendors", "review", "--json").json
    assert (question["name"], question["vendor"], question["sums"], question["same"]) == ("Axon Enterprises Inc", "Axon", 1, None)
    assert question["record"]["url"] == "https://portal.example/1"
    number = str(question["number"])
    assert tell("vendors", "decide", number, "--same", "--note", "a slip").code == 0
    assert total(tell) == "107"
    assert tell("vendors", "review").out == ""
    assert "the same\ta slip" in tell("vendors", "review", "--decided").out
    assert tell("vendors", "undo", number).code == 0
    assert total(tell) == "7"
    assert tell("vendors", "decide", number, "--other").code == 0
    assert (total(tell), tell("vendors", "review").out) == ("7", "")


def test_a_number_that_is_none_is_said(tell: Tell, place: object, awards: None) -> None:
    assert tell("vendors", "undo", "99").error == "error: there is no name with the number 99; see `monitor vendors review`"


def test_the_records_behind_a_tally_come_with_their_standing(tell: Tell, place: object, awards: None) -> None:
    [row] = tell("tally", "--vendor", "axon enterprise", "--records", "--json").json_lines
    assert (row["key"], row["value"], row["counts"], row["standing"]) == ("2", "7", True, "counted")
    heading, _ = tell("tally", "--vendor", "Axon", "--csv").lines
    assert heading.startswith("vendor,watched,kind,currency")
    assert "undecided" not in heading


def test_a_tally_says_what_it_could_draw_on_and_what_is_missing(tell: Tell, place: object, awards: None) -> None:
    for form in ((), ("--csv",)):  # beside the answer, not in it
        assert tell("tally", *form).error.startswith(f"drawn from 1 source: {PORTAL} (since 2026-03-01); ")
    coverage = tell("tally", "--json").json["coverage"]
    assert [(each["source"], each["records"], each["since"]) for each in coverage["sources"]] == [(PORTAL, 2, "2026-03-01")]
    assert any("gave no record yet" in said for said in coverage["missing"])
    assert any("for a decision" in said for said in coverage["missing"])
