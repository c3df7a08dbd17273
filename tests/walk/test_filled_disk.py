"""A disk without a byte left, under the service as it runs: what is owed is told, nothing is taken in, and it goes on by itself."""

import json
import socket
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from commands.conftest import spawn
from walk import running, served
from walk.conftest import START, a_monitor
from walk.inbox import Inbox, inbox
from walk.small_disk import FILLER, MEBIBYTE, empty, fill, left, small_disk
from walk.test_deeds import browser, link, told
from walk.world import World, world

from monitor.evidence import Blobs
from monitor.room import RESERVE, WORDS
from monitor.settings import Settings

SPEED = 60
PATIENCE = 60  # seconds
TOWN = "elmford"
FREE = 20  # megabytes that are to stay free
FULL, AGAIN = "The disk is nearly full: nothing more is taken in", "There is room on the disk again"


@dataclass(kw_only=True)
class Small:
    """A service on a small disk, with a town and an inbox."""

    settings: Settings
    world: World
    inbox: Inbox
    clock: running.Fast
    process: BaseProcess | None = None

    def begin(self) -> None:
        """Start the service."""
        self.process = served.begin(self.settings, self.world.sources("3m"), self.world.port, self.clock)

    def end(self) -> int | None:
        """Stop it as a container is stopped; its exit code."""
        assert self.process
        self.process.terminate()
        self.process.join(30)
        return self.process.exitcode

    def publish(self, number: int) -> None:
        """So many more meetings, each of which owes one alert."""
        for _ in range(number):
            self.world.publish(TOWN)

    def owe(self, number: int) -> None:
        """Have so many alerts wait in the queue."""
        self.inbox.closed = True
        self.publish(number)
        wait_until(lambda: self.ask("SELECT count(*) FROM alerts WHERE state = 'queued'") == number)

    def ask(self, query: str) -> Any:
        """What the database answers to somebody who only reads."""
        with closing(sqlite3.connect(f"file:{self.settings.data / 'monitor.db'}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchone()[0]

    def told(self) -> list[int]:
        """The lots that were told, in order, as often as they were."""
        said = [str(message["message"]) for message in list(self.inbox.messages)]
        return sorted(lot for lot in self.world.lots[TOWN] for words in said if f"lot {lot} " in words)

    def get(self, path: str) -> Any:
        """A page as JSON."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.settings.port}{path}", timeout=30) as answer:
            return json.loads(answer.read())

    def let_pass(self) -> None:
        """Let ten minutes of the clock pass, in which the town is polled three times if it can be."""
        until = self.clock() + timedelta(minutes=10)
        wait_until(lambda: self.clock() >= until)

    def asked(self) -> int:
        """How often the town was asked for anything."""
        return self.world.towns[TOWN].asked.total()


def wait_until(done: Callable[[], bool]) -> None:
    """Return when it is so."""
    patience = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < patience, "it never happened"
        time.sleep(0.05)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    with ExitStack() as stack:
        data = tmp_path / "data"
        stack.enter_context(small_disk(data, 64))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        letters, made = stack.enter_context(inbox()), stack.enter_context(world(TOWN))
        settings = Settings(
            data=data, config=tmp_path / "config", notify=letters.url, allow=("127.0.0.1",), free_mb=FREE, port=port, tick_seconds=0.1
        )
        found = Small(settings=settings, world=made, inbox=letters, clock=running.clock(START, SPEED))
        found.publish(3)
        found.begin()
        stack.callback(lambda: found.process and found.process.kill())
        wait_until(lambda: found.told() == found.world.lots[TOWN] and (data / RESERVE).exists())
        yield found


def whole(small: Small) -> None:
    """All was told once, the database is sound, and each file that a row speaks of is there as it was fetched."""
    assert small.told() == small.world.lots[TOWN]
    assert small.ask("SELECT group_concat(DISTINCT state) FROM alerts") == "sent"
    assert small.ask("SELECT group_concat(DISTINCT state) FROM documents") == "read"
    assert small.ask("PRAGMA integrity_check") == "ok"
    blobs = Blobs(small.settings.data / "blobs")
    with closing(sqlite3.connect(small.settings.data / "monitor.db")) as connection:
        kept = [name for (name,) in connection.execute("SELECT sha256 FROM blobs WHERE state = 'kept'")]
    assert kept
    assert [name for name in kept if blobs.get(name) is None] == []
    assert list(small.settings.data.rglob("*.part")) == []


def test_a_disk_that_others_filled_takes_nothing_in_tells_what_is_owed_says_so_and_goes_on_when_there_is_room(small: Small) -> None:
    small.owe(5)
    fill(small.settings.data)
    small.inbox.closed = False
    wait_until(lambda: small.told() == small.world.lots[TOWN] and FULL in small.inbox.subjects)
    wait_until(lambda: small.ask("SELECT count(*) FROM alerts WHERE state = 'queued'") == 0)
    small.publish(3)
    before = small.asked()
    small.let_pass()
    assert small.asked() == before
    assert small.get("/readyz") == {"status": "ok", "disk": WORDS}
    assert small.get("/healthz")["status"] == "ok"
    environment = {"MONITOR_DATA": str(small.settings.data), "MONITOR_FREE_MB": str(FREE)}
    with spawn("status", **environment) as program:
        assert program.stderr
        assert f"not well: {WORDS}" in program.stderr.read().decode()
    assert program.returncode == 1
    empty(small.settings.data)
    wait_until(lambda: small.told() == small.world.lots[TOWN] and AGAIN in small.inbox.subjects)
    wait_until((small.settings.data / RESERVE).exists)
    assert small.get("/readyz") == {"status": "ok"}
    assert small.end() == 0
    whole(small)
    assert [small.inbox.subjects.count(subject) for subject in (FULL, AGAIN)] == [1, 1]


def test_where_others_take_what_the_service_gives_up_nothing_is_lost_and_nothing_is_told_twice(small: Small) -> None:
    data, enough = small.settings.data, Event()
    small.owe(5)

    def greedily() -> None:
        while not enough.wait(0.001):
            fill(data)

    greed = Thread(target=greedily)
    greed.start()
    small.inbox.closed = False
    wait_until(lambda: not (data / RESERVE).exists())
    small.publish(3)
    small.let_pass()
    assert small.get("/readyz") == {"status": "ok", "disk": WORDS}
    enough.set()
    greed.join()
    assert left(data) < MEBIBYTE
    empty(data)
    wait_until(lambda: small.told() == small.world.lots[TOWN])
    wait_until(lambda: small.ask("SELECT count(*) FROM documents WHERE state <> 'read'") == 0)
    assert small.end() == 0
    whole(small)


def test_a_service_that_was_killed_starts_on_a_full_disk_and_tells(small: Small) -> None:
    assert small.process
    small.owe(4)
    small.process.kill()
    small.process.join()
    fill(small.settings.data)
    small.inbox.closed = False
    small.begin()
    wait_until(lambda: small.told() == small.world.lots[TOWN])
    wait_until(lambda: small.ask("SELECT count(*) FROM alerts WHERE state = 'queued'") == 0)
    empty(small.settings.data)
    wait_until(lambda: small.ask("SELECT count(*) FROM documents WHERE state <> 'read'") == 0)
    assert small.end() == 0
    whole(small)


def test_a_backup_that_does_not_fit_leaves_nothing_behind_and_says_why(small: Small, tmp_path: Path) -> None:
    assert small.end() == 0
    with small_disk(tmp_path / "backups", 1):
        fill(tmp_path / "backups")
        with spawn("backup", str(tmp_path / "backups" / "b.zip"), MONITOR_DATA=str(small.settings.data)) as program:
            assert program.stderr
            said = program.stderr.read().decode()
        assert (program.returncode, said.count("\n")) == (1, 1)
        assert "full" in said or "No space left" in said
        assert [path.name for path in (tmp_path / "backups").iterdir() if path.name.startswith((".", "b"))] == []


WRITING = (
    ("export", "hits", "--format", "csv"),
    ("export", "records", "--format", "jsonl"),
    ("status", "--json"),
    ("export", "records", "--output", "exports/records"),
    ("export", "evidence", "1", "--output", "exports/evidence"),
)


def test_what_does_not_fit_is_named_in_a_line_and_leaves_no_half_file(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert small.end() == 0
    monkeypatch.chdir(tmp_path)
    with small_disk(tmp_path / "exports", 1):
        fill(tmp_path / "exports")
        for words in WRITING:
            with (tmp_path / "exports" / "output").open("wb") as file:
                program = spawn(*words, MONITOR_DATA=str(small.settings.data), to=file)
                said = program.communicate()[1].decode()
            assert (program.returncode != 0, said.count("\n")) == (True, 1), said
            assert "No space left" in said
        assert {path.name for path in (tmp_path / "exports").iterdir()} == {FILLER, "output"}


async def test_a_page_that_cannot_store_says_so_and_does_it_when_asked_again(tmp_path: Path, letters: Inbox) -> None:
    data = tmp_path / "data"
    with small_disk(data, 16):
        monitor = await told(a_monitor(f"sqlite:///{data / 'monitor.db'}", tmp_path, letters))
        async with browser(monitor) as client:
            fill(data)
            answer = await client.post(link(monitor, "Mute this matter"))
            assert (answer.status_code, "nothing was changed" in answer.text, monitor.count("mutes")) == (503, True, 0)
            empty(data)
            answer = await client.post(link(monitor, "Mute this matter"))
            assert (answer.status_code, monitor.count("mutes")) == (200, 1)
