"""What all tests share: a database of each kind, fresh for every test."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from shutil import copy

import pytest
from corpus.summary import pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown
from postgres import throw_away
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from monitor.store.database import Database
from monitor.store.migrate import migrate

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary", "pytest_testnodedown"]

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a throw-away PostgreSQL server."""
    with throw_away() as server:
        yield server.get_uri()


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """The name of a migrated database, to be copied: that takes half the time of migrating another one."""
    with _database_of(postgres, "CREATE DATABASE migrated", keep=True) as address:
        _migrate(address)
    return "migrated"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "monitor.db"
    _migrate(f"sqlite:///{file}")
    return file


def _migrate(address: str) -> None:
    with closing(Database(address)) as database:
        migrate(database)


@contextmanager
def _database_of(server: str, statement: str, *, keep: bool = False) -> Iterator[str]:
    """The address of the database that this statement makes. It is dropped afterwards, unless it is kept."""
    name = statement.split()[2]
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with closing(engine.connect()) as connection:
        connection.execute(text(statement))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        if not keep:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with _database_of(postgres, f"CREATE DATABASE test_{next(_numbers)}") as address:
        yield address


@pytest.fixture
def migrated_postgres_url(postgres: str, postgres_template: str) -> Iterator[str]:
    """The address of a migrated PostgreSQL database."""
    with _database_of(postgres, f"CREATE DATABASE test_{next(_numbers)} TEMPLATE {postgres_template}") as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'monitor.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated database without rows, once for each kind."""
    if request.param == "sqlite":
        copy(request.getfixturevalue("sqlite_template"), tmp_path / "monitor.db")
        return f"sqlite:///{tmp_path / 'monitor.db'}"
    return str(request.getfixturevalue("migrated_postgres_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database, once for each kind."""
    with closing(Database(database_url)) as opened:
        yield opened
