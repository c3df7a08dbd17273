"""Health: outcomes of runs against what is expected. Tells the operator once, and again when it is over."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor import silence
from monitor.store import reports, runs
from monitor.store import sources as states
from monitor.store.database import Connection
from sources.errors import Outcome
from sources.web import Notice

PATIENCE = {Outcome.UNAVAILABLE: 3, Outcome.INCONCLUSIVE: 3}
"""Runs in a row before the operator hears of it. Servers restart; a redesign stays."""

SLOWED = {Outcome.BLOCKED, Outcome.MOVED, Outcome.LAYOUT_CHANGED}
SLOW = timedelta(hours=6)
"""A site that refuses, moved or was rebuilt is asked this seldom until somebody has looked."""

RUNS = 10
FLOOR = 0.2
WORTH_COUNTING = 20
"""A list that is shorter than a fifth of the shortest of ten is told: a filter that is new, pages that are no longer followed. The
shortest, not the median: of a source polled daily two of ten fall on a weekend, when little is published."""

DOUBTED = 3
"""Runs whose lists are compared where a list ought to be whole. One that is short as often is what the publisher has now."""

SOON = timedelta(minutes=30)
"""A site that does not answer is asked again this soon, and then less and less often: what is polled once a day must not lose the day."""

MEANING = {
    Outcome.INCONCLUSIVE: "gives an answer that is empty or not whole, and proves nothing",
    Outcome.BLOCKED: "refuses our requests",
    Outcome.MOVED: "has moved to another address",
    Outcome.UNAVAILABLE: "does not answer",
    Outcome.LAYOUT_CHANGED: "answers in a form that we do not know",
    Outcome.FAILED: "could not be read, through a fault of ours or its address",
}

MEANING_OF_SEVERAL = {
    Outcome.INCONCLUSIVE: "give answers that are empty or not whole, and prove nothing",
    Outcome.BLOCKED: "refuse our requests",
    Outcome.MOVED: "have moved to other addresses",
    Outcome.UNAVAILABLE: "do not answer",
    Outcome.LAYOUT_CHANGED: "answer in a form that we do not know",
    Outcome.FAILED: "could not be read, through a fault of ours or their addresses",
}

TO_DO = {
    Outcome.INCONCLUSIVE: "Compare with the site: `monitor sources try {id}`.",
    Outcome.BLOCKED: "Ask the publisher, or set a contact in MONITOR_CONTACT; we ask every six hours.",
    Outcome.MOVED: "Find the new address and change its catalog entry.",
    Outcome.UNAVAILABLE: "We go on trying; nothing is lost, the window is read again.",
    Outcome.LAYOUT_CHANGED: "The page as it was is kept: `monitor sources broken {id} --tape FILE`. Look at it, and open an issue with it.",
    Outcome.FAILED: "See `monitor status` and the log.",
}


def next_run_in(outcome: Outcome, every: timedelta, failures: int, retry_after: timedelta | None) -> timedelta:
    """How long until the next run; `failures` counts those in a row before this one."""
    if outcome.complete:
        return every
    if outcome in SLOWED:
        return max(every, SLOW)
    first = min(every, SOON) if outcome is Outcome.UNAVAILABLE else every
    patient = min(first * pow(2.0, min(failures, 6)), max(every, SLOW))
    return max(patient, retry_after or timedelta())


def after_run(connection: Connection, before: states.State, outcome: Outcome, detail: str, now: datetime) -> None:
    """Owe a report where a source broke, broke in another way, or recovered: to the operator, and to who watches just it."""
    if outcome.complete:
        if before.told is not None:
            _recovered(connection, before, now)
        return
    lasting = before.failures + 1 >= PATIENCE.get(outcome, 1)
    if lasting and before.told is not outcome:
        _broke(connection, before, outcome, detail, now)
    silence.tell_of_silence(connection, before, now)


def _broke(connection: Connection, before: states.State, outcome: Outcome, detail: str, now: datetime) -> None:
    """One outage at a vendor breaks all its tenants within minutes: these are one message."""
    subjects = (f"{before.title} {MEANING[outcome]}", f"{{number}} sources on {before.platform} {MEANING_OF_SEVERAL[outcome]}")
    since = f"last read to the end {before.last_ok_at:%Y-%m-%d %H:%M} UTC" if before.last_ok_at else "never read to the end yet"
    text = f"{before.id} ({before.platform}): {outcome.value}, {since}.\n{detail}\n{TO_DO[outcome].format(id=before.id)}"
    reports.gather(connection, f"{before.platform} {outcome.value}", subjects, text, now)
    states.set_told(connection, before.id, outcome)


def _recovered(connection: Connection, before: states.State, now: datetime) -> None:
    subjects = (f"{before.title} is back", f"{{number}} sources on {before.platform} are back")
    text = f"{before.id} is read again. Nothing published meanwhile is missed."
    reports.gather(connection, f"{before.platform} back", subjects, text, now)
    states.set_told(connection, before.id, None)
    silence.tell_of_recovery(connection, before, now)


def after_count(connection: Connection, before: states.State, outcome: Outcome, listed: int, now: datetime) -> None:
    """Owe the operator a report where a whole run listed far less than any of the last ones. A list that is proven empty is no news."""
    usual = runs.fewest(connection, before.id, of=RUNS) if outcome is Outcome.OK else None
    if usual is None or usual < WORTH_COUNTING or listed >= usual * FLOOR:
        return
    text = f"{before.id} ({before.platform}) listed {listed:,}, and never less than {usual:,} in the {RUNS} runs before."
    todo = TO_DO[Outcome.INCONCLUSIVE].format(id=before.id)
    reports.owe_daily(connection, f"{before.title} lists far less than usual", f"{text}\n{todo}", now)


def doubt(connection: Connection, source_id: str, least: float, listed: int) -> str:
    """Why a list of so many is not believed to be whole; "" where it is. What has been so short three times is."""
    usual = runs.lately(connection, source_id, of=DOUBTED)
    if usual < WORTH_COUNTING or listed >= usual * least:
        return ""
    return f"{listed:,} listed, and {usual:,} lately: less than {least:.0%} of it may be a file that was cut off"


def after_notices(connection: Connection, source_id: str, notices: Iterable[Notice], now: datetime) -> None:
    """Owe a report of each deprecation that a host announces for the first time."""
    for notice in notices:
        if runs.notice(connection, notice.host, notice.header, notice.value, now):
            text = f"Seen at {source_id}. {notice.header}: {notice.value}"
            reports.owe(connection, f"{notice.host} announces a change", text, now)
