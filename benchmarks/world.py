"""Polls a simulated world: towns on five platforms behind loopback, with latency, failures and documents.

    python benchmarks/world.py [TOWNS …]

For each number of towns (default: 100 and 1,000), SQLite in one process, then PostgreSQL with 1, 2 and 4 workers. Each goes through
three passes: everything is new; nothing has changed; some towns publish a meeting with an item that is watched for. Every answer of the
world takes 50 ms, and one town in fifty is down. Sites are paced by nobody here: in life, each host is asked once a second at most.

The world and its inbox are processes of their own, whose processor time is not counted, but which share the processors.
"""

import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from typing import Any

from simulated import processes
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from postgres import throw_away  # the server of the tests
from walk.inbox import Inbox, inbox

LATENCY, BROKEN = 0.05, 50
NEWS = 20  # towns that publish something
PATIENCE = 3600.0
OWED = "SELECT (SELECT count(*) FROM documents WHERE due_at <= CURRENT_TIMESTAMP) + (SELECT count(*) FROM alerts WHERE state = 'due')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a world cost: seconds by the clock, CPU seconds, bytes."""

    new: float
    new_cpu: float
    same: float
    same_cpu: float
    alerts: Sequence[float]
    peak: int
    size: int
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A world with the monitor at work in it."""

    towns: int
    port: int
    engine: Engine
    workers: Sequence[int]
    letters: Inbox

    def ask(self, query: str) -> int:
        """A number out of the database; -1 while its tables are not there yet."""
        try:
            with self.engine.connect() as connection:
                return int(connection.execute(text(query)).scalar_one())
        except DBAPIError:
            return -1

    def make_due(self, where: str = "true") -> None:
        """Let sources be polled now."""
        with self.engine.begin() as connection:
            connection.execute(text(f"UPDATE sources SET due_at = :now WHERE {where}"), {"now": _stored(self.engine)})  # noqa: S608

    def until(self, happened: Callable[[], bool]) -> float:
        """Wait, and return the seconds that it took."""
        started = time.monotonic()
        while not happened():
            if time.monotonic() - started > PATIENCE or not processes.all_alive(self.workers):
                raise TimeoutError("the world stands still")
            time.sleep(0.02 if self.towns < 1000 else 0.2)
        return time.monotonic() - started

    def passed(self, runs: int) -> Callable[[], bool]:
        """Whether so many runs have ended and nothing is owed."""
        return lambda: self.ask("SELECT count(*) FROM runs WHERE ended_at IS NOT NULL") >= runs and self.ask(OWED) == 0


def _stored(engine: Engine) -> object:
    now = datetime.now(UTC)
    return now.replace(tzinfo=None) if engine.dialect.name == "sqlite" else now


def figures(stage: Stage) -> Figures:
    """The three passes."""
    new = stage.until(stage.passed(stage.towns))
    new_cpu = processes.cpu_seconds(stage.workers)
    stage.make_due()  # a first run looks back further than those that follow
    stage.until(stage.passed(2 * stage.towns))
    before = processes.cpu_seconds(stage.workers)
    stage.make_due()
    same = stage.until(stage.passed(3 * stage.towns))
    same_cpu = processes.cpu_seconds(stage.workers) - before
    return Figures(
        new=new,
        new_cpu=new_cpu,
        same=same,
        same_cpu=same_cpu,
        alerts=_news(stage),
        peak=processes.peak_bytes(stage.workers),
        size=_size(stage.engine),
        records=stage.ask("SELECT count(*) FROM records"),
    )


def _news(stage: Stage) -> list[float]:
    """Seconds from the publication to each alert, where a town is due as it publishes."""
    known = len(stage.letters.messages)
    with urllib.request.urlopen(f"http://127.0.0.1:{stage.port}/publish?towns={NEWS}", timeout=10):
        pass
    started, arrived = time.monotonic(), list[float]()
    due = ", ".join(f"'us-zz-town-{town}'" for town in range(stage.towns) if town % BROKEN != BROKEN - 1 and town < NEWS + 1)
    stage.make_due(f"id IN ({due})")

    def all_told() -> bool:
        told = {message["alert"]["source"]["id"] for message in stage.letters.messages[known:] if "source" in message["alert"]}
        arrived.extend([time.monotonic() - started] * (len(told) - len(arrived)))
        return len(told) >= NEWS

    stage.until(all_told)
    return arrived


def _size(engine: Engine) -> int:
    if engine.dialect.name == "sqlite":
        return sum(file.stat().st_size for file in Path(str(engine.url.database)).parent.glob("monitor.db*"))
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


@contextmanager
def world(towns: int, database: str, workers: int, folder: Path, kind: str = "towns") -> Iterator[Stage]:
    """The world, its inbox and the monitor, whose sources are `towns`, or `pages` that are up and answer at once."""
    port = free_port()
    with ExitStack() as stack:
        letters = stack.enter_context(inbox())
        stack.enter_context(processes.running("simulated.publishers", port, LATENCY if kind == "towns" else 0, BROKEN))
        answers(port)
        engine = create_engine(make_url(database).set(drivername="sqlite" if database.startswith("sqlite") else "postgresql+psycopg"))
        stack.callback(engine.dispose)
        arguments = ("simulated.worker", database, folder, kind, towns, port, letters.url)
        pids = [stack.enter_context(processes.running(*arguments)) for _ in range(workers)]
        yield Stage(towns=towns, port=port, engine=engine, workers=pids, letters=letters)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(port: int) -> None:
    """Wait until somebody listens there."""
    for _ in range(1200):
        with closing(socket()) as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the world did not begin")


def line(name: str, towns: int, found: Figures) -> str:
    """A row of the table."""
    alerts = sorted(found.alerts)
    cells = (
        name,
        f"{towns:,}",
        f"{towns / found.new:.1f}",
        f"{towns / found.same:.1f}",
        f"{1000 * found.same_cpu / towns:.1f}",
        f"{1000 * found.new_cpu / towns:.1f}",
        f"{statistics.median(alerts):.1f}",
        f"{alerts[-1]:.1f}",
        f"{found.peak >> 20}",
        f"{found.size / found.records * 100_000 / 1e6:.0f}",
    )
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| database | towns | new/s | unchanged/s | CPU s per 1,000 unchanged | per 1,000 new | s to an alert, middle | longest "
    "| MB at the peak | MB per 100,000 records |\n|---|---|---|---|---|---|---|---|---|---|"
)


def settings(servers: ExitStack, folder: Path) -> Iterator[tuple[str, str, int]]:
    """Name, address and number of workers of each way to run."""
    yield "SQLite", f"sqlite:///{folder / 'data' / 'monitor.db'}", 1
    for workers in (1, 2, 4):
        server: Any = servers.enter_context(throw_away())
        yield f"PostgreSQL, {workers} worker{'s' if workers > 1 else ''}", server.get_uri(), workers


def main() -> None:
    """Measure and print."""
    print(HEAD, flush=True)
    for towns in [int(number) for number in sys.argv[1:]] or [100, 1000]:
        with ExitStack() as servers, tempfile.TemporaryDirectory() as made:
            for name, database, workers in settings(servers, Path(made)):
                folder = Path(made) if name == "SQLite" else Path(made) / name
                with world(towns, database, workers, folder) as stage:
                    print(line(name, towns, figures(stage)), flush=True)


if __name__ == "__main__":
    main()
