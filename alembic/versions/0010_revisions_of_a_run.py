"""Revisions of a run, by which the listings with hits are known"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_revisions_run", "revisions", ["run_id"])


def downgrade() -> None:
    op.drop_index("ix_revisions_run", "revisions")
