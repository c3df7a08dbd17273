"""Chores, reports to channels, and silence"""

import sqlalchemy as sa
from alembic import op

import monitor.store.tables

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table('chores',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('due_at', monitor.store.tables.Moment(timezone=True), nullable=False),
    sa.Column('leased_until', monitor.store.tables.Moment(timezone=True), nullable=True),
    sa.Column('last_at', monitor.store.tables.Moment(timezone=True), nullable=True),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chores'))
    )
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('gathers', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('number', sa.Integer(), nullable=False, server_default='1'))
        batch_op.create_index('ix_reports_gathers', ['gathers', 'state'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_reports_channel_id'), 'channels', ['channel_id'], ['id'], ondelete='CASCADE')

    with op.batch_alter_table('sources', schema=None) as batch_op:
        batch_op.add_column(sa.Column('silence_told', sa.Boolean(), nullable=False, server_default=sa.false()))



def downgrade() -> None:
    raise NotImplementedError("a downgrade would lose what was told to whom: restore a backup instead")
