"""By what two files are known to say the same"""

import sqlalchemy as sa

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "signatures",
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["content_id"], ["contents.id"], name=op.f("fk_signatures_content_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_signatures")),
    )
    op.create_index("ix_signatures_facts", "signatures", ["facts"])


def downgrade() -> None:
    op.drop_table("signatures")
