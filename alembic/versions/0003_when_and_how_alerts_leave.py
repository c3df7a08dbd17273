"""When and how alerts leave"""

import sqlalchemy as sa
from alembic import op

import monitor.store.tables

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.create_table('mutes',
    sa.Column('subscriber_id', sa.Integer(), nullable=False),
    sa.Column('story', sa.String(), nullable=False),
    sa.Column('created_at', monitor.store.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['subscriber_id'], ['subscribers.id'], name=op.f('fk_mutes_subscriber_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('subscriber_id', 'story', name=op.f('pk_mutes'))
    )
    op.create_table('digests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('created_at', monitor.store.tables.Moment(timezone=True), nullable=False),
    sa.Column('due_at', monitor.store.tables.Moment(timezone=True), nullable=True),
    sa.Column('leased_until', monitor.store.tables.Moment(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('sent_at', monitor.store.tables.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['channels.id'], name=op.f('fk_digests_channel_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digests'))
    )
    with op.batch_alter_table('digests', schema=None) as batch_op:
        batch_op.create_index('ix_digests_channel', ['channel_id', 'state'], unique=False)
        batch_op.create_index('ix_digests_due', ['due_at'], unique=False)

    with op.batch_alter_table('alerts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('digest_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_alerts_channel', ['channel_id', 'created_at'], unique=False)
        batch_op.create_index('ix_alerts_digest', ['digest_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_alerts_digest_id'), 'digests', ['digest_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('digest_id', sa.Integer(), nullable=True))
        batch_op.alter_column('alert_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index('ix_deliveries_digest', ['digest_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_deliveries_digest_id'), 'digests', ['digest_id'], ['id'], ondelete='CASCADE')

    with op.batch_alter_table('subscribers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('timezone', sa.String(), nullable=False, server_default='UTC'))
        batch_op.add_column(sa.Column('quiet_from', sa.Time(), nullable=True))
        batch_op.add_column(sa.Column('quiet_until', sa.Time(), nullable=True))

    with op.batch_alter_table('watches', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cadence', sa.String(), nullable=False, server_default='now'))
        batch_op.add_column(sa.Column('at', sa.Time(), nullable=False, server_default='07:00:00.000000'))
        batch_op.add_column(sa.Column('weekday', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('muted', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('notes', sa.Text(), nullable=False, server_default=''))



def downgrade() -> None:
    raise NotImplementedError("a downgrade would lose what was told to whom: restore a backup instead")
