"""Migrations: the database reaches the form that the tables describe, from any start."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from making import NOW
from sqlalchemy import inspect, select, text

from monitor.model import Rhythm, Watch
from monitor.store.database import Database
from monitor.store.migrate import FOLDER, NewerDatabase, migrate
from monitor.store.tables import judgements, metadata
from monitor.store.watches import list_watches, put_channel, put_watch, remove_channel


def is_described(_: object, name: str | None, kind: str, *__: object) -> bool:
    """The index of words is made by hand, since it is another one on each database."""
    return not (kind in {"table", "index"} and "text_words" in (name or ""))


def test_the_migrations_make_what_the_tables_describe(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_described})
        differences = compare_metadata(context, metadata)
    assert differences == []


def test_a_second_start_changes_nothing(database: Database) -> None:
    before = sorted(inspect(database.engine).get_table_names())
    migrate(database)
    assert sorted(inspect(database.engine).get_table_names()) == before


def test_several_that_start_together_on_an_empty_postgresql_wait_for_each_other(postgres_url: str) -> None:
    def start() -> None:
        with closing(Database(postgres_url)) as database:
            migrate(database)

    with ThreadPoolExecutor(3) as threads:
        assert [each.result() for each in [threads.submit(start) for _ in range(3)]] == [None, None, None]


def test_a_database_of_a_later_version_is_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="newer than this version"):
        migrate(database)


def test_the_folder_of_migrations_does_not_shadow_the_library() -> None:
    assert not (FOLDER / "__init__.py").exists()


def test_an_unknown_kind_of_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mysql is not supported; write sqlite:///FILE or postgresql://"):
        Database("mysql://localhost/monitor")


def test_an_upgrade_from_the_first_form_keeps_every_row(empty_url: str) -> None:
    """What was stored by the first version; on SQLite a table that is changed is dropped, and must not take others along."""
    statements = Path(__file__).with_name("first_rows.sql").read_text().split(";\n")
    with closing(Database(empty_url)) as database:
        migrate(database, to="0001")
        with database.engine.begin() as connection:
            for statement in filter(str.strip, statements):
                connection.exec_driver_sql(statement)
        migrate(database)
        with database.engine.connect() as connection:
            inserted = [statement.split()[2] for statement in filter(str.strip, statements)]
            kept = {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in inserted}
            watch = list_watches(connection)[0]
    assert kept == dict.fromkeys(inserted, 1)
    assert (watch.rhythm, watch.muted, watch.topics) == (Rhythm(), frozenset(), frozenset({"*"}))


def test_what_was_judged_by_a_link_is_kept_as_a_judgement_of_its_hits(empty_url: str) -> None:
    """And a watch that was removed, whose hits stay, does not lend its number to the next one."""
    before = (
        'INSERT INTO hits (id, record_id, revision, rule, place, digest, story, method, term, sense, why, passage, "start", "end", '
        "found_at) VALUES (1, 1, 1, 'watch:9', 'record', 'd', 's', 'text', 't', 'subject', '', 't', 0, 1, '2026-01-01 00:00:00')",
        "INSERT INTO alert_hits (alert_id, hit_id, watch_id, watch_name) VALUES (1, 1, 9, 'gone')",
        "INSERT INTO judgements (id, alert_id, verdict, reason, \"by\", at) VALUES (1, 1, 'irrelevant', '', '', '2026-01-02 00:00:00')",
    )
    with closing(Database(empty_url)) as database:
        migrate(database, to="0001")
        with database.engine.begin() as connection:
            for statement in filter(str.strip, Path(__file__).with_name("first_rows.sql").read_text().split(";\n")):
                connection.exec_driver_sql(statement)
        migrate(database, to="0017")
        with database.engine.begin() as connection:
            for statement in before:
                connection.exec_driver_sql(statement)
        migrate(database)
        with database.engine.begin() as connection:
            kept = connection.execute(select(judgements)).one()
            watch = Watch(id=0, subscriber_id=0, name="the next", query="drones")
            number = put_watch(connection, "desk", watch, NOW) if database.is_sqlite else 10
    assert (kept.verdict, kept.subscriber_id, kept.alert_id, kept.at) == ("irrelevant", 1, 1, datetime(2026, 1, 2, tzinfo=UTC))
    assert number == 10


def test_the_ids_that_links_are_signed_over_begin_behind_all_that_were_given_before_the_upgrade(tmp_path: Path) -> None:
    """SQLite gave them twice: a link of a channel that was removed would unsubscribe whoever has its number."""
    with closing(Database(f"sqlite:///{tmp_path / 'monitor.db'}")) as database:
        migrate(database, to="0001")
        with database.engine.begin() as connection:
            for statement in filter(str.strip, Path(__file__).with_name("first_rows.sql").read_text().split(";\n")):
                connection.exec_driver_sql(statement)
        migrate(database, to="0023")
        with database.engine.begin() as connection:
            gone = put_channel(connection, "desk", "gone", "json://gone", trusted=True, now=NOW)
            remove_channel(connection, "desk", "gone")
        migrate(database)
        with database.engine.begin() as connection:
            following = put_channel(connection, "desk", "next", "json://next", trusted=True, now=NOW)
            numbers = {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    assert following > gone
    assert numbers["alerts"] > 1 < numbers["digests"]


@pytest.mark.parametrize("table", ["subscribers", "channels", "watches", "digests", "alerts"])
def test_the_id_of_what_was_removed_is_never_given_again(database: Database, table: str) -> None:
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            assert connection.execute(text(f"SELECT pg_get_serial_sequence('{table}', 'id')")).scalar()  # which never goes back
        return
    with database.engine.connect() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :table"), {"table": table}).scalar_one()
    assert "AUTOINCREMENT" in made


def test_the_link_of_a_channel_that_was_removed_fits_no_other(database: Database) -> None:
    with database.engine.begin() as connection:
        gone = put_channel(connection, "anna", "mail", "json://anna", trusted=True, now=NOW)
        remove_channel(connection, "anna", "mail")
        following = put_channel(connection, "bert", "mail", "json://bert", trusted=True, now=NOW)
    assert following > gone
