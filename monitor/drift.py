"""Fields that a source used to fill and hardly fills any more: told once, together, and when they are filled again."""

from datetime import datetime, timedelta

from monitor import fill
from monitor.fill import Share
from monitor.store import fills, reports, troubles
from monitor.store.database import Connection
from monitor.store.fills import Filled

KIND = "fill"
LATELY = timedelta(days=8)  # of other sources nothing came since they were looked at; a service that stood still for a week misses none


def tell(connection: Connection, now: datetime) -> int:
    """Tell the operator of fields that are hardly filled any more, and of those that are again; return how many of the former there are."""
    known = troubles.told(connection, KIND)
    fills.forget(connection, (now - fill.LEARNED_FROM).date())
    for source in fills.moving(connection, (now - fill.LEARNED_FROM).date(), (now - LATELY).date()):
        for share in fill.shares(source.days):
            if share.collapsed and _subject(source, share.field) not in known:
                _tell(connection, source, share, now)
        for subject, usual in known.items():
            name, _, field = subject.partition(" ")
            if name == source.id and fill.returned(source.days, field, float(usual)):
                _tell_return(connection, source, field, now)
    return troubles.counts(connection).get(KIND, 0)


def _subject(source: Filled, field: str) -> str:
    return f"{source.id} {field}"


def _tell(connection: Connection, source: Filled, share: Share, now: datetime) -> None:
    subjects = (
        f"{source.title}: hardly any record has {share.field} any more",
        f"{{number}} fields that sources on {source.platform} used to fill are hardly filled any more",
    )
    text = (
        f"{source.id} ({source.platform}): since {share.since} {share.now:.0%} of {share.records} records have {share.field}, where "
        f"{share.usual:.0%} had it before. Its site may have another form now, of which we miss a part: compare with it, "
        f"`monitor sources try {source.id} --json`, and open an issue."
    )
    reports.gather(connection, f"{KIND} {source.platform}", subjects, text, now)
    troubles.begin(connection, KIND, _subject(source, share.field), f"{share.usual:.3f}", now)


def _tell_return(connection: Connection, source: Filled, field: str, now: datetime) -> None:
    subjects = (f"{source.title}: records have {field} again", f"{{number}} fields of sources on {source.platform} are filled again")
    reports.gather(connection, f"{KIND} {source.platform} again", subjects, f"{source.id}: {field}.", now)
    troubles.end(connection, KIND, _subject(source, field))
