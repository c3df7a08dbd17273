"""${message}"""

import sqlalchemy as sa
from alembic import op

import monitor.store.tables

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    raise NotImplementedError("a downgrade would lose what was told to whom: restore a backup instead")
