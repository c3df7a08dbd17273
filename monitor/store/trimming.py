"""Runs whose time is over: of 10,000 sources there are 120,000 a day, and nearly all of them found nothing new."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, or_, select

from monitor.store.tables import fetches, revisions, runs
from sources.errors import Outcome

UNEVENTFUL = timedelta(days=30)
"""How long a whole run without anything new is kept: long enough to say what a list usually holds."""
EVENTFUL = timedelta(days=400)
"""How long the others are, with the rows that could not be read: a year, and time to compare with it."""
AT_ONCE = 1000


def trim(connection: Connection, now: datetime) -> int:
    """Remove such runs, at most AT_ONCE; return how many. One that a revision or a file came from stays with it."""
    nothing_new = and_(
        runs.c.outcome.in_([Outcome.OK.value, Outcome.OK_EMPTY.value]), runs.c.new == 0, runs.c.changed == 0, runs.c.problems == 0
    )
    over = or_(and_(runs.c.started_at < now - UNEVENTFUL, nothing_new), runs.c.started_at < now - EVENTFUL)
    source_of = [select(table.c.id).where(table.c.run_id == runs.c.id).exists() for table in (revisions, fetches)]
    old = select(runs.c.id).where(runs.c.ended_at.is_not(None), over, *(~known for known in source_of)).order_by(runs.c.id).limit(AT_ONCE)
    ids = connection.execute(old).scalars().all()
    connection.execute(delete(runs).where(runs.c.id.in_(ids)))
    return len(ids)
