"""Makes searchable what was stored before there was a search, so that an upgraded archive misses nothing silently."""

from sqlalchemy import Connection, exists, select

from monitor import texts
from monitor.store import records as record_store
from monitor.store import searchable
from monitor.store.tables import contents, pages, records, searched

RECORDS, CONTENTS = 200, 5  # at once: a packet of 3,000 pages is one content


def catch_up(connection: Connection) -> int:
    """Add some of what is missing to the search; return how many records and documents, 0 when nothing is missing any more."""
    own = select(records.c.id).where(~exists().where(searched.c.record_id == records.c.id)).order_by(records.c.id).limit(RECORDS)
    record_ids = list(connection.execute(own).scalars())
    if record_ids:
        stand = record_store.latest_of(connection, record_ids)
        searchable.add_records(connection, [(record_id, texts.own_text(stand[record_id])) for record_id in record_ids])
    read = exists().where(pages.c.content_id == contents.c.id)
    lacking = select(contents.c.id).where(read, ~exists().where(searched.c.content_id == contents.c.id)).order_by(contents.c.id)
    content_ids = list(connection.execute(lacking.limit(CONTENTS)).scalars())
    for content_id in content_ids:
        searchable.add_content(connection, content_id)
    return len(record_ids) + len(content_ids)
