"""Which numbers records give to whom"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "party_numbers",
        sa.Column("number_key", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_party_numbers_record_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("number_key", "name_key", name=op.f("pk_party_numbers")),
    )
    op.create_index("ix_party_numbers_name_key", "party_numbers", ["name_key"])
    op.create_index("ix_party_numbers_record", "party_numbers", ["record_id"])


def downgrade() -> None:
    op.drop_table("party_numbers")
