"""What was fetched"""

import sqlalchemy as sa
from alembic import op

import monitor.store.tables

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "blobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", monitor.store.tables.Moment(timezone=True), nullable=True),
        sa.Column("leased_until", monitor.store.tables.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blobs")),
        sa.UniqueConstraint("sha256", name=op.f("uq_blobs_sha256")),
    )
    op.create_index("ix_blobs_due", "blobs", ["due_at"])
    op.create_table(
        "fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("fetched_at", monitor.store.tables.Moment(timezone=True), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_fetches_sha256")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_fetches_document_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_fetches_run_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetches")),
    )
    op.create_index("ix_fetches_document", "fetches", ["document_id"])
    op.create_index("ix_fetches_run", "fetches", ["run_id"])
    op.create_index("ix_fetches_sha256", "fetches", ["sha256"])


def downgrade() -> None:
    raise NotImplementedError("a downgrade would lose the evidence: restore a backup instead")
