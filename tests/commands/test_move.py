"""`monitor move`: from SQLite to PostgreSQL nothing is lost, nothing is told again, and the next row gets the next number."""

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands.conftest import Tell
from sqlalchemy import text
from walk.conftest import Monitor

from monitor.store import moving, ownership, watches
from monitor.store.database import Database
from monitor.store.ledger_tables import metadata
from monitor.store.migrate import migrate


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The archive is one of SQLite."""
    return f"sqlite:///{tmp_path / 'monitor.db'}"


def moved(archive: Monitor, url: str) -> Monitor:
    """The same monitor on the other database."""
    return replace(archive, settings=archive.settings.model_copy(update={"database": type(archive.settings.notify)(url)}))


def test_everything_is_found_on_the_other_side(tell: Tell, archive: Monitor, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {table: archive.count(table) for table in metadata.tables}
    found, channels = tell("search", "iris", "--json").out, tell("channels", "list", "--json").out
    told = tell("move", "--to", postgres_url)
    assert told.code == 0, told.err
    assert "the same on both sides" in told.err
    assert [line for line in told.lines if line.startswith("records\t")] == [f"records\t{before['records']}"]
    monkeypatch.setenv("MONITOR_DATABASE", postgres_url)
    after = moved(archive, postgres_url)
    assert {table: after.count(table) for table in metadata.tables} == before
    assert tell("search", "iris", "--json").out == found != ""
    assert tell("channels", "list", "--json").out == channels
    assert after.rows("SELECT url FROM channels") == archive.rows("SELECT url FROM channels")


def test_the_service_goes_on_where_it_was(tell: Tell, archive: Monitor, postgres_url: str) -> None:
    assert tell("move", "--to", postgres_url).code == 0
    told, after = len(archive.inbox.messages), moved(archive, postgres_url)
    after.wait(hours=2)
    assert asyncio.run(after.poll()).outcome.value == "ok"
    assert len(after.inbox.messages) == told
    after.town.meet(4102, "Roll call", "Purchase of fingerprint readers for the jail")
    after.wait(hours=2)
    asyncio.run(after.poll())
    assert len(after.inbox.messages) == told + 1


def test_the_addresses_of_channels_stay_sealed_and_open_with_the_same_secret(tell: Tell, archive: Monitor, postgres_url: str) -> None:
    assert tell("move", "--to", postgres_url).code == 0
    after = moved(archive, postgres_url)
    assert all(url.startswith("sealed:") for (url,) in after.rows("SELECT url FROM channels"))
    assert archive.settings.notify is not None
    same = after.change(
        lambda connection: watches.put_channel(
            connection, watches.OPERATOR, "notify", archive.settings.notify.get_secret_value(), trusted=True, now=datetime.now(UTC)
        )
    )
    assert after.rows("SELECT id FROM channels") == [(same,)]


def test_the_number_of_what_was_removed_is_not_given_again_on_the_other_side(tell: Tell, archive: Monitor, postgres_url: str) -> None:
    def add(monitor: Monitor, name: str) -> int:
        return monitor.change(lambda c: watches.put_channel(c, watches.OPERATOR, name, "json://other", trusted=True, now=datetime.now(UTC)))

    gone = add(archive, "gone")
    archive.change(lambda c: watches.remove_channel(c, watches.OPERATOR, "gone"))
    assert tell("move", "--to", postgres_url).code == 0
    assert add(moved(archive, postgres_url), "next") > gone


def test_a_database_that_is_not_empty_is_left_alone(tell: Tell, archive: Monitor, postgres_url: str) -> None:
    assert tell("move", "--to", postgres_url).code == 0
    told = tell("move", "--to", postgres_url)
    assert told.code == 1
    assert "is not empty: name a new database" in told.error


def test_a_row_that_changes_on_the_way_takes_everything_back(archive: Monitor, postgres_url: str) -> None:
    with closing(Database(archive.settings.database_url)) as source, closing(Database(postgres_url)) as target:
        migrate(target)
        with target.engine.begin() as connection:
            connection.execute(
                text("CREATE FUNCTION spoil() RETURNS trigger AS 'BEGIN NEW.title = ''other''; RETURN NEW; END' LANGUAGE plpgsql")
            )
            connection.execute(text("CREATE TRIGGER spoil BEFORE INSERT ON parts FOR EACH ROW EXECUTE FUNCTION spoil()"))
        with pytest.raises(moving.NotMoved, match=r"parts: some of the \d+ rows did not arrive as they were; nothing was moved"):
            moving.move(source, target, lambda *_: None)
        assert moving.is_empty(target)


def test_a_service_that_runs_is_not_moved(tell: Tell, archive: Monitor, postgres_url: str) -> None:
    with closing(Database(archive.settings.database_url)) as database, ownership.owned(database):
        assert "stop it first" in tell("move", "--to", postgres_url).error


def test_only_sqlite_moves_and_only_to_postgresql(tell: Tell, archive: Monitor) -> None:
    told = tell("move", "--to", "sqlite:///elsewhere.db")
    assert (told.code, told.error) == (2, "error: a move goes from SQLite (MONITOR_DATABASE, or the data folder) to --to postgresql://…")
