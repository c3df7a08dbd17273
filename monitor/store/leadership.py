"""Leadership by advisory lock: PostgreSQL frees it by itself when the connection of its holder dies."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from monitor.store.database import Database

LOCK = 7_305_113  # any number, as long as every version of the monitor takes the same


class Leadership:
    """Holds the lock for as long as its connection lives."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._held = False

    def hold(self) -> bool:
        """Whether we have the lock now: taken if it was free, lost if the connection is."""
        try:
            if self._connection is None:
                self._connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            question = "SELECT true" if self._held else f"SELECT pg_try_advisory_lock({LOCK})"
            self._held = bool(self._connection.execute(text(question)).scalar())
        except DBAPIError:
            self.let_go()
        return self._held

    def let_go(self) -> None:
        """Close the connection, and with it the lock."""
        self._held = False
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
