"""Migrations: the database reaches the form that the tables describe, from any start."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from monitor.store.database import Database
from monitor.store.migrate import FOLDER, NewerDatabase, migrate
from monitor.store.tables import metadata


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
