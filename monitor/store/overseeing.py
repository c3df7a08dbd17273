"""Groups as the operator sees them: that they are there, and who owns them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from monitor.store.groups import add, member, named, own
from monitor.store.tables import groups, inbox, members, watches


def listed(connection: Connection) -> Sequence[Any]:
    """All groups with the numbers of their members, owners, watches and open hits."""
    of = groups.c.subscriber_id
    people = select(func.count()).select_from(members).where(members.c.group_id == of).correlate(groups)
    looking = select(func.count()).select_from(watches).where(watches.c.subscriber_id == of).correlate(groups)
    open_ = select(func.count()).select_from(inbox).where(inbox.c.group_id == of, inbox.c.verdict == "open").correlate(groups)
    counted = {"members": people, "owners": people.where(members.c.owner), "watches": looking, "open": open_}
    columns = [query.scalar_subquery().label(name) for name, query in counted.items()]
    return connection.execute(select(of.label("id"), groups.c.title, groups.c.created_at, *columns).order_by(of)).all()


def make_owner(connection: Connection, group_id: int, subscriber_id: int, name: str, now: datetime) -> None:
    """Make a subscriber an owner, and a member where they are none. Raises Refusal."""
    if member(connection, group_id, subscriber_id) is None:
        add(connection, group_id, subscriber_id, named(name), now)
    own(connection, group_id, subscriber_id, owner=True)
