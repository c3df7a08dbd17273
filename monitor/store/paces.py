"""When a host may be asked next, by whichever worker: a row per host, taken by compare-and-swap on the database's own clock."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

TAKE = text(
    "INSERT INTO paces (host, free_at, deferred_until) VALUES (:host, clock_timestamp() + make_interval(secs => :hold), clock_timestamp()) "
    "ON CONFLICT (host) DO UPDATE SET free_at = excluded.free_at "
    "WHERE greatest(paces.free_at, paces.deferred_until) <= clock_timestamp() RETURNING host"
)
REST = text(
    "SELECT extract(epoch FROM free_at - clock_timestamp()) AS taken, extract(epoch FROM deferred_until - clock_timestamp()) AS deferred "
    "FROM paces WHERE host = :host"
)
LEAVE = text("UPDATE paces SET free_at = clock_timestamp() + make_interval(secs => :pace) WHERE host = :host")
DEFER = text(
    "UPDATE paces SET deferred_until = greatest(deferred_until, clock_timestamp() + make_interval(secs => :seconds)) WHERE host = :host"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Seconds until a host may be asked: until who asks it now is done and its pace is kept, and as long as it wants to be left alone."""

    taken: float
    deferred: float


def take(connection: Connection, host: str, hold: float) -> Wait | None:
    """None where the host may be asked now, and is ours for `hold` seconds; else how long it may be. PostgreSQL only."""
    if connection.execute(TAKE, {"host": host, "hold": hold}).first() is not None:
        return None
    row = connection.execute(REST, {"host": host}).one()
    return Wait(taken=float(row.taken), deferred=float(row.deferred))


def leave(connection: Connection, host: str, pace: float) -> None:
    """The host was asked: whoever is next may ask in `pace` seconds."""
    connection.execute(LEAVE, {"host": host, "pace": pace})


def defer(connection: Connection, host: str, seconds: float) -> None:
    """The host was asked, and said that it wants to be left alone for so long."""
    connection.execute(DEFER, {"host": host, "seconds": seconds})
