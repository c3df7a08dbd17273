"""Meetings to come that a whole list no longer names: each is marked as withdrawn, and comes back when it is listed again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor import decide
from monitor.model import Watch
from monitor.store import recalls, records
from monitor.store.database import Connection
from sources.source import Source

EDGE = timedelta(days=1)
"""The last day of a window is left out: by the publisher's clock it may not be listed yet."""
FEW = 3
MOST = 0.5
"""Of what is to come. Where more than these are missing at once, the list is to be doubted, and not the meetings: a council takes
back a meeting or two, a site that is rebuilt forgets its calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many records were taken back, and how many alerts tell of it. `doubt` says why nothing was made of what is missing."""

    records: int = 0
    alerts: int = 0
    doubt: str = ""


def take_back(
    connection: Connection,
    source: Source,  # type: ignore[type-arg]  # whatever its rows are
    run_id: int,
    started: datetime,
    watches: Sequence[Watch],
    now: datetime,
) -> Taken:
    """Withdraw the meetings to come that this run, which began then and was whole, did not list; tell whoever was told of them."""
    if source.ahead is None:
        return Taken()
    publisher = source.publisher
    to_come = records.to_come(connection, publisher.id, now, started + source.ahead - EDGE)
    stand = records.latest_of(connection, [each.record_id for each in to_come])
    held = [each for each in to_come if not stand[each.record_id].withdrawn]
    gone = [each for each in held if each.last_seen < started]
    if len(gone) > FEW and len(gone) > MOST * len(held):
        return Taken(doubt=f"{len(gone)} of {len(held)} meetings to come are no longer listed: the list is not whole, or another one")
    withdrawn = [replace(stand[each.record_id], withdrawn=True, mark=None) for each in gone]
    known = records.known(connection, publisher.id, [record.key for record in withdrawn])
    changes = [change for record in withdrawn if (change := decide.revise(record, known[record.key])) is not None]
    ids = records.save(connection, publisher.id, publisher.timezone, run_id, changes, now)
    told = recalls.owe(connection, {record_id: change.number for record_id, change in zip(ids, changes, strict=True)}, watches, now)
    return Taken(records=len(ids), alerts=told)
