"""What most commands begin with: settings, the catalog, the topics, the database. Lightly: nothing is polled, read or sent."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from monitor import settings as settings_module
from monitor.commands import logs
from monitor.commands.console import hint
from monitor.commands.failures import Stop
from monitor.lexicon import Lexicon, load
from monitor.settings import Settings
from monitor.store.database import Connection, Database
from monitor.store.migrate import migrate
from sources import registry
from sources.options import FROM_ENVIRONMENT, meant
from sources.source import Source

P = ParamSpec("P")
T = TypeVar("T")


def settings(level: int = logging.ERROR) -> Settings:
    """The settings, with logging set up as they say."""
    loaded = settings_module.load()
    logs.to_stderr(level, as_json=loaded.log_json)
    return loaded


def catalog(given: Settings) -> dict[str, Source[Any]]:
    """The sources that ship and those of the config folder, by id."""
    folder = given.config / "catalog"
    return registry.load(*([folder] if folder.is_dir() else []))


def own_topics(given: Settings) -> tuple[Path, ...]:
    """The folder with topics of the operator's own, where there is one."""
    folder = given.config / "topics"
    return (folder,) if folder.is_dir() else ()


def lexicon(given: Settings) -> Lexicon | None:
    """What ships with the operator's own topics; None where there are none and it need not be read."""
    folders = own_topics(given)
    return load(*folders) if folders else None


def platform(source: Source[Any]) -> str:
    """The name of its platform: that of the module."""
    return type(source).__module__.rpartition(".")[2]


def lacking(source: Source[Any]) -> list[str]:
    """The variables of the environment that a source needs and that are not set: only one that is off may lack any."""
    values = [getattr(source, field.name) for field in fields(source) if field.name != "publisher"]
    return [value.removeprefix(FROM_ENVIRONMENT) for value in values if isinstance(value, str) and value.startswith(FROM_ENVIRONMENT)]


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


class Store:
    """A migrated database for one command: asks and changes, one transaction each."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def ask(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of the store that only reads returns."""
        return _run(self.database.ask(work, *args, **kwargs))

    def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of the store that changes something returns."""
        return _run(self.database.run(work, *args, **kwargs))


def has_database(given: Settings) -> bool:
    """Whether there is one already. One that is named may be empty all the same."""
    return given.database is not None or (given.data / "monitor.db").exists()


@contextmanager
def store(given: Settings) -> Iterator[Store]:
    """The database, made and migrated where that is needed."""
    given.make_folder()
    fresh = not has_database(given)
    database = Database(given.database_url, key=given.key())
    try:
        migrate(database)
        if fresh:
            hint(f"a new database: {given.data.absolute() / 'monitor.db'}")
        yield Store(database)
    finally:
        database.close()


def known(what: str, names: Iterable[str], among: Mapping[str, object] | Iterable[str], see: str) -> None:
    """Stop at the first name that does not exist, with what was probably meant."""
    existing = list(among)
    for name in names:
        if name not in existing:
            raise Stop(f"no {what} {name!r}{meant(name, existing)}; see `{see}`")


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)
