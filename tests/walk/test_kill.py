"""`kill -9` at random moments of a run loses nothing, and repeats nothing but an alert caught between send and settle."""

import random
import time
from collections import Counter
from multiprocessing.process import BaseProcess

from sqlalchemy.exc import DBAPIError
from walk import killed
from walk.conftest import Monitor
from walk.town import agenda_pdf

from monitor.evidence import Blobs

KILLS = 10
MEETINGS = 60
SLOW = 0.03  # seconds between taking a message and saying so: the window that a kill may hit
THINGS = ("iris scanners", "facial recognition cameras", "license plate readers", "fingerprint readers")
STAGES = {
    "starting": "SELECT 1",
    "listing": "SELECT count(*) FROM records",
    "reading": "SELECT count(*) FROM documents WHERE state = 'read'",
    "sending": "SELECT count(*) FROM alerts WHERE state = 'sent'",
}


def publish(monitor: Monitor) -> set[str]:
    """Meetings that each owe one alert, half of them only because of a document; the lots that must be told."""
    lots = set()
    for number in range(MEETINGS):
        lot, thing = f"lot {1000 + number}", THINGS[number % len(THINGS)]
        lots.add(lot)
        if number % 2:
            monitor.town.meet(5000 + number, "Roll call", f"Purchase of {lot} of {thing}")
        else:
            monitor.town.meet(5000 + number, "Roll call", "Approve the contract")
            monitor.town.attach(5000 + number, 2, number, f"contract-{number}.pdf", agenda_pdf(f"The vendor delivers {lot} of {thing}"))
    return lots


def number(monitor: Monitor, stage: str) -> int:
    """How far the service has come at this stage."""
    try:
        return int(monitor.rows(STAGES[stage])[0][0])
    except DBAPIError:  # no database yet, or no tables
        return 0


def told(monitor: Monitor, lots: set[str]) -> Counter[str]:
    """In how many messages each lot was told. Where alerts are too many for an hour they turn into a digest, which tells several."""
    return Counter(lot for message in monitor.inbox.messages for lot in lots if lot in message["message"])


def wait_for_more(monitor: Monitor, stage: str, process: BaseProcess) -> None:
    """Return as soon as the stage has moved, or when nothing more happens."""
    before, patience = number(monitor, stage), time.monotonic() + 30
    while stage != "starting" and process.is_alive() and number(monitor, stage) == before:
        assert time.monotonic() < patience
        time.sleep(0.002)


def test_kill_9_at_random_moments_loses_nothing_and_repeats_only_what_was_being_sent(monitor: Monitor) -> None:
    chance = random.Random(20261124)
    lots = publish(monitor)
    monitor.inbox.slowness = SLOW
    repeated, killed_in_the_middle = 0, 0
    for stage in chance.sample([*STAGES, "listing", "reading", "reading", "sending", "sending", "sending"], KILLS):
        process = killed.begin(monitor.settings, monitor.town, monitor.sources, monitor.now)
        wait_for_more(monitor, stage, process)
        time.sleep(chance.random() * 0.02)
        killed_in_the_middle += process.is_alive()
        process.kill()
        process.join()
        repeated = told(monitor, lots).total() - number(monitor, "sending")
        assert repeated >= 0
        monitor.wait(minutes=20)  # the leases of the killed run out
    last = killed.begin(monitor.settings, monitor.town, monitor.sources, monitor.now)
    last.join(120)
    assert last.exitcode == 0
    assert killed_in_the_middle >= KILLS // 2
    assert set(told(monitor, lots)) == lots
    assert monitor.rows("SELECT DISTINCT state FROM alerts") == [("sent",)]
    assert monitor.rows("SELECT DISTINCT state FROM documents") == [("read",)]
    assert (monitor.count("records"), monitor.count("alerts")) == (MEETINGS, MEETINGS)
    assert told(monitor, lots).total() == MEETINGS + repeated
    kept = [name for (name,) in monitor.rows("SELECT sha256 FROM blobs WHERE state = 'kept'")]
    assert len(kept) > MEETINGS // 2
    assert [name for name in kept if Blobs(monitor.settings.data / "blobs").get(name) is None] == []
