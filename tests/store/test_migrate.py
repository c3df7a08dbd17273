"""Migrations: the database reaches the form that the tables describe, from any start."""

from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from monitor.model import Rhythm
from monitor.store.database import Database
from monitor.store.migrate import FOLDER, NewerDatabase, migrate
from monitor.store.tables import metadata
from monitor.store.watches import list_watches


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
