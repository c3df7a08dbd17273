"""Sign-ups"""

import sqlalchemy as sa
from alembic import op

import monitor.store.sealing
import monitor.store.tables

revision = '0009'
down_revision = '0008'


def upgrade() -> None:
    op.create_table('signups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('url', monitor.store.sealing.Sealed(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('asker', sa.String(), nullable=False),
    sa.Column('wish', sa.JSON(), nullable=True),
    sa.Column('created_at', monitor.store.tables.Moment(timezone=True), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('due_at', monitor.store.tables.Moment(timezone=True), nullable=True),
    sa.Column('leased_until', monitor.store.tables.Moment(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('confirmed_at', monitor.store.tables.Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signups'))
    )
    with op.batch_alter_table('signups', schema=None) as batch_op:
        batch_op.create_index('ix_signups_due', ['due_at'], unique=False)
        batch_op.create_index('ix_signups_fingerprint', ['fingerprint', 'created_at'], unique=False)
        batch_op.create_index('ix_signups_asker', ['asker', 'created_at'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a downgrade would lose what was told to whom: restore a backup instead")
