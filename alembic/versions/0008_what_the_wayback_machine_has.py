"""What the Wayback Machine has"""

import sqlalchemy as sa
from alembic import op

import monitor.store.tables

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "submissions",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", monitor.store.tables.Moment(timezone=True), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_submissions")),
    )


def downgrade() -> None:
    raise NotImplementedError("a downgrade would hand everything over again: restore a backup instead")
