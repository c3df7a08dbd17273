"""Links that do"""

import sqlalchemy as sa
from alembic import op

import monitor.store.tables

revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    op.create_table('suppressed',
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('at', monitor.store.tables.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('fingerprint', name=op.f('pk_suppressed'))
    )
    op.create_table('judgements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', monitor.store.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_judgements_alert_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judgements'))
    )
    with op.batch_alter_table('judgements', schema=None) as batch_op:
        batch_op.create_index('ix_judgements_alert', ['alert_id'], unique=False)

    with op.batch_alter_table('channels', schema=None) as batch_op:
        batch_op.add_column(sa.Column('fingerprint', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', monitor.store.tables.Moment(timezone=True), nullable=True))



def downgrade() -> None:
    raise NotImplementedError("a downgrade would lose what was told to whom: restore a backup instead")
