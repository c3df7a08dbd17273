"""Scans that wait to be recognised"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    for name in ("due_at", "leased_until", "wanted_by"):
        op.add_column("contents", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("contents", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_contents_due", "contents", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)


def downgrade() -> None:
    op.drop_index("ix_contents_due", "contents")
    for name in ("attempts", "wanted_by", "leased_until", "due_at"):
        op.drop_column("contents", name)
