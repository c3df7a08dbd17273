"""How often each network asked in the running minute, counted for all processes that serve the pages."""

from datetime import datetime

from sqlalchemy import Connection, case, delete

from monitor.store.insert import inserting
from monitor.store.tables import askers


def count(connection: Connection, asker: str, minute: datetime) -> int:
    """Count one request; return how many there were in this minute."""
    if connection.dialect.name == "postgresql":
        # A count that a crash forgets harms nobody; waiting for the disk would cost each request eight milliseconds.
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
    statement = inserting(connection, askers).values(asker=asker, minute=minute, number=1)
    again = case((askers.c.minute == minute, askers.c.number + 1), else_=1)
    counted = statement.on_conflict_do_update(index_elements=["asker"], set_={"minute": minute, "number": again}).returning(askers.c.number)
    number: int = connection.execute(counted).scalar_one()
    return number


def forget(connection: Connection, before: datetime) -> None:
    """Forget who has not asked since: a network is remembered for no longer than it counts."""
    connection.execute(delete(askers).where(askers.c.minute < before))
