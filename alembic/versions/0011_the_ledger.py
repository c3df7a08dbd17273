"""The ledger"""

import sqlalchemy as sa
from alembic import op

import monitor.store.tables

revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    op.create_table('entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('group_key', sa.Text(), nullable=False),
    sa.Column('echo', sa.Text(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_key', sa.Text(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('vendor', sa.String(), nullable=True),
    sa.Column('other', sa.Text(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('currency', sa.String(), nullable=True),
    sa.Column('value', sa.BigInteger(), nullable=True),
    sa.Column('low', sa.BigInteger(), nullable=True),
    sa.Column('high', sa.BigInteger(), nullable=True),
    sa.Column('standing', sa.String(), nullable=False),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.Column('in_house', sa.Boolean(), nullable=False),
    sa.Column('idle', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['records.id'], name=op.f('fk_entries_record_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entries'))
    )
    for name in ('record_id', 'group_key', 'echo', 'who', 'name_key', 'vendor'):
        called = {'record_id': 'record', 'group_key': 'group'}.get(name, name)
        op.create_index(f'ix_entries_{called}', 'entries', [name], unique=False)
    op.create_table('entry_subjects',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('sort', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_entry_subjects_entry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('entry_id', 'sort', 'subject', name=op.f('pk_entry_subjects'))
    )
    op.create_table('ledger_marks',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_marks'))
    )
    op.create_table('reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name_key', sa.Text(), nullable=False),
    sa.Column('vendor', sa.String(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('same', sa.Boolean(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('found_at', monitor.store.tables.Moment(timezone=True), nullable=False),
    sa.Column('decided_at', monitor.store.tables.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['record_id'], ['records.id'], name=op.f('fk_reviews_record_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews')),
    sa.UniqueConstraint('name_key', 'vendor', name=op.f('uq_reviews_name_key_vendor'))
    )
    op.create_index('ix_reviews_same', 'reviews', ['same'], unique=False)
    with op.batch_alter_table('records', schema=None) as batch_op:
        batch_op.add_column(sa.Column('to_book', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_index('ix_records_to_book', ['to_book', 'id'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a downgrade would lose what was told to whom: restore a backup instead")
