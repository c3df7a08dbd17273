"""A whole monitor that a test starts, stops and starts again, beside a town and an inbox, under a clock that is moved."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import text
from walk.inbox import Inbox, inbox
from walk.town import Town

from monitor.collect import Result
from monitor.running import poll_with
from monitor.service import opened
from monitor.settings import Settings
from monitor.store.database import Connection, Database
from monitor.store.migrate import migrate
from sources import registry
from sources.source import Source

T = TypeVar("T")

SOURCE = "us-zz-springhaven"
START = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(kw_only=True)
class Monitor:
    """A monitor as its operator sees it: started for each pass, with nothing kept but the database."""

    settings: Settings
    town: Town
    inbox: Inbox
    sources: dict[str, Source[Any]]
    now: datetime = START
    results: list[Result] = field(default_factory=list)

    async def poll(self, *sources: str) -> Result:
        """Start, poll the town or these sources, read its documents, send what is due, and stop."""
        async with opened(self.settings, catalog=self.sources, transport=self.town.transport(), clock=lambda: self.now) as service:
            self.results = await poll_with(service, sources or [SOURCE], lambda _: None)
        return self.results[0]

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def but(self, *, now: datetime, **settings: Any) -> "Monitor":
        """The same with other settings, at another time."""
        return replace(self, settings=self.settings.model_copy(update=settings), now=now)

    def change(self, work: Callable[[Connection], T]) -> T:
        """Change something in the database, in one transaction."""
        with closing(Database(self.settings.database_url, key=self.settings.key())) as database:
            migrate(database)
            with database.engine.begin() as connection:
                return work(connection)

    def rows(self, query: str) -> Sequence[Any]:
        """What a query finds in the database."""
        with closing(Database(self.settings.database_url)) as database, database.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])


@pytest.fixture
def letters() -> Iterator[Inbox]:
    with inbox() as opened_inbox:
        yield opened_inbox


@pytest.fixture
def monitor(database_url: str, tmp_path: Path, letters: Inbox) -> Monitor:
    return a_monitor(database_url, tmp_path, letters)


def a_monitor(database_url: str, tmp_path: Path, letters: Inbox) -> Monitor:
    """A monitor of Springhaven alone, that tells every topic to the inbox."""
    publisher = {
        "id": SOURCE,
        "title": "Springhaven City Council",
        "site": "https://springhaven.legistar.com/Calendar.aspx",
        "division": "ocd-division/country:us/state:zz/place:springhaven",
        "timezone": "America/Chicago",
    }
    source = registry.build("legistar", {"client": "springhaven"}, **publisher)
    settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=database_url, notify=letters.url, allow=("127.0.0.1",))
    return Monitor(settings=settings, town=Town(), inbox=letters, sources={SOURCE: source})
