"""Runs migrations on the connection that the monitor hands over."""

from alembic import context
from monitor.store.ledger_tables import metadata


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave alone what is not ours: the queue's tables stand in the same database."""
    return kind != "table" or name in metadata.tables


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transaction_per_migration=False, include_name=ours)
context.run_migrations()
