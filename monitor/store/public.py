"""What everybody may see: hits of topics and of the operator's own watches. What a subscriber looks for is the subscriber's business."""

from sqlalchemy import ColumnElement, String, cast, literal, or_, select

from monitor.store.tables import alerts, channels, hits, subscribers, watches
from monitor.store.watches import OPERATOR


def of_everybody() -> ColumnElement[bool]:
    """Which hits these are."""
    own = select(literal("watch:") + cast(watches.c.id, String)).join(subscribers).where(subscribers.c.name == OPERATOR)
    return or_(hits.c.rule.startswith("topic:"), hits.c.rule.in_(own))


def of_operator() -> ColumnElement[bool]:
    """Which alerts are the operator's own: who else was told of what is nobody's business."""
    own = select(channels.c.id).join(subscribers).where(subscribers.c.name == OPERATOR)
    return alerts.c.channel_id.in_(own)
