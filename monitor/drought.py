"""How sources publish, learned once a day; and those that have nothing new for strangely long: told once, together, and when it is over."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from monitor.expect import LEARNED_FROM, Silence, lately, rhythm, silence
from monitor.store import arrivals, reports
from monitor.store.arrivals import Learned, Publishing
from monitor.store.database import Connection

SILENT = ("{title} publishes nothing new", "{{number}} sources publish nothing new")
OVER = ("{title} publishes again", "{{number}} sources publish again")


def tell(connection: Connection, now: datetime) -> int:
    """Tell the operator of silences that begin to be strange, and of those that are over; return how many sources are silent."""
    silent, listed = 0, arrivals.publishing(connection, now - LEARNED_FROM)
    arrivals.save(connection, _learned(listed, now))
    for source in listed:
        found = silence(source.days, now.date())
        silent += found is not None
        if found is not None and source.silent_since is None:
            _tell(connection, source, found, now)
        elif source.silent_since is not None and _spoke(source):
            text = f"{source.id} had something new on {max(source.days)}."
            _gather(connection, "silence over", OVER, source, text, now)
            arrivals.set_silent(connection, source.id, None)
    return silent


def _learned(listed: Sequence[Publishing], now: datetime) -> list[Learned]:
    """What is learned of the sources that have been read for long enough."""
    known = ((source, rhythm(source.days), lately(source.days, now.date())) for source in listed)
    return [
        Learned(
            source_id=source.id,
            usual_days=learned.usual.days,
            strange_days=learned.strange.days,
            newest=max(source.days),
            seen=recent.seen,
            expected=recent.expected,
        )
        for source, learned, recent in known
        if learned is not None
    ]


def _spoke(source: Publishing) -> bool:
    """Whether there was something new after the day since which it was silent. That it is too long ago to be known is no news."""
    return source.silent_since is not None and max(source.days, default=source.silent_since.date()) > source.silent_since.date()


def _tell(connection: Connection, source: Publishing, found: Silence, now: datetime) -> None:
    usual, longest = found.rhythm.usual.days, found.rhythm.longest.days
    text = (
        f"{source.id} ({source.platform}) is read without fault, and has nothing new since {found.since}. Usually that takes {usual} "
        f"{'day' if usual == 1 else 'days'}, and never took more than {longest}.\n"
        f"It may be a holiday, or a list that is no longer filled: compare with the site, `monitor sources try {source.id}`."
    )
    _gather(connection, "silent", SILENT, source, text, now)
    arrivals.set_silent(connection, source.id, datetime.combine(found.since, time(), UTC))


def _gather(connection: Connection, key: str, subjects: tuple[str, str], source: Publishing, text: str, now: datetime) -> None:
    one, several = subjects
    reports.gather(connection, key, (one.format(title=source.title), several.format()), text, now)
