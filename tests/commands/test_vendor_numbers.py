"""Numbers of registers: proposed where a record gives one to a vendor, asked about where another name shares it, never merged unasked."""

from dataclasses import replace

import pytest
from commands.conftest import Tell
from tally.archive import NEC, PORTAL, booked, notice, store

from monitor.store.database import Database
from sources.model import Record, Role

UEI = ("UEI", "NEC000000001")


def with_ids(record: Record, *ids: tuple[str, str]) -> Record:
    return replace(record, parties=tuple(replace(party, ids=ids) if party.role is Role.SUPPLIER else party for party in record.parties))


def put(database: Database, *given: Record) -> None:
    with database.engine.begin() as connection:
        store(connection, PORTAL, *given)
    booked(database)


@pytest.fixture(autouse=True)
def here(place: object, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_DATABASE", database_url)


def total(tell: Tell, vendor: str = "NEC") -> str:
    (line,) = tell("tally", "--vendor", vendor, "--json").json["lines"]
    return str(line["figures"][0]["total"])


def questions(tell: Tell) -> dict[str, str]:
    return {each["name"]: each["why"] for each in tell("vendors", "review", "--json").json}


def number_of(tell: Tell, name: str, *decided: str) -> str:
    return next(str(each["number"]) for each in tell("vendors", "review", "--json", *decided).json if each["name"] == name)


def test_a_number_that_a_record_gives_to_a_vendor_is_proposed_and_counts_once_a_person_accepts_it(tell: Tell, database: Database) -> None:
    put(database, with_ids(notice("1", "100"), UEI), with_ids(notice("2", "7", "Nippon Denki Sales"), UEI))
    assert questions(tell) == {
        "UEI NEC000000001": f"the record gives this number to {NEC}",
        "Nippon Denki Sales": f"UEI NEC000000001 is a number of {NEC} too",
    }
    assert total(tell) == "100"
    number = number_of(tell, "UEI NEC000000001")
    assert tell("vendors", "decide", number, "--same").code == 0
    assert total(tell) == "107"
    assert "NEC\tUEI\tNEC000000001\tNEC Corporation of America; Nippon Denki Sales" in tell("vendors", "ids", "NEC").out
    assert tell("vendors", "undo", number).code == 0
    assert total(tell) == "100"


def test_whichever_record_comes_first_the_name_that_shares_a_number_is_asked_about(tell: Tell, database: Database) -> None:
    put(database, with_ids(notice("2", "7", "Nippon Denki Sales"), UEI))
    assert questions(tell) == {}
    put(database, with_ids(notice("1", "100"), UEI))
    assert sorted(questions(tell)) == ["Nippon Denki Sales", "UEI NEC000000001"]


def test_a_name_that_a_person_said_to_be_another_is_not_asked_about_again(tell: Tell, database: Database) -> None:
    put(database, with_ids(notice("1", "100"), UEI), with_ids(notice("2", "7", "Nippon Denki Sales"), UEI))
    assert tell("vendors", "decide", number_of(tell, "Nippon Denki Sales"), "--other").code == 0
    put(database, with_ids(notice("3", "8", "Nippon Denki Sales"), UEI))
    assert sorted(questions(tell)) == ["UEI NEC000000001"]


def test_a_number_is_added_and_removed_by_hand_also_one_that_ships(tell: Tell, database: Database) -> None:
    put(database, with_ids(notice("2", "7", "Nippon Denki Sales"), UEI), with_ids(notice("3", "5", "Anybody"), ("lda-client", "192413")))
    assert total(tell) == "5"
    assert tell("vendors", "add-id", "NEC", *UEI, "--note", "its annual report").code == 0
    assert total(tell) == "12"
    assert tell("vendors", "remove-id", "NEC", "lda-client", "192413").code == 0
    assert total(tell) == "7"
    assert {(each["scheme"], each["number"]) for each in tell("vendors", "ids", "NEC", "--json").json} >= {UEI}
    assert tell("vendors", "undo", number_of(tell, "lda-client 192413", "--decided")).code == 0
    assert total(tell) == "12"


@pytest.mark.parametrize("number", ["0", "N/A", "0000000000", "1111", "123"])
def test_what_people_type_for_no_number_joins_nobody(tell: Tell, database: Database, number: str) -> None:
    put(database, with_ids(notice("1", "100"), ("UEI", number)), with_ids(notice("2", "7", "Nippon Denki Sales"), ("UEI", number)))
    assert questions(tell) == {}
    said = f"error: UEI {number} does not tell one organisation from all others"
    assert tell("vendors", "add-id", "NEC", "UEI", number).error == said


def test_a_vendor_that_is_none_is_said_with_the_one_that_was_meant(tell: Tell, database: Database) -> None:
    assert tell("vendors", "add-id", "Palentir", *UEI).error == "error: the lexicon has no vendor 'Palentir', did you mean 'Palantir'?"


def test_a_number_that_two_vendors_have_is_proposed_to_both_and_joins_no_other_name(tell: Tell, database: Database) -> None:
    given = [notice("1", "100"), notice("2", "7", "Palantir Technologies"), notice("3", "8", "Nippon Denki Sales")]
    put(database, *(with_ids(each, UEI) for each in given))
    assert [each["vendor"] for each in tell("vendors", "review", "--json").json] == ["NEC", "Palantir"]
