"""What the monitor counts, learns of its sources and has told its operator"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "meters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meters"),
    )
    op.create_table(
        "rhythms",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("usual_days", sa.Integer(), nullable=False),
        sa.Column("strange_days", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Date(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_rhythms_source_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", name="pk_rhythms"),
    )
    op.create_table(
        "fills",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_fills_source_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "day", name="pk_fills"),
    )
    op.create_index("ix_fills_day", "fills", ["day"])
    op.create_table(
        "troubles",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name="pk_troubles"),
    )
    op.create_index("ix_runs_ended", "runs", ["ended_at"])
    op.create_index("ix_deliveries_at", "deliveries", ["at"])


def downgrade() -> None:
    op.drop_index("ix_deliveries_at", "deliveries")
    op.drop_index("ix_runs_ended", "runs")
    for table in ("troubles", "fills", "rhythms", "meters"):
        op.drop_table(table)
