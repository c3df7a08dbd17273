"""Indexes for the pages of topics, vendors and sources: what each of them had last"""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_index("ix_hits_rule", "hits", ["rule", "id"])
    op.create_index("ix_hits_vendor", "hits", ["vendor", "id"])
    op.create_index("ix_records_shown", "records", ["source_id", "first_seen"])


def downgrade() -> None:
    op.drop_index("ix_records_shown", "records")
    op.drop_index("ix_hits_vendor", "hits")
    op.drop_index("ix_hits_rule", "hits")
