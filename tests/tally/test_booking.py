"""The ledger is made from the records, and made again where the rules or what is reviewed change."""

from dataclasses import replace

from making import NOW
from sqlalchemy import select, update
from tally.archive import LEXICON, PORTAL, booked, notice, store

from monitor.lexicon import Lexicon
from monitor.lexicon.model import Vendor
from monitor.store.book import book, waiting
from monitor.store.database import Database
from monitor.store.ledger_tables import entries
from monitor.store.tables import records


def whose(database: Database) -> list[str | None]:
    with database.engine.connect() as connection:
        return list(connection.execute(select(entries.c.vendor)).scalars())


def test_a_vendor_that_is_new_in_the_lexicon_gets_the_sums_that_were_there_before(database: Database) -> None:
    with database.engine.begin() as connection:
        store(connection, PORTAL, notice("1", "100", "Quercus Optics LLC"))
    booked(database)
    assert whose(database) == [None]
    grown = Lexicon((), (*LEXICON.vendors.values(), Vendor(name="Quercus", names=("Quercus Optics",))), ())
    with database.engine.begin() as connection:
        while book(connection, grown, NOW):
            pass
    assert whose(database) == ["Quercus"]


def test_a_record_is_booked_once_and_again_when_it_changes(database: Database) -> None:
    with database.engine.begin() as connection:
        store(connection, PORTAL, notice("1", "100"))
        assert waiting(connection) == 1
        assert book(connection, LEXICON, NOW) == 1
        assert (waiting(connection), book(connection, LEXICON, NOW)) == (0, 0)
        store(connection, PORTAL, replace(notice("1", "120"), title="Award 1, corrected"))
        assert book(connection, LEXICON, NOW) == 1
        assert list(connection.execute(select(entries.c.value)).scalars()) == [12_000]


def test_booking_everything_again_changes_nothing(database: Database) -> None:
    with database.engine.begin() as connection:
        store(
            connection,
            PORTAL,
            notice("1", "100"),
            notice("2", "7", "NEC Corporation of America", "IDEMIA"),
            notice("3", "5", thread="thread of 1"),
        )
    booked(database)
    before = sums(database)
    with database.engine.begin() as connection:
        connection.execute(update(records).values(to_book=True))
    booked(database)
    assert sums(database) == before


def sums(database: Database) -> list[tuple[object, ...]]:
    with database.engine.connect() as connection:
        columns = (entries.c.record_id, entries.c.name, entries.c.value, entries.c.low, entries.c.high, entries.c.standing)
        return sorted((tuple(row) for row in connection.execute(select(*columns))), key=str)
