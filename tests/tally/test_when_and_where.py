"""The year of a contract is that of its signature, its place where it is carried out."""

from datetime import date

from tally.archive import PORTAL, STATE, notice
from tally.test_tally import lines, put

from monitor.store.coverage import coverage
from monitor.store.database import Database
from monitor.store.tally import Asked, By

NEC = frozenset({"NEC"})


def named(database: Database, by: By) -> dict[str, str]:
    return {line.name: str(line.figures[0].total) for line in lines(database, who=NEC, by=by)}


def test_an_amendment_of_a_later_year_changes_the_sum_of_the_year_of_the_contract(database: Database) -> None:
    put(database, PORTAL, notice("1", "100", thread="P-1", on=date(2019, 3, 1), signed=date(2018, 12, 30)))
    put(database, PORTAL, notice("2", "180", thread="P-1", on=date(2026, 3, 1)))
    assert named(database, By.YEAR) == {"2018": "180"}


def test_a_contract_that_says_no_day_is_of_no_known_year(database: Database) -> None:
    put(database, PORTAL, notice("1", "100", on=None, updated=date(2026, 3, 1)))  # type: ignore[arg-type]
    assert named(database, By.YEAR) == {"unknown": "100"}


def test_a_contract_is_where_it_is_carried_out_and_else_where_its_source_is(database: Database) -> None:
    put(database, PORTAL, notice("1", "100", region="us-ca"), notice("2", "7"))
    assert named(database, By.PLACE) == {"us-ca": "100", "us-zz": "7"}


def test_what_a_state_is_tallied_from_are_its_own_sources_and_those_of_the_whole_country(database: Database) -> None:
    put(database, STATE, notice("1", "100"))
    with database.engine.connect() as connection:
        found = coverage(connection, Asked(place="us-yy"))
    assert [each.id for each in found.drawn] == [STATE]
