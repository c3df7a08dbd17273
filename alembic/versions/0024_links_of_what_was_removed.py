"""The ids that links are signed over are given once: the link of what was removed must not work on what came after"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

TABLES = ("channels", "digests", "alerts")
GIVEN = 10_000  # ids that may have been given beyond the largest that is still there: nothing tells how many were


def upgrade() -> None:
    """SQLite gives the id of a row that was removed to the next one; PostgreSQL never did."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    for table in TABLES:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
    if connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'subscribers'").scalar():
        for table in TABLES:
            _begin_behind(connection, table)


def _begin_behind(connection: sa.Connection, table: str) -> None:
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    connection.exec_driver_sql(
        f"INSERT INTO sqlite_sequence (name, seq) SELECT ?, coalesce(max(id), 0) + ? FROM {table}",  # noqa: S608  # one of ours
        (table, GIVEN),
    )


def downgrade() -> None:
    """Nothing: that ids are given once does no harm."""
