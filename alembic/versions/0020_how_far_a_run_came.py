"""How far a run came that was broken off"""

import sqlalchemy as sa

from alembic import op
from monitor.store.columns import Moment

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("sources", sa.Column("cursor", sa.Text(), nullable=True))
    op.add_column("sources", sa.Column("begun_at", Moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("sources", "begun_at")
    op.drop_column("sources", "cursor")
