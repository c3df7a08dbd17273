"""Chaos on PostgreSQL: whatever is killed, stopped or down for a while, what is owed is told, and told once.

`MONITOR_CHAOS_KILLS=300` makes it long, `MONITOR_CHAOS_SEED` another one.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest
from postgres import start, stop, throw_away
from sqlalchemy.exc import DBAPIError
from walk import running
from walk.conftest import START, Monitor
from walk.inbox import Inbox, inbox
from walk.town import Town
from walk.world import World, world

from monitor.model import Scope, Watch
from monitor.settings import Settings
from monitor.store import watches
from monitor.store.database import Connection

SEED = int(os.environ.get("MONITOR_CHAOS_SEED", "20261125"))
KILLS = int(os.environ.get("MONITOR_CHAOS_KILLS", "6"))
SPEED = 60  # a lease of fifteen minutes is over after fifteen seconds
AT_FIRST, AN_HOUR = 8, 20  # alerts of a town: those beyond thirty an hour would be gathered
PATIENCE = 240  # seconds until all has been told, after the last kill
STARTING = 60  # seconds until a process works
IDLE, LONG = 2, 20  # seconds without work
SETTLING = 3  # seconds in which what might be told twice would be
SLOW = 0.3  # seconds between taking a message and saying so: the window that a kill may hit
TOWNS = ("elmford", "oakvale", "ashby")
CUT_OFF_FOR_GOOD = (
    "SELECT count(*) FROM runs WHERE outcome IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM runs later WHERE later.source_id = runs.source_id AND later.id > runs.id AND later.outcome = 'ok')"
)
STAGES = {
    "listing": "SELECT count(*) FROM records",
    "reading": "SELECT count(*) FROM documents WHERE state = 'read'",
}
SENDING = "sending"
SCHEDULER = frozenset({"chore"})


@dataclass(kw_only=True)
class Chaos:
    """Two workers and a scheduler on one database, the towns that they read and the inboxes that they tell."""

    monitor: Monitor
    server: Any
    world: World
    inboxes: dict[str, Inbox]
    clock: running.Fast
    chance: random.Random
    processes: dict[str, BaseProcess] = field(default_factory=dict)
    ready: dict[str, Event] = field(default_factory=dict)
    in_flight: Counter[int] = field(default_factory=Counter)
    noted: Counter[int] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)

    def begin(self, name: str) -> None:
        """Start one of the three."""
        only = SCHEDULER if name == "scheduler" else frozenset[str]()
        self.processes[name], self.ready[name] = running.begin(
            self.monitor.settings, self.monitor.sources, self.world.port, self.clock, only
        )

    def publish(self) -> None:
        """More meetings in each town, as many as are told one by one."""
        hours = (self.clock() - START).total_seconds() / 3600
        for name in TOWNS:
            while len(self.world.lots.get(name, [])) < AT_FIRST + AN_HOUR * hours:
                self.world.publish(name)

    def await_work(self, name: str, stage: str, idle: float = IDLE) -> None:
        """Return when this process works, and some process has come further at this stage; or when there is nothing more to do."""
        patience = time.monotonic() + STARTING
        while not self.ready[name].wait(0.1):
            assert time.monotonic() < patience
            self.supervise()
        patience, before = time.monotonic() + idle, self.reached(stage)
        while self.reached(stage) == before and time.monotonic() < patience:
            time.sleep(0.01)

    def supervise(self) -> None:
        """Start again what ended by itself, as containers are: who starts while there is no database gives up with a word."""
        for name, process in list(self.processes.items()):
            if not process.is_alive():
                self.begin(name)

    def reached(self, stage: str) -> int:
        """How far the work has come at this stage."""
        if stage == SENDING:
            return sum(letters.tries for letters in self.inboxes.values())
        return int(self.monitor.rows(STAGES[stage])[0][0])

    def kill(self, name: str) -> None:
        """SIGKILL, and a new one in its place. What was sent and is not settled just then may be sent again."""
        process = self.processes[name]
        process.kill()
        process.join()
        self.kills[name] += 1
        self._note_what_is_in_flight()
        self.begin(name)

    def restart_postgresql(self) -> None:
        """Take the database away for a moment."""
        stop(self.server)
        time.sleep(1)
        start(self.server)
        self.kills["postgresql"] += 1
        self._note_what_is_in_flight()

    def end(self) -> None:
        """SIGTERM to all that run."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.join(30)
            if process.exitcode is None:
                process.kill()
                process.join()

    def told(self) -> Counter[int]:
        """How often each lot was told."""
        messages = {name: [message["message"] for message in list(self.inboxes[name].messages)] for name in TOWNS}
        return Counter(lot for name in TOWNS for lot in self.world.lots.get(name, []) for said in messages[name] if f"lot {lot} " in said)

    def settled(self) -> set[int]:
        """The lots whose alerts are settled as sent."""
        found = self.monitor.rows(
            "SELECT records.key FROM alerts JOIN records ON records.id = alerts.record_id WHERE alerts.state = 'sent'"
        )
        return {int(key) for (key,) in found}

    def all_told(self) -> bool:
        """Whether every lot was told and settled, and every file read."""
        lots = {lot for lots in self.world.lots.values() for lot in lots}
        try:
            unread = self.monitor.rows("SELECT count(*) FROM documents WHERE state <> 'read'")
            return set(self.told()) == lots == self.settled() and unread == [(0,)]
        except DBAPIError:
            return False

    def _note_what_is_in_flight(self) -> None:
        told = self.told()
        for lot in set(told) - self.settled():
            self.in_flight[lot] += told[lot] > self.noted[lot]
            self.noted[lot] = told[lot]


