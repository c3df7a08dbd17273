"""Tokens by which programs ask in somebody's name. They are shown once; what is kept is a hash, from which none can be made."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import Connection, delete, select, update

from monitor.language import gettext
from monitor.store.insert import insert_new_ids
from monitor.store.tables import subscribers, tokens

PREFIX = "prm_"  # by which scanners of secrets know one that was published by mistake
LONGEST_NAME = 80
MOST = 20  # tokens of one subscriber
NOTED = timedelta(minutes=1)  # how exactly the last use is known; a write for each request would cost more than it tells


class Grant(StrEnum):
    """What a token allows: its scopes, in the words of OAuth."""

    READ = "read"
    """The archive, as everybody sees it; needed only where the monitor is private."""
    ALERTS = "alerts"
    """The watches, alerts and receipts of whoever made the token."""
    TRIAGE = "triage"
    """The inboxes of the groups that whoever made the token belongs to, and to judge in their name."""
    OPERATOR = "operator"
    """Queues and sources, and to run, pause and resume them. Only the operator's tokens have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as its owner sees it."""

    id: int
    subscriber_id: int
    owner: str
    name: str
    grants: frozenset[Grant]
    created_at: datetime
    last_used_at: datetime | None


class NoToken(ValueError):
    """No token was made; the message says why and what to do."""


def issue(connection: Connection, subscriber_id: int, name: str, grants: Iterable[Grant], now: datetime) -> str:
    """Make a token and return it; nobody can read it again. Raises NoToken."""
    called, given = " ".join(name.split())[:LONGEST_NAME], sorted(set(grants))
    if not called or not given:
        raise NoToken(gettext("A token needs a name, and something that it is good for."))
    if len(listed(connection, subscriber_id)) >= MOST:
        raise NoToken(gettext("There are too many tokens already: revoke one first."))
    token = PREFIX + token_urlsafe(32)
    row: dict[str, Any] = {"subscriber_id": subscriber_id, "name": called, "digest": _digest(token), "grants": given, "created_at": now}
    if insert_new_ids(connection, tokens, row) is None:
        raise NoToken(gettext("There is a token of that name: choose another one, or revoke it first."))
    return token


def listed(connection: Connection, subscriber_id: int | None = None) -> list[Token]:
    """All tokens, or those of one subscriber."""
    rows = select(tokens, subscribers.c.name.label("owner")).join(subscribers).order_by(tokens.c.id)
    rows = rows if subscriber_id is None else rows.where(tokens.c.subscriber_id == subscriber_id)
    return [_token(row) for row in connection.execute(rows)]


def find(connection: Connection, presented: str) -> Token | None:
    """The token that a program shows; None where it is none of ours, or was revoked."""
    rows = select(tokens, subscribers.c.name.label("owner")).join(subscribers).where(tokens.c.digest == _digest(presented))
    row = connection.execute(rows).first()
    return _token(row) if row is not None else None


def was_used_lately(token: Token, now: datetime) -> bool:
    """Whether its last use need not be noted again."""
    return token.last_used_at is not None and now - token.last_used_at < NOTED


def note_use(connection: Connection, token: Token, now: datetime) -> None:
    """Remember that it was used."""
    connection.execute(update(tokens).where(tokens.c.id == token.id).values(last_used_at=now))


def revoke(connection: Connection, token_id: int, subscriber_id: int | None = None) -> bool:
    """End a token, of this subscriber if one is named; whether there was one. It opens nothing from now on."""
    which = tokens.c.id == token_id
    which = which if subscriber_id is None else which & (tokens.c.subscriber_id == subscriber_id)
    return connection.execute(delete(tokens).where(which)).rowcount > 0


def _token(row: Any) -> Token:
    return Token(
        id=row.id,
        subscriber_id=row.subscriber_id,
        owner=row.owner,
        name=row.name,
        grants=frozenset(map(Grant, row.grants)),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )


def _digest(token: str) -> str:
    """A token has 256 bits of chance, so a fast hash is as good as a slow one."""
    return hashlib.sha256(token.encode()).hexdigest()
