"""The filings of the archive as they stand, for the ledger."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, select

from monitor.store.tables import records, revisions
from sources import codec
from sources.model import Kind, Record

AT_ONCE = 500  # bodies held in memory: a filing has 5 kB


def standing(connection: Connection, *source_ids: str) -> Iterator[tuple[str, Record]]:
    """Each filing of these sources (of all where none is named) in its last revision, with the id of its source."""
    last = and_(revisions.c.record_id == records.c.id, revisions.c.number == records.c.revision)
    wanted = select(records.c.source_id, revisions.c.body).join(revisions, last).where(records.c.kind == Kind.FILING.value)
    if source_ids:
        wanted = wanted.where(records.c.source_id.in_(source_ids))
    for source_id, body in connection.execute(wanted.order_by(records.c.id).execution_options(yield_per=AT_ONCE)):
        yield source_id, codec.loads(body)
