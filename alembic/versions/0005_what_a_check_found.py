"""What a check of a source found"""

import sqlalchemy as sa
from alembic import op

import monitor.store.tables

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("sources", sa.Column("checked_at", monitor.store.tables.Moment(timezone=True), nullable=True))
    op.add_column("sources", sa.Column("checked", sa.String(), nullable=True))
