"""Tells of turns in the ledger: whoever follows vendors hears once that lobbying doubled, or of a first contract in a state."""

from datetime import datetime, timedelta

from monitor.ledger.turns import Turn
from monitor.model import Watch
from monitor.store import reports, turns, watches
from monitor.store import sources as states
from monitor.store.database import Connection
from sources.model import Kind

RECENT = timedelta(days=120)  # a quarter is reported within 20 days of its end, and the Department of Defense is 90 days late
SUBJECTS = ("{words}", "{number} turns in the ledger")


def tell(connection: Connection, now: datetime) -> int:
    """Owe a report for each turn that is new, to each channel whose watch follows vendors there; return how many turns were told.

    The first time nothing is told; and never what is long past, or what the first run of a source brings to fill the archive.
    """
    known = turns.begun(connection, now)
    new = turns.fresh(connection, turns.turns(connection), now)
    filled = turns.filled(connection)
    told = [turn for turn in new if known and _is_news(turn, filled, now)]
    if not told:
        return 0
    kinds = {state.id: Kind(state.kind) for state in states.states(connection)}
    looking = [watch for watch in watches.list_watches(connection) if not watch.paused and watch.wants("topic:vendors")]
    for turn in told:
        for channel in sorted(_channels(turn, looking, kinds)):
            _owe(connection, turn, channel, now)
    return len(told)


def _is_news(turn: Turn, filled: dict[str, datetime], now: datetime) -> bool:
    """Whether it is of late, and was not found while its source filled the archive."""
    since = filled.get(turn.record.source)
    return since is not None and turn.record.seen > since and now.date() - turn.record.day <= RECENT


def _channels(turn: Turn, looking: list[Watch], kinds: dict[str, Kind]) -> set[int]:
    source = turn.record.source
    return {channel for watch in looking if watch.covers(source, kinds[source]) for channel in watch.channels}


def _owe(connection: Connection, turn: Turn, channel: int, now: datetime) -> None:
    """Several that are found together leave as one."""
    subjects = (SUBJECTS[0].format(words=turn.words), SUBJECTS[1])
    text = f"{turn.words}.\n{turn.record.title}, {turn.record.day}\n{turn.record.url}"
    reports.gather(connection, f"turns {channel}", subjects, text, now, channel)
