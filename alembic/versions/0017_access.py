"""Tokens of programs, how often each network asks, and sources that the operator paused"""

import sqlalchemy as sa

from alembic import op
from monitor.store.columns import Moment

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("grants", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("last_used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscribers.id"], name=op.f("fk_tokens_subscriber_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
        sa.UniqueConstraint("subscriber_id", "name", name=op.f("uq_tokens_subscriber_id_name")),
    )
    op.create_table(
        "askers",
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("minute", Moment(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("asker", name=op.f("pk_askers")),
    )
    op.create_index("ix_askers_minute", "askers", ["minute"])
    op.add_column("sources", sa.Column("paused_at", Moment(), nullable=True))
    op.add_column("sources", sa.Column("paused_by", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_table("tokens")
    op.drop_table("askers")
    op.drop_column("sources", "paused_by")
    op.drop_column("sources", "paused_at")