@pytest.fixture
def chaos(tmp_path: Path) -> Iterator[Chaos]:
    with ExitStack() as stack:
        server, made = stack.enter_context(throw_away()), stack.enter_context(world(*TOWNS))
        inboxes = {name: stack.enter_context(inbox()) for name in TOWNS}
        settings = Settings(data=tmp_path / "data", config=tmp_path / "config", database=server.get_uri(), allow=("127.0.0.1",))
        settings.make_folder()
        monitor = Monitor(settings=settings, town=Town(), inbox=inboxes["elmford"], sources=made.sources("3m"))
        found = Chaos(
            monitor=monitor,
            server=server,
            world=made,
            inboxes=inboxes,
            clock=running.clock(START, SPEED),
            chance=random.Random(SEED),
        )
        for letters in inboxes.values():
            letters.slowness = SLOW
        monitor.change(lambda connection: watch_all(connection, inboxes))
        stack.callback(found.end)
        yield found


def watch_all(connection: Connection, inboxes: dict[str, Inbox]) -> None:
    """Each town is watched by somebody with a channel of their own."""
    for name, letters in inboxes.items():
        channel = watches.put_channel(connection, name, "inbox", letters.url, trusted=True, now=START)
        everything = Watch(
            id=0,
            subscriber_id=0,
            name=name,
            topics=frozenset({"*"}),
            channels=frozenset({channel}),
            scope=Scope(sources=frozenset({f"us-zz-{name}"})),
        )
        watches.put_watch(connection, name, everything, START)


def rage(chaos: Chaos) -> None:
    """Publish, and kill in the middle of the work, while a publisher, a channel and the database are away for a part of the time."""
    events: list[tuple[float, Callable[[], object]]] = [
        (0.1, lambda: chaos.world.say("elmford", "down")),
        (0.3, lambda: chaos.world.say("elmford", "fine")),
        (0.3, lambda: setattr(chaos.inboxes["oakvale"], "closed", True)),
        (0.4, chaos.restart_postgresql),
        (0.5, lambda: setattr(chaos.inboxes["oakvale"], "closed", False)),
        (0.8, chaos.restart_postgresql),
    ]
    names = list(chaos.processes)
    order = [name for _ in range(0, KILLS, len(names)) for name in chaos.chance.sample(names, len(names))]
    for number, name in enumerate(order):
        while events and events[0][0] <= number / len(order):
            events.pop(0)[1]()
        chaos.publish()
        chaos.await_work(name, chaos.chance.choice([*STAGES, SENDING, SENDING]))
        time.sleep(chaos.chance.uniform(0, SLOW))
        chaos.kill(name)
    for _, event in events:
        event()
    for name in ("one", "other"):  # whatever else was hit: once each in the middle of sending
        chaos.publish()
        chaos.await_work(name, SENDING, LONG)
        chaos.kill(name)


def test_whatever_is_killed_what_is_owed_is_told_and_told_once(chaos: Chaos) -> None:
    chaos.publish()
    for name in ("scheduler", "one", "other"):
        chaos.begin(name)
    rage(chaos)
    patience = time.monotonic() + PATIENCE
    while not chaos.all_told():
        assert time.monotonic() < patience, "it never happened"
        chaos.supervise()
        time.sleep(0.2)
    time.sleep(SETTLING)
    chaos.end()
    lots = [lot for lots in chaos.world.lots.values() for lot in lots]
    told, monitor = chaos.told(), chaos.monitor
    assert set(told) == set(lots)
    assert {lot: number for lot, number in told.items() if number > 1 + chaos.in_flight[lot]} == {}
    assert monitor.rows("SELECT state, count(*) FROM alerts GROUP BY state") == [("sent", len(lots))]
    assert (monitor.count("records"), monitor.count("documents")) == (len(lots), chaos.world.files())
    assert monitor.rows("SELECT DISTINCT state FROM documents") == [("read",)]
    assert set(monitor.rows("SELECT outcome FROM sources")) == {("ok",)}
    assert monitor.rows(CUT_OFF_FOR_GOOD) == [(0,)]
    assert monitor.rows("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == [(0,)]
    assert sum(told.values()) - len(lots) <= sum(chaos.in_flight.values())
    assert set(chaos.kills) == {"scheduler", "one", "other", "postgresql"}
