"""Which documents come first, and when each host may be asked by any worker"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("documents", sa.Column("wanted_by", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_documents_wanted", "documents", ["wanted_by"], sqlite_where=DUE, postgresql_where=DUE)
    op.execute(
        "UPDATE documents SET wanted_by = (SELECT min(records.happens_at) FROM links JOIN records ON records.id = links.record_id "
        "WHERE links.document_id = documents.id AND records.happens_at > CURRENT_TIMESTAMP) WHERE due_at IS NOT NULL"
    )
    op.create_table(
        "paces",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deferred_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_paces")),
    )


def downgrade() -> None:
    op.drop_table("paces")
    op.drop_index("ix_documents_wanted", "documents")
    op.drop_column("documents", "wanted_by")
