"""Records with hits whose meeting or deadline is still to come, the soonest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, select

from monitor.store.public import of_everybody
from monitor.store.tables import hits, records, sources

MOST = 500


def with_hits(connection: Connection, now: datetime) -> Sequence[Any]:
    """Id, source, key, kind, title, address and moment of each."""
    found = exists().where(hits.c.record_id == records.c.id, of_everybody())
    columns = (records.c.id, records.c.source_id, records.c.key, records.c.kind, records.c.title, records.c.url, records.c.happens_at)
    rows = select(*columns, sources.c.title.label("source_title")).join(sources).where(records.c.happens_at >= now, found)
    return connection.execute(rows.order_by(records.c.happens_at, records.c.id).limit(MOST)).all()
