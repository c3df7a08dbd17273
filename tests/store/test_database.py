"""What a database says when it cannot, and when it was asked for what cannot be."""

from contextlib import closing

from sqlalchemy import text

from monitor.store.database import Database, DatabaseError, is_away


def error_of(database: Database, *statements: str) -> BaseException | None:
    """The error that the last of these statements ends with."""
    with closing(database.engine.connect()) as connection:
        try:
            for statement in statements:
                connection.execute(text(statement))
        except DatabaseError as error:
            return error
    return None


def test_a_full_disk_and_a_server_that_goes_are_told_from_what_cannot_be_stored(database: Database) -> None:
    if database.is_sqlite:
        away = error_of(database, "PRAGMA max_page_count = 1", "CREATE TABLE large AS SELECT zeroblob(10000000)")
    else:
        away = error_of(database, "SELECT pg_terminate_backend(pg_backend_pid())")
    twice = error_of(database, *["INSERT INTO subscribers (name, created_at) VALUES ('twice', '2026-11-20 12:00:00+00')"] * 2)
    wrong = error_of(database, "SELECT no_such_column FROM subscribers")
    assert [error is not None and is_away(error) for error in (away, twice, wrong, ValueError())] == [True, False, False, False]
