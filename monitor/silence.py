"""Silence is explained: which sources were looked through for whom, which are late, and who is told when one stays away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Watch
from monitor.store import quiet, reports, watches
from monitor.store import sources as states
from monitor.store.database import Connection
from monitor.store.sources import State
from sources.model import Kind

LATE = timedelta(days=2)  # since it was last read to the end; councils are polled every few hours, registers once a day
QUIET = timedelta(days=14)  # without a message, and a subscriber begins to wonder
NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How many sources were looked through in time, and those that were not, by title with when they last were."""

    in_time: int
    late: tuple[tuple[str, datetime | None], ...]


def checked(looking: Sequence[Watch], all_sources: Iterable[State], now: datetime) -> Checked:
    """What was looked through for these watches."""
    theirs = [s for s in all_sources if s.enabled and any(watch.covers(s.id, Kind(s.kind)) for watch in looking)]
    late = [(s.title, s.last_ok_at) for s in theirs if s.last_ok_at is None or now - s.last_ok_at > LATE]
    return Checked(in_time=len(theirs) - len(late), late=tuple(late))


def words(found: Checked) -> tuple[str, ...]:
    """The same for a reader. Nothing is said of a silence that is not one of the sources'."""
    first = f"Looked through for you: {_count(found.in_time)}, each to the end within two days."
    if not found.late:
        return (first,)
    named = ", ".join(f"{title} ({_since(last)})" for title, last in found.late[:NAMED])
    more = f" and {len(found.late) - NAMED} more" if len(found.late) > NAMED else ""
    return (
        first,
        f"Late or broken: {named}{more}. What they have published since is not known to us; it is looked through when they answer.",
    )


def _count(number: int) -> str:
    return f"{number:,} source{'' if number == 1 else 's'}"


def _since(last: datetime | None) -> str:
    return f"last on {last.day} {last:%B}" if last else "never yet"


def of_channel(connection: Connection, channel_id: int, now: datetime) -> tuple[str, ...]:
    """What was looked through for the watches that tell this channel."""
    looking = [watch for watch in watches.list_watches(connection) if channel_id in watch.channels and not watch.paused]
    return words(checked(looking, states.states(connection), now))


def tell_of_silence(connection: Connection, source: State, now: datetime) -> None:
    """Once a source was silent for two days, tell whoever watches it by name, once."""
    if source.last_ok_at is None or now - source.last_ok_at < LATE or source.silence_told:
        return
    subjects = (f"{source.title} cannot be read for now", "{number} of your sources cannot be read for now")
    text = (
        f"{source.title} was last read to the end on {source.last_ok_at:%A} {source.last_ok_at.day} {source.last_ok_at:%B}. "
        "That you hear nothing of it does not mean that there is nothing. We go on asking, and look through what was missed."
    )
    _tell_watchers(connection, source, subjects, text, now)
    states.set_silence_told(connection, source.id, told=True)


def tell_of_recovery(connection: Connection, source: State, now: datetime) -> None:
    """Tell the same when it is read again."""
    if source.silence_told:
        subjects = (f"{source.title} is read again", "{number} of your sources are read again")
        text = f"{source.title}: what was published meanwhile has been looked through, and is told as always."
        _tell_watchers(connection, source, subjects, text, now)
        states.set_silence_told(connection, source.id, told=False)


def _tell_watchers(connection: Connection, source: State, subjects: tuple[str, str], text: str, now: datetime) -> None:
    named = {
        channel
        for watch in watches.list_watches(connection)
        if not watch.paused and watch.scope.sources and watch.covers(source.id, Kind(source.kind))
        for channel in watch.channels
    }
    for channel in sorted(named):
        reports.gather(connection, f"{subjects[1]} {channel}", subjects, text, now, channel)


def tell_the_quiet(connection: Connection, now: datetime) -> int:
    """Owe a note to each channel that has watches and had no message for two weeks; return how many."""
    all_sources, looking = states.states(connection), watches.list_watches(connection)
    silent = quiet.channels(connection, now - QUIET)
    for channel in silent:
        theirs = [watch for watch in looking if channel in watch.channels and not watch.paused]
        names = ", ".join(f"“{watch.name}”" for watch in theirs[:NAMED])
        lines = (f"Nothing was found in {QUIET.days} days for {names}.", *words(checked(theirs, all_sources, now)))
        reports.owe(connection, f"Nothing found in {QUIET.days} days", "\n".join(lines), now, channel)
    return len(silent)
