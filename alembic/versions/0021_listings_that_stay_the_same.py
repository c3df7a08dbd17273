"""What tells that a listing is the one of the last run"""

import sqlalchemy as sa

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("sources", sa.Column("listing", sa.String(), nullable=False, server_default=""))
    op.add_column("sources", sa.Column("listed", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("sources", "listed")
    op.drop_column("sources", "listing")
