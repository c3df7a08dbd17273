"""What a channel was told from the same document elsewhere: two sites that publish one file tell one story."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from monitor.store.hits import Found
from monitor.store.tables import alert_hits, alerts, documents, hits

Told = Mapping[tuple[int, int, str, int | None, str], int]
"""The alert by channel, content, rule, page and passage."""


class Twins:
    """The passages of some documents' contents that these channels were told, whatever record attached the file then."""

    def __init__(self, connection: Connection, found: Collection[Found], channel_ids: Collection[int]) -> None:
        ids = {one.hit.place.document_id for one in found} - {None}
        rows = select(documents.c.id, documents.c.content_id).where(documents.c.id.in_(ids), documents.c.content_id.is_not(None))
        self._contents: dict[int, int] = dict(connection.execute(rows).all()) if ids else {}
        self._told = _told(connection, set(self._contents.values()), channel_ids) if self._contents else {}

    def alert(self, found: Found, channel_id: int) -> int | None:
        """The alert that told the channel of this passage already; None where there is none."""
        content = self._contents.get(found.hit.place.document_id or 0)
        if content is None:
            return None
        hit = found.hit
        return self._told.get((channel_id, content, hit.match.rule, hit.place.page, hit.passage.text))


def _told(connection: Connection, contents: Collection[int], channel_ids: Collection[int]) -> Told:
    columns = (alerts.c.channel_id, documents.c.content_id, hits.c.rule, hits.c.page, hits.c.passage, alerts.c.id)
    joined = hits.join(documents, documents.c.id == hits.c.document_id).join(alert_hits, alert_hits.c.hit_id == hits.c.id)
    joined = joined.join(alerts, alerts.c.id == alert_hits.c.alert_id)
    wanted = documents.c.content_id.in_(contents) & alerts.c.channel_id.in_(channel_ids)
    rows = connection.execute(select(*columns).select_from(joined).where(wanted).order_by(alerts.c.id.desc()))
    return {(channel, content, rule, page, passage): alert_id for channel, content, rule, page, passage, alert_id in rows}
