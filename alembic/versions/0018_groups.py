"""Groups"""

import sqlalchemy as sa
from alembic import op

import monitor.store.tables
revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    connection = op.get_bind()
    old = connection.execute(sa.text(
        'SELECT DISTINCT j.id, j.verdict, j.reason, j."by", j."at", j.alert_id, h.hit_id, c.subscriber_id FROM judgements j '
        'JOIN alert_hits h ON h.alert_id = j.alert_id JOIN alerts a ON a.id = j.alert_id JOIN channels c ON c.id = a.channel_id ORDER BY j.id'
    ).columns(at=monitor.store.tables.Moment)).all()
    op.drop_table('judgements')
    _create()
    rows = [
        {"hit_id": row.hit_id, "subscriber_id": row.subscriber_id, "alert_id": row.alert_id, "verdict": row.verdict, "reason": "",
         "words": row.reason, "by_id": row.subscriber_id, "by": row.by, "at": row.at}
        for row in old
    ]
    if rows:
        plain = [sa.column(name) for name in rows[0] if name != "at"]
        op.bulk_insert(sa.table('judgements', *plain, sa.column('at', monitor.store.tables.Moment)), rows)
    _never_again(connection)


def _create() -> None:
    moment = monitor.store.tables.Moment(timezone=True)
    op.create_table('groups',
    sa.Column('subscriber_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.ForeignKeyConstraint(['subscriber_id'], ['subscribers.id'], name=op.f('fk_groups_subscriber_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('subscriber_id', name=op.f('pk_groups'))
    )
    op.create_table('members',
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('subscriber_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('owner', sa.Boolean(), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=True),
    sa.Column('joined_at', moment, nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channels.id'], name=op.f('fk_members_channel_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['group_id'], ['groups.subscriber_id'], name=op.f('fk_members_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subscriber_id'], ['subscribers.id'], name=op.f('fk_members_subscriber_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('group_id', 'subscriber_id', name=op.f('pk_members')),
    sa.UniqueConstraint('group_id', 'name', name=op.f('uq_members_group_id_name'))
    )
    op.create_index('ix_members_subscriber', 'members', ['subscriber_id'])
    op.create_table('inbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('hit_id', sa.Integer(), nullable=False),
    sa.Column('story', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('assignee_id', sa.Integer(), nullable=True),
    sa.Column('found_at', moment, nullable=False),
    sa.Column('changed_at', moment, nullable=False),
    sa.ForeignKeyConstraint(['assignee_id'], ['subscribers.id'], name=op.f('fk_inbox_assignee_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['group_id'], ['groups.subscriber_id'], name=op.f('fk_inbox_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['hit_id'], ['hits.id'], name=op.f('fk_inbox_hit_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['record_id'], ['records.id'], name=op.f('fk_inbox_record_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox')),
    sa.UniqueConstraint('group_id', 'story', 'digest', name=op.f('uq_inbox_group_id_story_digest'))
    )
    op.create_index('ix_inbox_verdict', 'inbox', ['group_id', 'verdict', 'id'])
    op.create_index('ix_inbox_assignee', 'inbox', ['assignee_id', 'group_id', 'id'])
    op.create_index('ix_inbox_hit', 'inbox', ['hit_id'])
    op.create_index('ix_inbox_record', 'inbox', ['record_id'])
    op.create_table('inbox_hits',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('hit_id', sa.Integer(), nullable=False),
    sa.Column('watch_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('watch_name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['hit_id'], ['hits.id'], name=op.f('fk_inbox_hits_hit_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_id'], ['inbox.id'], name=op.f('fk_inbox_hits_item_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('item_id', 'hit_id', 'watch_id', name=op.f('pk_inbox_hits'))
    )
    op.create_index('ix_inbox_hits_hit', 'inbox_hits', ['hit_id'])
    op.create_table('judgements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hit_id', sa.Integer(), nullable=False),
    sa.Column('subscriber_id', sa.Integer(), nullable=False),
    sa.Column('alert_id', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_judgements_alert_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['by_id'], ['subscribers.id'], name=op.f('fk_judgements_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['hit_id'], ['hits.id'], name=op.f('fk_judgements_hit_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subscriber_id'], ['subscribers.id'], name=op.f('fk_judgements_subscriber_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judgements'))
    )
    op.create_index('ix_judgements_of', 'judgements', ['subscriber_id', 'hit_id'])
    op.create_index('ix_judgements_by', 'judgements', ['by_id', 'at'])
    op.create_index('ix_judgements_hit', 'judgements', ['hit_id'])
    op.create_table('remarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['subscribers.id'], name=op.f('fk_remarks_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['item_id'], ['inbox.id'], name=op.f('fk_remarks_item_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remarks'))
    )
    op.create_index('ix_remarks_item', 'remarks', ['item_id'])
    op.create_index('ix_remarks_by', 'remarks', ['by_id', 'at'])
    with op.batch_alter_table('signups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('group_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('invitee', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('inviter', sa.String(), nullable=True))
        batch_op.create_index('ix_signups_group', ['group_id'], unique=False)
        batch_op.create_foreign_key(op.f('fk_signups_group_id'), 'groups', ['group_id'], ['subscriber_id'], ondelete='CASCADE')


def _never_again(connection: sa.Connection) -> None:
    """SQLite gives the id of a row that was removed to the next one; PostgreSQL never did."""
    if connection.dialect.name != "sqlite":
        return
    for table in ('subscribers', 'watches'):
        with op.batch_alter_table(table, recreate='always', table_kwargs={'sqlite_autoincrement': True}):
            pass
    gone = connection.exec_driver_sql(
        "SELECT max(coalesce((SELECT max(watch_id) FROM alert_hits), 0), coalesce((SELECT max(CAST(substr(rule, 7) AS INTEGER)) FROM hits "
        "WHERE rule LIKE 'watch:%'), 0), coalesce((SELECT max(id) FROM watches), 0))"
    ).scalar()
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = 'watches'")
    connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('watches', ?)", (gone,))


def downgrade() -> None:
    raise NotImplementedError("a downgrade would lose what was told to whom: restore a backup instead")
