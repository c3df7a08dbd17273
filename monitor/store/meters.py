"""What all processes have counted together: each adds what it counted, and whoever is asked has the sum."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from monitor.store.insert import inserting
from monitor.store.tables import meters


def add(connection: Connection, amounts: Mapping[str, float]) -> None:
    """Add these to what was counted, by name in order: two that add at once then never wait for each other in a ring."""
    statement = inserting(connection, meters)
    adding = statement.on_conflict_do_update(index_elements=["name"], set_={"value": meters.c.value + statement.excluded.value})
    for name, value in sorted(amounts.items()):
        connection.execute(adding, {"name": name, "value": value})


def read(connection: Connection) -> dict[str, float]:
    """The sums by name."""
    return {row.name: row.value for row in connection.execute(select(meters))}
