"""Channels that somebody waits at, and that nothing has come to for long."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from monitor.store.tables import alerts, digests, reports, watch_channels, watches


def channels(connection: Connection, since: datetime) -> list[int]:
    """The channels of watches older than this, to which neither alert nor digest nor report was sent since."""
    waiting = select(watch_channels.c.channel_id).join(watches).where(watches.c.paused.is_(False))
    waiting = waiting.group_by(watch_channels.c.channel_id).having(func.min(watches.c.created_at) < since)
    spoken = (
        select(alerts.c.channel_id).where(alerts.c.sent_at >= since),
        select(digests.c.channel_id).where(digests.c.sent_at >= since),
        select(reports.c.channel_id).where(reports.c.created_at >= since, reports.c.channel_id.is_not(None)),
    )
    rows = waiting.where(*(watch_channels.c.channel_id.not_in(each) for each in spoken)).order_by(watch_channels.c.channel_id)
    return list(connection.execute(rows).scalars())
